import { describe, expect, test } from "vitest";
import { dollars, duration } from "../../scripts/client/amounts.ts";
import { countClosed } from "../../scripts/client/closed-facets.ts";
import { added, reportLines } from "../../scripts/client/import-file.ts";
import { columns, printable, shorten } from "../../scripts/client/printable.ts";
import { bar, progressLine } from "../../scripts/client/progress.ts";
import { closingLines, clusterLines, facetLines } from "../../scripts/client/summary.ts";
import { table } from "../../scripts/client/table.ts";
import type { Analysis, Phase } from "../../worker/contract/analysis.ts";
import type { Result } from "../../worker/contract/findings.ts";
import type { Facet } from "../../worker/contract/template.ts";

describe("printable", () => {
  test("nothing a terminal obeys is left", () => {
    const hostile = "a\u001b[2Jb\u0007c\u009bd\u202ee\r\nf\u200bg";
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
    expect(printable(hostile)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202e\u200b]/);
    expect(printable(hostile)).toContain("a\ufffd[2Jb");
  });

  test("words of any language stay", () => {
    for (const word of ["Rückerstattung", "注文", "استرداد", "वापसी", "👍🏽"]) expect(printable(word)).toBe(word);
  });

  test("wide and combining characters are measured as a terminal draws them", () => {
    expect(columns("abc")).toBe(3);
    expect(columns("注文")).toBe(4);
    expect(columns("e\u0301")).toBe(1);
    expect(shorten("注文注文", 5)).toBe("注文…");
    expect(shorten("short", 5)).toBe("short");
  });
});

describe("tables and amounts", () => {
  test("columns line up", () => {
    const lines = table(
      [{ head: "intent" }, { head: "count", align: "right" }],
      [
        ["Refund", "12"],
        ["注文", "3"],
      ],
    );
    expect(lines).toEqual(["  intent  count", "  Refund     12", "  注文        3"]);
  });

  test("a label of a content cannot break out of its cell", () => {
    const [, row] = table([{ head: "intent" }], [["a\nb\u001b[31mc"]]);
    expect(row).toBe("  a b\ufffd[31mc");
  });

  test("an unknown price is never 0", () => {
    expect(dollars(null, false)).toBe("cost unknown");
    expect(dollars(0, true)).toBe("$0");
    expect(dollars(0.00123, true)).toBe("$0.0012");
    expect(dollars(12.345, true)).toBe("$12.35");
  });

  test("durations read like a person would say them", () => {
    expect([3.14, 42, 83, 3720].map(duration)).toEqual(["3.1 s", "42 s", "1 min 23 s", "1 h 2 min"]);
    expect(bar(50, 4)).toBe("██░░");
    expect(bar(140, 4)).toBe("████");
  });
});

const label = (name: string, count: number) => ({
  label: name,
  description: "",
  count,
  aliases: [],
  origin: "stream" as const,
});

const facet = (name: string, type: Facet["type"], choices?: string[]): Facet => ({
  name,
  description: "",
  type,
  ...(choices ? { choices } : {}),
});

function result(facets: Result["facets"], sentiment: Result["sentiment"] = null): Result {
  const empty = { externalId: "", title: "", language: "en", confidence: null, summary: "", evidence: [] };
  return {
    ...empty,
    contentId: "cnt_1",
    status: "done",
    facets,
    sentiment,
    clusterId: null,
    model: "m",
    attempts: 1,
    error: null,
  };
}

describe("what was found", () => {
  test("the most frequent labels come first, with their shares", () => {
    const labels = { facets: { intent: [label("Rare", 1), label("Common", 3)] }, merges: [] };
    const lines = facetLines({ labels, facets: [] }, 4, 1);
    expect(lines.join("\n")).toMatch(/intent +count +of 4\n {2}Common +3 +75\.0 %\n {2}… and 1 more label/);
  });

  test("facets stand as the template has them, open and closed, what it does not have at the end", () => {
    const labels = { facets: { cause: [label("a", 1)], gone: [label("a", 1)], intent: [label("a", 1)] }, merges: [] };
    const facets = [facet("intent", "label"), facet("outcome", "choice", ["yes", "no"]), facet("cause", "label")];
    const closed = countClosed([result({ outcome: "no" }, "mixed")], facets);
    const heads = facetLines({ labels, facets, closed }, 1, 5).flatMap((line) => /(\w+) +count/.exec(line)?.[1] ?? []);
    expect(heads).toEqual(["sentiment", "intent", "outcome", "cause", "gone"]);
  });

  test("closed answers are counted: choices by number, scores by value, yes before no, what is missing last", () => {
    const facets = [facet("how", "choice", ["b", "a", "c"]), facet("much", "score"), facet("again", "boolean")];
    const closed = countClosed(
      [
        result({ how: "a", much: 10, again: false }, "positive"),
        result({ how: "b", much: 2, again: true }),
        result({ how: "c", much: 2, again: false }),
        result({ how: "c", much: null }),
      ],
      facets,
    );
    const seen = (at: number) => closed.facets[at]?.answers.map((one) => `${one.answer} ${one.count}`);
    expect([0, 1, 2].map(seen)).toEqual([
      ["c 2", "b 1", "a 1"],
      ["2 2", "10 1"],
      ["yes 1", "no 2"],
    ]);
    expect(closed.sentiment).toMatchObject({ answers: [{ answer: "positive", count: 1 }], unanswered: 3 });
    const text = facetLines({ labels: { facets: {}, merges: [] }, facets, closed }, 4, 5).join("\n");
    expect(text).toMatch(/again +count +of 4\n {2}yes +1 +25\.0 %\n {2}no +2 +50\.0 %\n {2}\(no answer\) +1 +25\.0 %/);
  });

  test("a score with many values is told as a range, and nobody's sentiment is no table", () => {
    const results = Array.from({ length: 20 }, (_, value) => result({ heat: value }));
    const closed = countClosed([...results, result({})], [facet("heat", "score")]);
    const lines = facetLines({ labels: { facets: {}, merges: [] }, facets: [facet("heat", "score")], closed }, 21, 15);
    expect(lines).toEqual(["", "  heat: 0 to 19, mean 9.5, of 20 results"]);
  });

  test("where there are too many to count, what is left out is named", () => {
    const facets = [facet("intent", "label"), facet("outcome", "choice", ["a", "b"])];
    const lines = facetLines({ labels: { facets: {}, merges: [] }, facets, closed: null }, 5000, 15);
    expect(lines.join("\n")).toContain("above 2,000 contents: sentiment, outcome.");
  });

  test("clusters are those of the lowest level, largest first", () => {
    const node = (id: string, level: number, size: number) => ({
      ...{ id, level, size, name: id, description: "", x: 0, y: 0 },
      parentId: level === 0 ? null : "top",
    });
    const hidden = { clusters: 0, items: 0, reason: "" };
    const nodes = [node("top", 0, 9), node("small", 1, 2), node("large", 1, 4), node("middle", 1, 3)];
    const lines = clusterLines({ levels: 2, nodes, hidden, method: "" }, 2);
    expect(lines.slice(2)).toEqual(["  large       4", "  middle      3", "  … and 1 more cluster"]);
    expect(clusterLines({ levels: 0, nodes: [], hidden, method: "" }, 2)).toEqual([]);
  });
});

describe("how far it is", () => {
  /** No more of an analysis than these lines read. */
  function analysis(phase: Phase, itemsDone: number): Analysis {
    const counts = { itemsTotal: 10, itemsDone, itemsFallback: 0, itemsFailed: 0 };
    const spent = { calls: 0, inputTokens: 0, cachedInputTokens: 0, outputTokens: 0, costUsd: 0, costKnown: true };
    const part: Partial<Analysis> = { id: "an_1", status: "running", model: "m/1", usage: spent };
    return { ...part, startedAt: null, progress: { ...counts, phase, etaSeconds: 4 } } as Analysis;
  }

  test("the time left is told while contents are read, and never after", () => {
    expect(progressLine(analysis("classification", 4))).toBe("4/10 · classification · 4.0 s left");
    expect(progressLine(analysis("classification", 10))).toBe("10/10 · classification");
    expect(progressLine(analysis("clustering", 10))).toBe("10/10 · clustering");
    expect(progressLine(analysis("insights", 9))).toBe("9/10 · insights");
  });

  test("the end tells the headline, printable, and where to read on", () => {
    const lines = closingLines(analysis("summary", 10), "All\u001b[2J well", "http://h:1");
    expect(lines[1]).toBe("  All\ufffd[2J well");
    expect(lines.slice(-2)).toEqual(["Analysis: an_1", "Open: http://h:1/analyses/an_1"]);
    expect(closingLines(analysis("summary", 10), null, "http://h:1")[1]).toMatch(/^ {2}10 results by m\/1/);
  });
});

describe("import reports", () => {
  const report = (imported: number) => ({
    imported,
    duplicates: 1,
    rejectedCount: 2,
    rejected: [{ at: "line 3", reason: "not \u001bJSON" }],
    warnings: ["a warning"],
    format: "own",
    languages: { en: imported },
  });

  test("those of the pieces add up", () => {
    const sum = added([report(3), report(4)]);
    expect(sum).toMatchObject({ imported: 7, duplicates: 2, rejectedCount: 4, languages: { en: 7 }, format: "own" });
    expect(sum.warnings).toEqual(["a warning"]);
  });

  test("are told with reasons, printable", () => {
    expect(reportLines("/tmp/a.jsonl", report(3)).join("\n")).toBe(
      "a.jsonl (own): 3 imported, 1 there already, 2 rejected\n  line 3: not \ufffdJSON\n  a warning",
    );
  });
});
