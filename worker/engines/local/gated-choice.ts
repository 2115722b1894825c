import type { Facet } from "../../contract/template.ts";
import type { FacetAnswer } from "./answer.ts";
import { choiceCue } from "./choice-cues.ts";
import { type Ending, endingsOf } from "./ending.ts";
import type { Reading, Sentence } from "./reading.ts";
import type { Signals } from "./signals.ts";

/** Questions that make sense only where a conversation ended in one way; else the choice for "not at all" holds. */
const gates: { asks: RegExp; ending: Ending; from: "all" | "end" }[] = [
  { asks: /transfer|hand(ed|s)?.?over|handed to/, ending: "Escalated", from: "all" },
  { asks: /drop.?off|hung up|hang.?up|where .* left/, ending: "Abandoned", from: "end" },
];
const notAtAll = /^(no|none|without)\b|^not (transferred|handed|dropped)/i;
/** Turns of the house that say where in a call one was. */
const turnsAtTheEnd = 1;

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
  const [ending] = endingsOf(signals.reading);
  if (ending?.value !== gate.ending) {
    return { value: none, strength: ending ? 0.5 : 0.2, source: null };
  }
  const sentences = gate.from === "all" ? signals.reading.sentences : lastOfHouse(signals.reading);
  let best: FacetAnswer | null = null;
  let weight = 0;
  for (const choice of choices) {
    if (choice === none) continue;
    const found = choiceCue(choice, sentences);
    if (!found || found.weight <= weight) continue;
    weight = found.weight;
    best = { value: choice, strength: Math.min(0.6, 0.3 + 0.2 * weight), source: found };
  }
  if (best) return best;
  // It happened, and nothing says how: the first that remains is a guess, and counts as one.
  const guess = choices.find((choice) => choice !== none);
  return { value: guess ?? none, strength: 0.1, source: null };
}

function lastOfHouse({ sentences }: Reading): Sentence[] {
  const messages = [...new Set(sentences.filter(({ house }) => house).map(({ message }) => message))];
  const last = new Set(messages.slice(-turnsAtTheEnd));
  return sentences.filter(({ house, message }) => house && last.has(message));
}
