import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { importing, type Outcome } from "./memory-store.ts";

/** Bad inputs with their INDEX of what a good importer does. They lie beside the project, not in it. */
const folder = path.resolve(import.meta.dirname, "../../../../shared/data/nasty");

async function importFile(name: string, outcome?: Outcome): Promise<Outcome> {
  return importing(readFileSync(path.join(folder, name)), {
    filename: name,
    ...(outcome ? { store: outcome.store } : {}),
  });
}

async function refusal(name: string): Promise<{ code?: string; message?: string }> {
  return importFile(name).then(
    () => ({}),
    (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
  );
}

const positions = (outcome: Outcome) => outcome.report.rejected.map(({ at }) => at);

describe.skipIf(!existsSync(folder))("nasty inputs (../shared/data/nasty)", () => {
  test("truncated.json: whole leading records, and the cut is said", async () => {
    const { report, store } = await importFile("truncated.json");
    expect(store.ids).toEqual(["ok-0", "ok-1"]);
    expect(report.rejectedCount).toBe(1);
    expect(report.warnings.join()).toContain("cut off");
  });

  test.each([
    ["trailing-comma.json", 2],
    ["concatenated-docs.json", 3],
    ["pretty-printed.jsonl", 3],
    ["single-object.json", 1],
    ["utf32le-bom.json", 1],
    ["utf8-bom.jsonl", 2],
    ["bom-mid-file.jsonl", 2],
    ["json-renamed.zip", 3],
    ["identical-1000.jsonl", 1000],
    ["single-line-10mb.json", 6100],
    ["prompt-injection.jsonl", 12],
    ["pii-and-secrets.jsonl", 10],
    ["unicode-torture.jsonl", 18],
    ["mixed-languages.jsonl", 20],
    ["not-natural-language.jsonl", 10],
    ["control-chars-ansi.jsonl", 1],
    ["csv-2mb-cell.csv", 2],
    ["nul-bytes.csv", 2],
    ["numbers-as-ids.csv", 3],
    ["python-repr-column.csv", 2],
  ])(
    "%s: %i imported, none refused",
    async (name, imported) => {
      expect((await importFile(name)).report).toMatchObject({ imported, duplicates: 0, rejectedCount: 0 });
    },
    60_000,
  );

  test("utf8-bom.jsonl: the mark is no part of the first id", async () => {
    expect((await importFile("utf8-bom.jsonl")).store.ids[0]).toBe("ok-0");
  });

  test("nan-infinity-bignum.json: the 23 digits of the id stay exact", async () => {
    const { report, store } = await importFile("nan-infinity-bignum.json");
    expect(store.ids).toEqual(["12345678901234567890123"]);
    expect(report.warnings.join()).toContain("NaN");
  });

  test.each([
    ["empty.json", "unreadable", "The file is empty."],
    ["unknown-shape.json", "unreadable", '"meta", "rows"'],
    ["deep-nesting-100k.json", "unreadable", "nested too deeply"],
    ["thousands-of-columns.csv", "unreadable", "5,000 columns"],
    ["png-renamed.csv", "unsupported_type", "This is a PNG image"],
    ["html-error-page.json", "unsupported_type", '"403 Forbidden"'],
    ["encrypted-flag.zip", "unreadable", "password"],
  ])("%s is refused: %s, %s", async (name, code, detail) => {
    expect(await refusal(name)).toEqual({ code, message: expect.stringContaining(detail) });
  });

  test("encodings: Latin-1, Windows-1252, UTF-16BE without a mark", async () => {
    const latin = await importFile("latin1.json");
    expect(latin.store.first.messages[0]?.content).toBe("Größe für 10 ¤");
    expect(latin.report.warnings.join()).toContain("Windows-1252");
    expect((await importFile("cp1252-smart-quotes.csv")).store.said).toEqual([["user: “it’s €5” …"]]);
    expect((await importFile("utf16be-no-bom.csv")).store.said).toEqual([["user: Größe"]]);
  });

  test("mojibake-double-encoded.csv: imported as it is, and flagged", async () => {
    const { report, store } = await importFile("mojibake-double-encoded.csv");
    expect(store.first.messages[0]?.content).toMatch(/^GrÃ¶ÃŸe/);
    expect(report.warnings.join()).toContain("decoded wrongly");
  });

  test("nul-bytes: stripped where legal, reported where not", async () => {
    const lines = await importFile("nul-bytes.jsonl");
    expect(lines.store.said).toEqual([["user: ab"]]);
    expect(positions(lines)).toEqual(["line 2"]);
    expect((await importFile("nul-bytes.csv")).store.said).toEqual([["user: ab"], ["user: ok"]]);
  });

  test("control-chars-ansi.jsonl: no control character is left", async () => {
    expect((await importFile("control-chars-ansi.jsonl")).store.first.messages[0]?.content).not.toMatch(
      /[^\P{Cc}\t\n\r]/u,
    );
  });

  test("deep-nesting-in-metadata.jsonl: the metadata goes, both lines stay", async () => {
    const { report, store } = await importFile("deep-nesting-in-metadata.jsonl");
    expect(store.ids).toEqual(["deep", "ok-0"]);
    expect(report.warnings).toEqual(["Metadata nested deeper than 32 levels was dropped (line 1)"]);
  });

  test("huge ones are kept whole, and their neighbours too", async () => {
    const message = await importFile("one-message-2m-chars.jsonl");
    expect(message.store.ids).toEqual(["huge", "ok-0"]);
    expect(message.store.first.messages[0]?.content.length).toBeGreaterThan(2_000_000);
    expect(message.store.first.tokens).toBeGreaterThan(300_000);
    expect((await importFile("conversation-50k-messages.jsonl")).store.first.messageCount).toBe(50_000);
    expect((await importFile("csv-2mb-cell.csv")).store.ids).toEqual(["1", "2"]);
  });

  test("duplicate-ids.jsonl: dropped, renamed, reported; again adds nothing", async () => {
    const first = await importFile("duplicate-ids.jsonl");
    expect(first.store.ids).toEqual(["same", "same#2", "Same", " same "]);
    expect(first.report).toMatchObject({ imported: 4, duplicates: 1, rejectedCount: 0 });
    expect(first.report.warnings).toHaveLength(1);
    expect((await importFile("duplicate-ids.jsonl", first)).report).toMatchObject({ imported: 0, duplicates: 5 });
  });

  test("wrong-types.jsonl: what has one meaning is taken, the rest refused by line", async () => {
    const outcome = await importFile("wrong-types.jsonl");
    expect(outcome.store.ids).toEqual(["1", "t5", "t7"]);
    expect(outcome.store.said).toEqual([["user: 5"], ["user: object"], ["user: a b [image]"]]);
    expect(positions(outcome)).toEqual(["line 2", "line 3", "line 4", "line 6", "line 8"]);
  });

  test("mixed-shapes.jsonl: each record in its own shape", async () => {
    const { report, store } = await importFile("mixed-shapes.jsonl");
    expect(report).toMatchObject({ imported: 6, rejectedCount: 0 });
    expect(store.said).toEqual([
      ["user: hello 0", "assistant: hi, how can I help?"],
      ["user: sharegpt", "assistant: ok"],
      ["user: claude"],
      ["user: hh", "assistant: yes"],
      ["user: chatgpt"],
      ["user: q?", "assistant: a."],
    ]);
  });

  test("zip-slip.zip: names are never paths, the conversations are imported, the rest is reported", async () => {
    const { report } = await importFile("zip-slip.zip");
    expect(report).toMatchObject({ imported: 3, rejectedCount: 0 });
    expect(report.warnings).toEqual([expect.stringContaining('"/etc/cron.d/evil"')]);
  });

  test("truncated.zip: what stands before the break, and that it is incomplete", async () => {
    const { report } = await importFile("truncated.zip");
    expect(report.rejected).toEqual([{ at: "the archive", reason: expect.stringContaining("incomplete") }]);
  });

  test("xlsx-sparse-last-cell.xlsx: cells are read and not the size it says; the stray one is named", async () => {
    const { report, store } = await importFile("xlsx-sparse-last-cell.xlsx");
    expect(store.ids).toEqual(["1"]);
    expect(report.rejected).toEqual([{ at: "row 1048576", reason: expect.stringContaining("2 columns") }]);
  });

  test("chatgpt-broken-trees.json: cycles end, dangling nodes fall back, deep chains are walked", async () => {
    const { report, store } = await importFile("chatgpt-broken-trees.json");
    expect(report.rejected).toEqual([{ at: "record 3", reason: expect.stringContaining("empty") }]);
    expect([...store.contents.values()].map(({ title, messageCount }) => [title, messageCount])).toEqual([
      ["cycle", 2],
      ["dangling", 1],
      ["20k deep chain", 20_000],
    ]);
  });

  test("unicode-torture.jsonl: texts come out as they went in", async () => {
    const lines = readFileSync(path.join(folder, "unicode-torture.jsonl"), "utf8").trim().split("\n");
    const { store } = await importFile("unicode-torture.jsonl");
    for (const line of lines) {
      const { id, messages }: { id: string; messages: { content: string }[] } = JSON.parse(line);
      expect(store.contents.get(id)?.messages.map(({ content }) => content)).toEqual(
        messages.map(({ content }) => content),
      );
      expect(store.contents.get(id)?.title.isWellFormed()).toBe(true);
    }
  });

  test("ids-hostile.jsonl: text exactly, at most 200 characters, empty ones replaced", async () => {
    const { report, store } = await importFile("ids-hostile.jsonl");
    expect(report).toMatchObject({ imported: 19, rejectedCount: 0 });
    expect(store.ids).toEqual(
      expect.arrayContaining(["../../etc/passwd", "__proto__", "constructor", "0", "00", "null", "new\nline", " "]),
    );
    expect(Math.max(...store.ids.map((id) => id.length))).toBe(200);
    expect(store.ids).not.toContain("");
  });

  test("proto-pollution.json: plain data, prototypes untouched", async () => {
    const { store } = await importFile("proto-pollution.json");
    expect(store.first.metadata).toEqual({ toString: "boom", hasOwnProperty: 1 });
    expect(store.said).toEqual([["user: hi"]]);
    expect(({} as Record<string, unknown>).isAdmin ?? ({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("not-natural-language.jsonl: rated low", async () => {
    const { store } = await importFile("not-natural-language.jsonl");
    expect(Math.max(...[...store.contents.values()].map(({ quality }) => quality ?? 1))).toBeLessThan(0.5);
  });

  test("mixed-languages.jsonl: each in its own language", async () => {
    const { report } = await importFile("mixed-languages.jsonl");
    for (const language of [
      "de",
      "es",
      "fr",
      "it",
      "pl",
      "ru",
      "uk",
      "ar",
      "he",
      "zh",
      "ja",
      "ko",
      "hi",
      "vi",
      "th",
      "tr",
      "el",
    ]) {
      expect(report.languages[language]).toBeGreaterThan(0);
    }
  });

  test("unclosed-quote.csv: the row is named, the rest is read", async () => {
    const outcome = await importFile("unclosed-quote.csv");
    expect(positions(outcome)).toEqual(["row 2"]);
    expect(outcome.store.ids).toEqual(["2", "3"]);
  });

  test("numbers-as-ids.csv: text, and a warning", async () => {
    const { report, store } = await importFile("numbers-as-ids.csv");
    expect(store.ids).toEqual(["00123", "1.23457E+18", "123"]);
    expect(report.warnings.join()).toContain("scientific notation");
  });

  test("python-repr-column.csv: read as a literal", async () => {
    expect((await importFile("python-repr-column.csv")).store.said).toEqual([
      ["user: it's late", "assistant: "],
      ["user: json row"],
    ]);
  });
});
