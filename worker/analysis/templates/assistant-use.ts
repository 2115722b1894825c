import { builtInTemplate } from "./built-in-template.ts";

/** Request, task, language and concern are the published facets of Clio (arXiv 2412.13678, appendix G.4.1), turns its computed one. */
export const assistantUse = builtInTemplate({
  id: "tpl_assistant_use",
  name: "AI-assistant use",
  description: "What people use an AI assistant for, in which language, and what there is to worry about.",
  category: "assistants",
  facets: [
    {
      name: "request",
      description:
        "The user's overall request for the assistant, as a short phrase without names or anything else that points to a " +
        "person.",
      type: "label",
      examples: ["Debug Python code", "Plan a journey", "Explain a concept"],
    },
    {
      name: "task",
      description: "The task that the assistant is asked to perform, whatever the subject: two to four words.",
      type: "label",
      examples: ["Write code", "Edit text", "Answer a question"],
    },
    {
      name: "language",
      description: "The main language of what the user writes, by its English name.",
      type: "label",
      examples: ["English", "German", "Japanese"],
    },
    {
      name: "concern",
      description:
        "How concerning the conversation is for safety, whatever the assistant did: 1 harmless; 2 touches a delicate " +
        "subject; 3 could be misused; 4 seeks something harmful; 5 plainly seeks serious harm to people.",
      type: "score",
      min: 1,
      max: 5,
    },
    {
      name: "declined",
      description: "Whether the assistant refused or declined any part of what was asked.",
      type: "boolean",
    },
    {
      name: "served",
      description:
        "Whether the user got what was asked for, as far as the conversation shows. yes: used or accepted; partly; no: " +
        "rejected or corrected to the end; not stated: it ends with the answer.",
      type: "choice",
      choices: ["yes", "partly", "no", "not stated"],
    },
    {
      name: "turns",
      description: "The number of messages in the conversation, both sides.",
      type: "number",
      min: 0,
      examples: ["2", "14"],
    },
  ],
});
