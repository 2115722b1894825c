import type { OptionsInput } from "../../worker/contract/analysis.ts";
import { readGold } from "./gold-data.ts";
import { score } from "./scores.ts";
import { type SimulatedRun, simulatedJob } from "./simulated-job.ts";
import { everyMistake, type Knowledge, type Mistakes, noMistakes, simulatedReader } from "./simulated-readers.ts";
import { nearMisses, wordlessSynonyms } from "./wordless-synonyms.ts";

export interface AgreementRow {
  set: string;
  run: string;
  contents: number;
  /** Different words said. */
  said: number;
  gold: number;
  labels: number;
  /** Share of contents whose label is the commonest one of what they are about. */
  agreeing: number;
  ari: number;
  /** Against the run with one stream on the same contents. */
  ariFromOne: number | null;
  /** Of pairs of words that were merged, how many mean the same; of those that mean the same, how many were merged. */
  precision: number;
  recall: number;
  nearMissesMerged: number;
  lostUpdates: number;
  astray: number;
  conflicts: number;
  consistency: number | null;
  reconcileCalls: number;
  seconds: number;
}

export const aboutAgreement =
  "The readers here are simulated: they answer by a table of synonyms, with mistakes drawn by chance. These figures prove the machinery " +
  "that brings many readers to one set of words; they say nothing about the quality of any model.";

interface Material {
  set: string;
  texts: string[];
  gold: string[];
  words: Map<string, string[]>;
}

const broken = 0.02;
const many: OptionsInput = { streams: 64, itemsPerStream: 4 };
const runs: { run: string; options: OptionsInput; seed: number; mistakes: Mistakes }[] = [
  { run: "1 stream", options: { streams: 1 }, seed: 1, mistakes: everyMistake },
  { run: "64 streams, arrival 1", options: many, seed: 1, mistakes: everyMistake },
  { run: "64 streams, arrival 2", options: many, seed: 2, mistakes: everyMistake },
  { run: "64 streams, arrival 3", options: many, seed: 3, mistakes: everyMistake },
  { run: "64 streams, continuous", options: { ...many, sync: "continuous" }, seed: 4, mistakes: everyMistake },
  { run: "64 streams, faultless", options: many, seed: 5, mistakes: noMistakes },
];

/** Whole jobs on simulated readers who use many words for one thing. */
export async function agreementQuality(directory: string): Promise<AgreementRow[]> {
  const rows: AgreementRow[] = [];
  const clinc = clincMaterial(directory);
  if (clinc === null) console.log("CLINC150 test: not there (clinc150-test.jsonl), skipped");
  for (const material of [...(clinc === null ? [] : [clinc]), wordlessMaterial()]) {
    let one: number | null = null;
    for (const { run, options, seed, mistakes } of runs) {
      const reader = simulatedReader(knowledgeOf(material, seed, broken, mistakes), nearMisses);
      const sound = simulatedReader(knowledgeOf(material, seed, 0, noMistakes), nearMisses);
      const done = await simulatedJob(material.texts, options, reader, sound, seed);
      const row = measure(material, run, done);
      one ??= row.ari;
      rows.push({ ...row, ariFromOne: row.ari - one });
    }
    rows.push(await ruleAlone(material));
  }
  return rows;
}

/** Nobody says what means the same: only case and punctuation are folded. */
async function ruleAlone(material: Material): Promise<AgreementRow> {
  const knowledge = knowledgeOf(material, 6, broken, { ...noMistakes, groupLeftOut: 1 });
  const reader = simulatedReader(knowledge, nearMisses);
  return measure(material, "a rule alone", await simulatedJob(material.texts, many, reader, reader, 6));
}

function knowledgeOf({ texts, gold, words }: Material, seed: number, share: number, mistakes: Mistakes): Knowledge {
  const goldOf = new Map(texts.map((text, index) => [text, gold[index] ?? ""]));
  return { goldOf, words, seed, broken: share, usesKnown: 0.3, mistakes };
}

/** 8 wordings of each intent, some of which differ in case and punctuation alone. */
function wordingsOf(intent: string): string[] {
  const words = intent.replaceAll("_", " ");
  const first = words.charAt(0).toUpperCase() + words.slice(1);
  return [
    first,
    words.toUpperCase(),
    `${first} question`,
    `Asking about ${words}`,
    `Help with ${words}`,
    `Wants: ${words}`,
    `Customer enquiry - ${words}`,
    `Concern regarding ${words}`,
  ];
}

function clincMaterial(directory: string): Material | null {
  const contents = readGold(directory, "clinc150-test.jsonl", "intent")?.filter(({ gold }) => gold !== "oos");
  if (!contents) return null;
  // Some texts stand in the set twice: the number tells them apart.
  const texts = contents.map(
    ({ messages }, index) => `${messages.map(({ content }) => content).join("\n")} (${index})`,
  );
  const gold = contents.map((content) => content.gold);
  const words = new Map([...new Set(gold)].map((intent) => [intent, wordingsOf(intent)]));
  return { set: "CLINC150 test, 8 wordings", texts, gold, words };
}

const contentsEach = 20;

function wordlessMaterial(): Material {
  const things = [...wordlessSynonyms, ...nearMisses.flat().map((label) => [label])];
  const words = new Map(things.map((wordings) => [wordings[0] ?? "", wordings]));
  const gold: string[] = [];
  // In turn, so that a batch holds many things.
  for (let time = 0; time < contentsEach; time++) gold.push(...words.keys());
  const texts = gold.map((thing, index) => `Content ${index}: ${thing}`);
  return { set: "own list, 4 wordings without a common word, and near misses", texts, gold, words };
}

function measure({ set, texts, gold, words }: Material, run: string, done: SimulatedRun): AgreementRow {
  const labels = done.results.map(({ label }) => label);
  const goldOfWord = new Map(
    [...words].flatMap(([thing, wordings]) => wordings.map((word) => [word.toLowerCase(), thing] as const)),
  );
  const said = [...new Map(done.results.map(({ said: word, label }) => [word, label]))];
  let merged = 0;
  let right = 0;
  let same = 0;
  said.forEach(([word, label], index) => {
    for (const [other, otherLabel] of said.slice(index + 1)) {
      const alike = goldOfWord.get(word.toLowerCase()) === goldOfWord.get(other.toLowerCase());
      if (label === otherLabel) merged += 1;
      if (alike) same += 1;
      if (alike && label === otherLabel) right += 1;
    }
  });
  const labelOf = new Map(said);
  const { ari } = score(labels, gold);
  const stats = done.ledger.labels;
  return {
    set,
    run,
    contents: texts.length,
    said: said.length,
    gold: new Set(gold).size,
    labels: new Set(labels).size,
    agreeing: agreementOf(labels, gold),
    ari,
    ariFromOne: null,
    precision: merged === 0 ? 1 : right / merged,
    recall: same === 0 ? 1 : right / same,
    nearMissesMerged: nearMisses.filter(([a, b]) => labelOf.has(a) && labelOf.get(a) === labelOf.get(b)).length,
    lostUpdates: done.lostUpdates,
    astray: done.astray,
    conflicts: stats.conflicts().length,
    consistency: stats.consistency(),
    reconcileCalls: done.reconcileCalls,
    seconds: done.seconds,
  };
}

function agreementOf(labels: string[], gold: string[]): number {
  let agreeing = 0;
  for (const own of Map.groupBy(labels.keys(), (index) => gold[index]).values()) {
    const counts = new Map<string, number>();
    for (const index of own) counts.set(labels[index] ?? "", (counts.get(labels[index] ?? "") ?? 0) + 1);
    agreeing += Math.max(...counts.values());
  }
  return agreeing / labels.length;
}
