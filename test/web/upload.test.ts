import { describe, expect, it } from "vitest";
import { CannotCut, cutFile } from "../../web/upload/parts.ts";
import { csvCells, RecordCutter, type Shape } from "../../web/upload/records.ts";
import { addReports, look } from "../../web/upload/upload.ts";

async function parts(text: string, shape: Shape, size: number, most?: number) {
  const out: { text: string; before: number }[] = [];
  for await (const part of cutFile(new Blob([text]), shape, size, most)) {
    out.push({ text: await part.body.text(), before: part.before });
  }
  return out;
}

function pushAll(shape: Shape, text: string, step: number): string[] {
  const cutter = new RecordCutter(shape);
  const bytes = new TextEncoder().encode(text);
  const decoder = new TextDecoder();
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += step) records.push(...cutter.push(bytes.slice(at, at + step)));
  return [...records, ...cutter.end()].map((record) => decoder.decode(record));
}

describe("cutting into records", () => {
  it("gives the same records however the bytes arrive", () => {
    const text = '[{"a":"x, ]}\\" é"}, [1,2] ,"two", 3]\n';
    const whole = pushAll("array", text, 1000);
    expect(whole.map((record) => record.trim())).toEqual(['{"a":"x, ]}\\" é"}', "[1,2]", '"two"', "3"]);
    for (const step of [1, 2, 3, 7]) expect(pushAll("array", text, step)).toEqual(whole);
  });

  it("keeps a line break inside quotes within its CSV row", () => {
    expect(pushAll("csv", 'id,text\n1,"a\nb ""c"""\n2,d', 1)).toEqual(["id,text\n", '1,"a\nb ""c"""\n', "2,d"]);
  });

  it("reads CSV cells with quotes and doubled quotes", () => {
    expect(csvCells('1,"a, ""b""",\r\n', ",")).toEqual(["1", 'a, "b"', ""]);
  });
});

describe("cutting a file into parts", () => {
  it("cuts JSONL between lines and loses nothing", async () => {
    const lines = Array.from({ length: 50 }, (_, n) => `{"id":"${n}","messages":[]}\n`);
    const cut = await parts(lines.join(""), "lines", 300);
    expect(cut.length).toBeGreaterThan(3);
    expect(cut.map((part) => part.text).join("")).toBe(lines.join(""));
    for (const part of cut) expect(part.text.startsWith(lines[part.before] ?? "?")).toBe(true);
  });

  it("repeats the CSV header on every part and never divides a conversation, not even a scattered one", async () => {
    const rows = ["conversation_id,role,content"];
    for (let n = 0; n < 40; n++) rows.push(`c${Math.floor(n / 4)},user,hello ${n}`);
    rows.splice(20, 0, "c1,user,late");
    const cut = await parts(rows.join("\n"), "csv", 120);
    expect(cut.length).toBeGreaterThan(2);
    const homes = new Map<string, Set<number>>();
    for (const [index, part] of cut.entries()) {
      const [header, ...body] = part.text.trim().split("\n");
      expect(header).toBe(rows[0]);
      for (const row of body) {
        const id = row.split(",")[0] ?? "";
        homes.set(id, (homes.get(id) ?? new Set()).add(index));
      }
    }
    expect([...homes.values()].every((home) => home.size === 1)).toBe(true);
    const count = cut.reduce((sum, part) => sum + part.text.trim().split("\n").length - 1, 0);
    expect(count).toBe(rows.length - 1);
  });

  it("keeps JSON lines that name a session together", async () => {
    const lines = Array.from({ length: 30 }, (_, n) => JSON.stringify({ sessionId: `s${n % 2}`, text: `hello ${n}` }));
    expect(await parts(lines.join("\n"), "lines", 100)).toHaveLength(1);
  });

  it("makes every part of a JSON array an array of its own", async () => {
    const items = Array.from({ length: 40 }, (_, n) => ({ id: n, text: "a ] , [ b" }));
    const cut = await parts(JSON.stringify(items, null, 2), "array", 200);
    expect(cut.length).toBeGreaterThan(2);
    expect(cut.flatMap((part) => JSON.parse(part.text))).toEqual(items);
    expect(cut[1]?.before).toBe(JSON.parse(cut[0]?.text ?? "[]").length);
  });

  it("refuses, in words, a conversation too long for any part", async () => {
    const rows = ["thread_id,content", ...Array.from({ length: 100 }, () => "same,hello")];
    await expect(parts(rows.join("\n"), "csv", 50, 200)).rejects.toBeInstanceOf(CannotCut);
  });

  it("sends a small file whole, whatever it holds", async () => {
    const file = new File(['{"a":1}\n{"a":2}\n'], "chats.jsonl");
    expect(await look(file)).toMatchObject({ shape: null });
  });
});

describe("the report of a file sent in parts", () => {
  const report = {
    imported: 1,
    duplicates: 0,
    rejectedCount: 1,
    rejected: [{ at: "line 2", reason: "not JSON" }],
    warnings: ["w"],
    format: "jsonl",
    languages: { en: 1 },
  };

  it("adds up, and places count through the whole file", () => {
    const total = addReports(addReports(null, report, 0), { ...report, languages: { en: 2, de: 1 } }, 100);
    expect(total).toMatchObject({ imported: 2, rejectedCount: 2, warnings: ["w"], languages: { en: 3, de: 1 } });
    expect(total.rejected.map((fault) => fault.at)).toEqual(["line 2", "line 102"]);
  });
});
