import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { aboutAgreement, agreementQuality } from "./quality-agreement.ts";
import { clusterQuality, type Spread } from "./quality-clusters.ts";
import { labelQuality } from "./quality-labels.ts";
import { preprocessingQuality } from "./quality-preprocessing.ts";

/** Quality of the built-in engine on labelled data, and of agreeing on labels: `node test/bench/quality.ts [--data DIR]`. */
const root = path.join(import.meta.dirname, "..", "..");
const { values } = parseArgs({ options: { data: { type: "string" } } });
const directory = path.resolve(values.data ?? path.join(root, "..", "shared", "data"));

const about =
  "The built-in engine is lexical: words, stretches of characters and word lists, no language model. These figures say how " +
  "far that goes on public labelled sets; they say nothing about any language model. Purity and NMI rise with the number of " +
  "groups: read accuracy and ARI with them.";
console.log(`${about}\nData: ${directory}\n`);

const clusters = await clusterQuality(directory);
console.log("Clusters (latent semantic analysis, neighbours drawn together, k-means; mean ± deviation over seeds)");
console.table(
  clusters.map((row) => ({
    set: row.set,
    items: row.items,
    classes: row.gold,
    k: `${row.k} (${row.kBy})`,
    accuracy: plusMinus(row.accuracy),
    purity: plusMinus(row.purity),
    NMI: plusMinus(row.nmi),
    ARI: plusMinus(row.ari),
    floor: row.floor ?? "",
    "accuracy / floor": row.ratio === null ? "" : row.ratio.toFixed(2),
    seconds: row.seconds.toFixed(1),
  })),
);

const labels = await labelQuality(directory);
console.log(
  "Labels of the facet `intent` (one stream, batches of 20, known labels growing; labels are counted as groups)",
);
console.table(
  labels.map((row) => ({
    set: row.set,
    items: row.items,
    classes: row.gold,
    labels: row.groups,
    accuracy: row.accuracy.toFixed(3),
    purity: row.purity.toFixed(3),
    NMI: row.nmi.toFixed(3),
    ARI: row.ari.toFixed(3),
    quotes: row.quotes,
    verbatim: `${(100 * row.verbatim).toFixed(1)}%`,
    "ms each": row.millisecondsEach.toFixed(2),
  })),
);

console.log(`\n${aboutAgreement}`);
const agreement = await agreementQuality(directory);
console.log("Labels that agree (whole jobs on the real ledger; 2 % of replies broken, mistakes in every task)");
console.table(
  agreement.map((row) => ({
    set: row.set,
    run: row.run,
    "words said": row.said,
    things: row.gold,
    labels: row.labels,
    "same label": `${(100 * row.agreeing).toFixed(2)}%`,
    ARI: row.ari.toFixed(4),
    "ARI - 1 stream": row.ariFromOne === null ? "" : row.ariFromOne.toFixed(4),
    "merge precision": row.precision.toFixed(4),
    "merge recall": row.recall.toFixed(4),
    "near misses merged": row.nearMissesMerged,
    "lost updates": row.lostUpdates,
    astray: row.astray,
    calls: row.reconcileCalls,
    seconds: row.seconds.toFixed(1),
  })),
);

const preprocessing = await preprocessingQuality(directory);

const written = path.join(root, ".bench", "quality.json");
mkdirSync(path.dirname(written), { recursive: true });
writeFileSync(
  written,
  `${JSON.stringify({ about, at: new Date().toISOString(), clusters, labels, aboutAgreement, agreement, preprocessing }, null, 2)}\n`,
);
console.log(`Written to ${path.relative(process.cwd(), written)}`);
if (clusters.length + labels.length === 0) process.exitCode = 1;

function plusMinus({ mean, deviation }: Spread): string {
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}
