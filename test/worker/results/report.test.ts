import { describe, expect, it } from "vitest";
import type { Analysis } from "../../../worker/contract/analysis.ts";
import { type ReportSource, reportHtml, reportMarkdown } from "../../../worker/results/report.ts";

const hostile = `<img src=x onerror=alert(1)> ![x](https://evil.example/?d=1) [y][1] https://evil.example | "a" & </title><script>`;

const source: ReportSource = {
  analysis: {
    name: hostile,
    model: "local/lexical",
    status: "paused",
    progress: { itemsTotal: 3, itemsDone: 2, itemsFallback: 0, itemsFailed: 0 },
  } as Analysis,
  summary: { headline: hostile, insights: [{ title: "A", detail: hostile, contentIds: [] }] },
  labels: {
    facets: { intent: [{ label: hostile, description: "", count: 2, aliases: [], origin: "discovery" }] },
    merges: [],
  },
  clusters: [{ id: "c0", parentId: null, level: 0, name: hostile, description: hostile, size: 2, x: 0, y: 0 }],
};

describe("a report", () => {
  it("says what was read, by whom, and that it is partial", () => {
    const text = reportMarkdown(source).replaceAll("\\", "");
    expect(text).toContain("Read by local/lexical: 2 done");
    expect(text).toContain("Partial: the analysis is paused; 2 of 3 contents are read so far.");
    const whole: ReportSource = { ...source, analysis: { ...source.analysis, status: "completed" } };
    expect(reportMarkdown(whole)).toContain("3 contents read by local/lexical");
    expect(reportMarkdown(whole)).not.toContain("Partial");
  });

  it("as Markdown holds no link, image, markup or broken table, whatever the labels say", () => {
    const text = reportMarkdown(source);
    expect(text).not.toMatch(/(^|[^\\])[<![]/);
    expect(text).not.toContain("https:");
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    for (const row of rows) expect(row.match(/(^|[^\\])\|/g)?.length).toBeLessThanOrEqual(4);
  });

  it("as HTML escapes everything and allows nothing to be loaded", () => {
    const text = reportHtml(source);
    expect(text).not.toContain("<img");
    expect(text).not.toContain("<script");
    expect(text.match(/<\/title>/g)).toHaveLength(1);
    expect(text).toContain("default-src 'none'");
  });
});
