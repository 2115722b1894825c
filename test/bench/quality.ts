import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { clusterQuality, type Spread } from "./quality-clusters.ts";
import { labelQuality } from "./quality-labels.ts";

/** Quality of the built-in engine on labelled data: `node test/bench/quality.ts [--data DIR]`. */
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

const written = path.join(root, ".bench", "quality.json");
mkdirSync(path.dirname(written), { recursive: true });
writeFileSync(written, `${JSON.stringify({ about, at: new Date().toISOString(), clusters, labels }, null, 2)}\n`);
console.log(`Written to ${path.relative(process.cwd(), written)}`);
if (clusters.length + labels.length === 0) process.exitCode = 1;

function plusMinus({ mean, deviation }: Spread): string {
  return `${mean.toFixed(3)} ± ${deviation.toFixed(3)}`;
}
