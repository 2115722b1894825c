import { builtInTemplate } from "./built-in-template.ts";

export const voiceBot = builtInTemplate({
  id: "tpl_voice_bot",
  name: "Voice-bot containment",
  description: "What callers want of a voice bot, whether it served them itself, and where and why it lost them.",
  category: "voice",
  facets: [
    {
      name: "generalIntent",
      description: "What the caller wants: the one request behind the call, two to four words.",
      type: "label",
      examples: ["Check balance", "Change appointment", "Report outage"],
    },
    {
      name: "outcome",
      description:
        "How the call ended. agent: it was handed to a person; self-service: the bot did what was asked; drop-off: the " +
        "caller left before either.",
      type: "choice",
      choices: ["agent", "self-service", "drop-off"],
    },
    {
      name: "transferReason",
      description:
        "Why the call was handed to a person. asked for a person: the caller insisted; not understood: the bot could not " +
        "make out what was said; identification failed; outside the bot's scope: it has no such function; too complex: it " +
        "began and could not finish; technical fault. no transfer where the call stayed with the bot.",
      type: "choice",
      choices: [
        "asked for a person",
        "not understood",
        "identification failed",
        "outside the bot's scope",
        "too complex",
        "technical fault",
        "no transfer",
      ],
    },
    {
      name: "dropOffLocation",
      description:
        "Where in the call the caller left. greeting or menu; identification; stating the request; giving details: while " +
        "the bot asked for them; waiting for the bot; confirmation; queue: on the way to a person. no drop-off where the " +
        "call came to its end.",
      type: "choice",
      choices: [
        "greeting or menu",
        "identification",
        "stating the request",
        "giving details",
        "waiting for the bot",
        "confirmation",
        "queue",
        "no drop-off",
      ],
    },
    {
      name: "misunderstandings",
      description: "The number of times that the bot did not understand or asked to repeat.",
      type: "number",
      min: 0,
      max: 100,
      examples: ["0", "2"],
    },
    {
      name: "callerEffort",
      description: "How much effort the call cost the caller: 1 none, 3 had to repeat or rephrase, 5 a struggle.",
      type: "score",
      min: 1,
      max: 5,
    },
  ],
});
