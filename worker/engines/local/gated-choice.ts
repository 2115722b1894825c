import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import { choiceCue } from "./choice-cues.ts";
import { type Ending, endingAmong, endingsOf } from "./ending.ts";
import type { Reading, Sentence } from "./reading.ts";
import type { Signals } from "./signals.ts";

/** Questions that make sense only where a conversation ended in one way; else the choice for "not at all" holds. */
const gates: { asks: RegExp; asked: Ending; from: "all" | "end" }[] = [
  { asks: /transfer|hand(ed|s)?.?over|handed to/, asked: "Escalated", from: "all" },
  { asks: /drop.?off|hung up|hang.?up|where .* left/, asked: "Abandoned", from: "end" },
];
/** How a call may end where it is asked about drop-offs and transfers. */
const endingsOfCalls: ReadonlySet<Ending> = new Set(["Resolved", "Escalated", "Abandoned"]);
const notAtAll = /^(no|none|without)\b|^not (transferred|handed|dropped)/i;
const midwayNamed = /\b(details?|slots?|information)\b/i;
/** Turns of the house that say where in a call one was: the last, or else those shortly before it. */
const turnsAtTheEnd = [1, 2, 3];

/**
 * "Why was it handed over", "where did the caller leave": by how the conversation ended first, then by what is said
 * there. Null where the facet asks nothing of the kind.
 */
export function answerGated(facet: Facet, choices: string[], signals: Signals): FacetAnswer | null {
  const asked = `${facet.name.replace(/([a-z])([A-Z])/g, "$1 $2")} ${facet.description}`.toLowerCase();
  const name = facet.name.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  const gate = gates.find(({ asks }) => asks.test(name)) ?? gates.find(({ asks }) => asks.test(asked));
  const none = choices.find((choice) => notAtAll.test(choice.trim()));
  if (!gate || none === undefined) return null;
  const ending = endingAmong(endingsOfCalls, endingsOf(signals.reading));
  if (ending?.value !== gate.asked) {
    return { value: none, strength: ending ? 0.5 : 0.2, source: null };
  }
  const { sentences } = signals.reading;
  const places = gate.from === "all" ? [sentences] : turnsAtTheEnd.map((turns) => lastOfHouse(signals.reading, turns));
  const said = choices.filter((choice) => choice !== none);
  for (const place of places) {
    const best = likeliest(said, place);
    if (best) return best;
  }
  // It happened, and nothing says how: a guess, and it counts as one. Whoever has answered is past the greeting.
  const answered = new Set(sentences.filter(({ house }) => !house).map(({ message }) => message)).size > 1;
  const midway = gate.from === "end" && answered ? said.find((choice) => midwayNamed.test(choice)) : undefined;
  return { value: midway ?? said[0] ?? none, strength: 0.1, source: null };
}

function likeliest(choices: string[], sentences: Sentence[]): FacetAnswer | null {
  let best: FacetAnswer | null = null;
  let weight = 0;
  for (const choice of choices) {
    const found = choiceCue(choice, sentences);
    if (!found || found.weight <= weight) continue;
    weight = found.weight;
    best = { value: choice, strength: Math.min(0.6, 0.3 + 0.2 * weight), source: found };
  }
  return best;
}

function lastOfHouse({ sentences }: Reading, turns: number): Sentence[] {
  const messages = [...new Set(sentences.filter(({ house }) => house).map(({ message }) => message))];
  const last = new Set(messages.slice(-turns));
  return sentences.filter(({ house, message }) => house && last.has(message));
}
