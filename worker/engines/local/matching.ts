import { type LabelMeaning, meaningOfLabel } from "./intent.ts";
import type { Finding, Signals } from "./signals.ts";
import { stem } from "./stems.ts";
import { stopWords } from "./stop-words.ts";
import { tokenize } from "./tokens.ts";

/** A label as content is held against it. */
export interface Candidate {
  label: string;
  fold: string;
  stems: string[];
  meaning: LabelMeaning;
}

/** Words of labels that say what kind of label it is, not what it is about. */
export const framingStems: ReadonlySet<string> = new Set(
  `request question enquiry inquiry problem issue report general other anfrage frage problem demande question consulta
   pregunta richiesta domanda pedido vraag`
    .split(/\s+/)
    .map(stem),
);

const remembered = new Map<string, Candidate>();
const rememberedAtMost = 5_000;

/** Case, punctuation and white space folded. */
export function foldLabel(label: string): string {
  return label
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\p{P}\p{S}\s_]+/gu, " ")
    .trim();
}

export function candidateOf(label: string): Candidate {
  const known = remembered.get(label);
  if (known) return known;
  const stems = [
    ...new Set(
      tokenize(label)
        .filter((token) => !stopWords.has(token.word))
        .map((token) => stem(token.word)),
    ),
  ];
  const telling = stems.filter((word) => !framingStems.has(word));
  const candidate = {
    label,
    fold: foldLabel(label),
    stems: telling.length > 0 ? telling : stems,
    meaning: meaningOfLabel(label),
  };
  if (remembered.size >= rememberedAtMost) remembered.clear();
  remembered.set(label, candidate);
  return candidate;
}

/** Share of the label's words that the content says, 0..1, and the weightiest of the findings. */
export function coverage(
  candidate: Candidate,
  signals: Signals,
): { share: number; weight: number; finding: Finding | null } {
  let covered = 0;
  let weight = 0;
  let finding: Finding | null = null;
  for (const word of candidate.stems) {
    const found = signals.stems.get(word);
    if (!found) continue;
    covered += 1;
    weight += Math.min(2, found.weight);
    if (!finding || found.weight > finding.weight) finding = found;
  }
  return { share: candidate.stems.length === 0 ? 0 : covered / candidate.stems.length, weight, finding };
}

/** How well the content's subjects and actions fit the label's: 0 (not at all) to about 1.3 (both, plainly). */
export function fitOfMeaning(candidate: Candidate, signals: Signals): number {
  const { subjects, actions, best } = signals.ontology;
  if (candidate.meaning.subjects.size === 0) {
    return best?.action && candidate.meaning.actions.has(best.action) && !best.subject ? 0.7 : 0;
  }
  const top = best?.score ?? 0;
  let fit = 0;
  for (const subject of candidate.meaning.subjects) {
    const tally = subjects.get(subject);
    if (tally && top > 0) fit = Math.max(fit, (tally.score / Math.max(top, 1)) * Math.min(1, tally.score));
  }
  if (fit === 0) return 0;
  const wanted = candidate.meaning.actions;
  if (wanted.size === 0) return fit * (best?.action ? 0.85 : 1);
  const heard = [...wanted].some((action) => (best?.action ? best.action === action : actions.has(action)));
  return heard ? fit * 1.3 : fit * 0.6;
}
