import type { Analysis, Summary } from "../contract/analysis.ts";
import type { ClusterNode } from "../contract/findings.ts";
import type { LabelsReply } from "../contract/labels.ts";

/** What a report tells of an analysis. */
export interface ReportSource {
  analysis: Analysis;
  summary: Summary | null;
  labels: LabelsReply;
  clusters: ClusterNode[];
}

/** A report as plain blocks: what is said is decided once, how it is written twice. */
type Block =
  | { kind: "title"; text: string }
  | { kind: "heading"; text: string }
  | { kind: "text"; text: string }
  | { kind: "table"; head: string[]; rows: string[][] };

const labelsShown = 30;

function blocksOf({ analysis, summary, labels, clusters }: ReportSource): Block[] {
  const { itemsTotal, itemsDone, itemsFallback, itemsFailed } = analysis.progress;
  const read = itemsDone + itemsFallback + itemsFailed;
  const counts = `${itemsDone} done, ${itemsFallback} by the built-in engine in place of the model, ${itemsFailed} failed`;
  const blocks: Block[] = [{ kind: "title", text: analysis.name }];
  if (analysis.status === "completed") {
    blocks.push({ kind: "text", text: `${itemsTotal} contents read by ${analysis.model}: ${counts}.` });
  } else {
    const said = `Partial: the analysis is ${analysis.status}; ${read} of ${itemsTotal} contents are read so far`;
    blocks.push({ kind: "text", text: `${said}. Everything below counts these alone.` });
    blocks.push({ kind: "text", text: `Read by ${analysis.model}: ${counts}.` });
  }
  if (summary) {
    blocks.push({ kind: "heading", text: "In short" }, { kind: "text", text: summary.headline });
    for (const { title, detail, unproven = [] } of summary.insights) {
      const doubt = unproven.length > 0 ? ` (Unproven, the counts do not show it: ${unproven.join(", ")}.)` : "";
      blocks.push({ kind: "text", text: `${title}${detail === "" ? "" : `: ${detail}`}${doubt}` });
    }
  }
  for (const [facet, list] of Object.entries(labels.facets)) {
    const shown = list.slice(0, labelsShown);
    const more = list.length > shown.length ? `, the ${shown.length} most frequent of ${list.length}` : "";
    blocks.push(
      { kind: "heading", text: `Labels: ${facet}${more}` },
      { kind: "table", head: ["Label", "Contents"], rows: shown.map(({ label, count }) => [label, String(count)]) },
    );
  }
  if (clusters.length > 0) {
    const rows = clusters.map(({ name, level, size, description }) => [
      `${"› ".repeat(level)}${name}`,
      String(size),
      description,
    ]);
    blocks.push({ kind: "heading", text: "Clusters" }, { kind: "table", head: ["Cluster", "Contents", "About"], rows });
  }
  return blocks;
}

/** The report as Markdown. Nothing in it can become a link, an image or markup: labels come from hostile contents too. */
export function reportMarkdown(source: ReportSource): string {
  const safe = (text: string) => text.replace(/\s+/g, " ").replace(/[\\`*_{}[\]()<>#+!|~&:-]/g, "\\$&");
  const parts = blocksOf(source).map((block) => {
    if (block.kind === "title") return `# ${safe(block.text)}`;
    if (block.kind === "heading") return `## ${safe(block.text)}`;
    if (block.kind === "text") return safe(block.text);
    const line = (cells: string[]) => `| ${cells.map(safe).join(" | ")} |`;
    return [line(block.head), `|${"---|".repeat(block.head.length)}`, ...block.rows.map(line)].join("\n");
  });
  return `${parts.join("\n\n")}\n`;
}

/** The report as one HTML file that loads nothing from anywhere. */
export function reportHtml(source: ReportSource): string {
  const safe = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
  const parts = blocksOf(source).map((block) => {
    if (block.kind === "title") return `<h1>${safe(block.text)}</h1>`;
    if (block.kind === "heading") return `<h2>${safe(block.text)}</h2>`;
    if (block.kind === "text") return `<p>${safe(block.text)}</p>`;
    const cells = (row: string[], tag: string) =>
      `<tr>${row.map((cell) => `<${tag}>${safe(cell)}</${tag}>`).join("")}</tr>`;
    return `<table>${cells(block.head, "th")}${block.rows.map((row) => cells(row, "td")).join("")}</table>`;
  });
  const policy = "default-src 'none'; style-src 'unsafe-inline'";
  const style =
    "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse}" +
    "td,th{text-align:left;padding:.2rem 1rem .2rem 0;border-bottom:1px solid #ccc}";
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><title>${safe(source.analysis.name)}</title><style>${style}</style></head><body>${parts.join("\n")}</body></html>\n`;
}
