import { chooseK } from "../../worker/clustering/choose-k.ts";
import { kMeans } from "../../worker/clustering/k-means.ts";
import { drawTogether } from "../../worker/clustering/neighbours.ts";
import { heldTexts, textVectors } from "../../worker/clustering/text-vectors.ts";
import { type GoldContent, readGold } from "./gold-data.ts";
import { type Scores, score } from "./scores.ts";

export interface ClusterRow {
  set: string;
  items: number;
  gold: number;
  k: number;
  kBy: string;
  seeds: number;
  accuracy: Spread;
  purity: Spread;
  nmi: Spread;
  ari: Spread;
  /** Accuracy of LSA-200 and k-means with 10 beginnings at true k (notes/conversation-analysis.md, 4.2); null at other k. */
  floor: number | null;
  ratio: number | null;
  seconds: number;
}

export interface Spread {
  mean: number;
  deviation: number;
}

const seeds = [1, 2, 3, 4, 5];
const starts = 4;
const minClusterSize = 5;
const sets = [
  { file: "banking77-test.jsonl", name: "BANKING77 test", outside: null, floor: 0.444 },
  { file: "clinc150-test.jsonl", name: "CLINC150 test", outside: "oos", floor: 0.571 },
];
const noPause = async (): Promise<void> => {};

/** Clusters the labelled sets at the true number of classes, then at the number chosen. */
export async function clusterQuality(directory: string): Promise<ClusterRow[]> {
  const rows: ClusterRow[] = [];
  for (const { file, name, outside, floor } of sets) {
    const contents = readGold(directory, file, "intent")?.filter((content) => content.gold !== outside);
    if (!contents) {
      console.log(`${name}: not there (${file}), skipped`);
      continue;
    }
    rows.push(...(await measure(name, contents, floor)));
  }
  return rows;
}

/** At the true number of classes and at the number chosen, on the same vectors. */
async function measure(set: string, contents: GoldContent[], floor: number): Promise<ClusterRow[]> {
  const texts = contents.map((content) => content.messages.map((message) => message.content).join("\n"));
  const gold = contents.map((content) => content.gold);
  const classes = new Set(gold).size;
  const runs = { "true k": emptyRuns(), "own choice": emptyRuns() };
  for (const seed of seeds) {
    const began = performance.now();
    const rows = await drawTogether(await textVectors(heldTexts(texts), seed, noPause), seed, noPause);
    const vectorSeconds = (performance.now() - began) / 1_000;
    for (const [kBy, run] of Object.entries(runs)) {
      const start = performance.now();
      const k = kBy === "true k" ? classes : (await chooseK(rows, minClusterSize, seed, noPause)).k;
      const { assignments } = await kMeans({ rows, k, seed, starts }, noPause);
      run.seconds += vectorSeconds + (performance.now() - start) / 1_000;
      run.scores.push(score(Array.from(assignments, String), gold));
    }
  }
  return Object.entries(runs).map(([kBy, { scores, seconds }]) => {
    const accuracy = spread(scores.map((one) => one.accuracy));
    const comparable = kBy === "true k" ? floor : null;
    return {
      set,
      items: texts.length,
      gold: classes,
      k: Math.round(spread(scores.map((one) => one.groups)).mean),
      kBy,
      seeds: seeds.length,
      accuracy,
      purity: spread(scores.map((one) => one.purity)),
      nmi: spread(scores.map((one) => one.nmi)),
      ari: spread(scores.map((one) => one.ari)),
      floor: comparable,
      ratio: comparable === null ? null : accuracy.mean / comparable,
      seconds: seconds / seeds.length,
    };
  });
}

function emptyRuns(): { scores: Scores[]; seconds: number } {
  return { scores: [], seconds: 0 };
}

function spread(values: number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  return { mean, deviation: Math.sqrt(variance) };
}
