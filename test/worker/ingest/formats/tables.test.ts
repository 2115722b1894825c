import { describe, expect, test } from "vitest";
import { readMapping } from "../../../../worker/ingest/formats/table-mapping.ts";
import { ingest } from "../../../../worker/ingest/ingest.ts";
import { preview } from "../../../../worker/ingest/preview.ts";
import { importing, MemoryStore, streamOf } from "../memory-store.ts";
import { zipped } from "./zipped.ts";

const source = (file: string | Uint8Array, mapping?: object, filename = "table.csv") => ({
  body: streamOf(typeof file === "string" ? new TextEncoder().encode(file) : file),
  format: "auto",
  filename,
  mapping: readMapping(mapping === undefined ? null : JSON.stringify(mapping)),
});

/** A workbook of one sheet, rows of cells as they stand in its XML. */
function workbook(sheet: string, { strings = "", styles = "", book = "" } = {}): Uint8Array {
  const relation = (id: string, target: string) => `<Relationship Id="${id}" Target="${target}"/>`;
  return zipped({
    "[Content_Types].xml": "<Types/>",
    "xl/workbook.xml": `<workbook>${book}<sheets><sheet name="Chats" sheetId="1" r:id="r1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("r1", "worksheets/sheet1.xml")}</Relationships>`,
    "xl/sharedStrings.xml": `<sst>${strings}</sst>`,
    "xl/styles.xml": styles,
    "xl/worksheets/sheet1.xml": `<worksheet><dimension ref="A1:XFD1048576"/><sheetData>${sheet}</sheetData></worksheet>`,
  });
}

const inline = (reference: string, text: string) => `<c r="${reference}" t="inlineStr"><is><t>${text}</t></is></c>`;

describe("workbooks", () => {
  test("shared and inline strings, dates by their style, ids digit for digit, phonetic readings left out", async () => {
    const head = ["id", "time", "role", "text"].map((name, i) => inline(`${"ABCD"[i]}3`, name)).join("");
    const file = workbook(
      `<row r="1">${inline("A1", "Report")}</row><row r="3">${head}</row>
       <row r="4"><c r="A4"><v>12345678901234567890</v></c><c r="B4" s="1"><v>46042.5</v></c><c r="C4" t="s"><v>0</v></c><c r="D4" t="s"><v>1</v></c></row>`,
      {
        strings: "<si><t>user</t></si><si><r><t>a &amp; </t></r><r><t>b</t></r><rPh><t>x</t></rPh></si>",
        styles:
          '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>',
      },
    );
    const { report, store } = await importing(file);
    expect(report).toMatchObject({ format: "xlsx", imported: 1, rejectedCount: 0 });
    expect(store.ids).toEqual(["12345678901234567890"]);
    expect(store.first.messages).toEqual([{ role: "user", content: "a & b", timestamp: "2026-01-20T12:00:00Z" }]);
  });

  test("days counted from 1904 where the workbook says so", async () => {
    const head = ["id", "time", "role", "text"].map((name, i) => inline(`${"ABCD"[i]}1`, name)).join("");
    const row = `<row r="2"><c r="A2"><v>1</v></c><c r="B2" s="0"><v>44580.5</v></c>${inline("C2", "user")}${inline("D2", "hi")}</row>`;
    const file = workbook(`<row r="1">${head}</row>${row}`, {
      book: '<workbookPr date1904="1"/>',
      styles: '<cellXfs><xf numFmtId="22"/></cellXfs>',
    });
    expect((await importing(file)).store.first.messages[0]?.timestamp).toBe("2026-01-20T12:00:00Z");
  });

  test("a workbook without messages says so", async () => {
    const file = workbook(
      `<row r="1">${inline("A1", "price")}${inline("B1", "stock")}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><v>2</v></c></row>`,
    );
    await expect(importing(file)).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("No column holds messages"),
    });
  });
});

describe("columns whose names say nothing", () => {
  const row = (id: string, who: string, n: number) => `${id},${who},Sentence number ${n} of this talk`;

  test("are told from their cells where these are conversations in rows, which is said", async () => {
    const rows = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => row(n < 4 ? "talk-01" : "talk-02", String(n % 2), n));
    const { report, store } = await importing(["B2,B4,Unit", ...rows].join("\n"), { filename: "talks.csv" });
    expect(store.ids).toEqual(["talk-01", "talk-02"]);
    expect(store.said[0]?.slice(0, 2)).toEqual([
      "0: Sentence number 0 of this talk",
      "1: Sentence number 1 of this talk",
    ]);
    expect(report.warnings.join()).toContain("told from the cells");
  });

  test("a list of goods is no conversation", async () => {
    const rows = [1, 2, 3, 4, 5, 6].map((n) => `item ${n},${n < 4 ? "cups" : "pans"},${n % 2},A thing of number ${n}`);
    await expect(
      importing(["goods,category,rank,words", ...rows].join("\n"), { filename: "goods.csv" }),
    ).rejects.toMatchObject({
      code: "unreadable",
    });
  });
});

describe("mapping", () => {
  const table = "Who;What;Case\nme;My order is late;7\nbo;Sorry;7\nme;Lost card;8\n";

  test("columns named by hand are read as that, in an import as in a preview", async () => {
    const mapping = { id: "Case", role: "Who", text: "column 2" };
    const store = new MemoryStore();
    await ingest(source(table, mapping), store);
    expect(store.said).toEqual([["user: My order is late", "bo: Sorry"], ["user: Lost card"]]);
    const shown = await preview(source(table, mapping));
    expect(shown).toMatchObject({
      contents: 2,
      arrangement: "message",
      mapping: { id: "Case", role: "Who", text: "What" },
    });
  });

  test("it goes before what the names say", async () => {
    const store = new MemoryStore();
    await ingest(source("id,text,note\n1,not this,but this\n", { id: "id", text: "note" }), store);
    expect(store.said).toEqual([["author: but this"]]);
    expect(store.first.metadata).toEqual({ text: "not this" });
  });

  test("a column that is not there, or a mapping that is none, is refused", async () => {
    await expect(ingest(source(table, { text: "Nothing" }), new MemoryStore())).rejects.toMatchObject({
      message: expect.stringContaining('"Nothing"'),
    });
    for (const text of ["[]", "{", '{"speech":"a"}', '{"id":5}'])
      expect(() => readMapping(text)).toThrow(expect.objectContaining({ code: "invalid_request" }));
    expect(readMapping("")).toBeNull();
    expect(readMapping('{"__proto__":"a","id":"x"}')).toEqual(new Map([["id", "x"]]));
  });
});

describe("preview", () => {
  test("says in one sentence what was found, with samples, and how columns are read", async () => {
    const shown = await preview(
      source("id,role,text\n1,user,Where is my order? I am waiting.\n2,user,Wo ist mein Paket? Ich warte.\n3,,\n"),
    );
    expect(shown).toMatchObject({
      sentence: "CSV table, 2 conversations, 2 languages, 1 record that cannot be read",
      format: "csv",
      kinds: { conversation: 2 },
      columns: [
        { name: "id", holds: "id", samples: ["1", "2", "3"] },
        { name: "role", holds: "role" },
        { name: "text", holds: "text" },
      ],
      samples: [{ externalId: "1", at: "row 2", messages: [{ role: "user" }] }, { externalId: "2" }],
    });
  });

  test("a table whose columns say nothing is shown, to be mapped", async () => {
    const shown = await preview(source("price,stock\n1,2\n3,4\n"));
    expect(shown).toMatchObject({
      contents: 0,
      arrangement: null,
      columns: [
        { name: "price", holds: null },
        { name: "stock", holds: null },
      ],
    });
    expect(shown.sentence).toContain("2 columns");
    const half = await preview(source("price,stock\n1,2\n3,4\n", { role: "stock" }));
    expect(half).toMatchObject({ contents: 0, mapping: { role: "stock" } });
  });

  test("is refused as an import is", async () => {
    await expect(preview(source(""))).rejects.toMatchObject({ code: "unreadable" });
    await expect(preview(source("%PDF-1.7", undefined, "a.pdf"))).rejects.toMatchObject({ code: "unsupported_type" });
  });
});
