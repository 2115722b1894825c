import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import type { Result } from "../../../worker/contract/findings.ts";
import { csvCell, exportResults } from "../../../worker/results/export.ts";

function result(contentId: string, title: string, intent: string): Result {
  return {
    contentId,
    externalId: contentId,
    title,
    language: "en",
    status: "done",
    facets: { intent },
    sentiment: null,
    confidence: 0.5,
    summary: "",
    evidence: [],
    clusterId: null,
    model: "local/lexical",
    attempts: 1,
    error: null,
  };
}

const pages = [[result("a", "x", "Refund")], [result("b", "=1+1", 'say "hi"')]];

async function exported(format: "csv" | "jsonl"): Promise<string> {
  const stream = exportResults(format, ["intent"], async (cursor) => {
    const at = Number(cursor ?? 0);
    return { items: pages[at] ?? [], nextCursor: at + 1 < pages.length ? String(at + 1) : null };
  });
  return new Response(stream).text();
}

describe("an export", () => {
  it("has every page in it, as lines that give the same results back", async () => {
    const lines = (await exported("jsonl")).trim().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(pages.flat());
  });

  it("as CSV has a column for each facet and one row for each content", async () => {
    const { data } = Papa.parse<Record<string, string>>((await exported("csv")).trim(), { header: true });
    expect(data.map((row) => [row.id, row.title, row.intent])).toEqual([
      ["a", "x", "Refund"],
      ["b", "'=1+1", 'say "hi"'],
    ]);
  });
});

describe("a cell", () => {
  it("is never a formula, whatever stands before the sign", () => {
    for (const text of [
      "=cmd|'/C calc'!A0",
      "+1",
      "-1+1",
      "@SUM(1)",
      "\t=1",
      " =1",
      "\u200b=1",
      "＝1",
      '"=1',
      "\r\n=1+1",
    ]) {
      const [cell] = Papa.parse<string[]>(`${csvCell(text)}\r\n`, { newline: "\r\n", delimiter: "," }).data[0] ?? [];
      expect(cell).toBe(`'${text}`);
    }
  });

  it("gives back any text but for the quote that tames it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const rows = Papa.parse<string[]>(`${csvCell(text)},end\r\n`, { newline: "\r\n", delimiter: "," }).data;
        expect(rows[0]?.[1]).toBe("end");
        expect([text, `'${text}`]).toContain(rows[0]?.[0]);
      }),
      { numRuns: 2_000 },
    );
  });
});
