import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cells, conversationColumn, FileProblem, type Piece, piecesOf } from "../../scripts/client/pieces.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "parallax-pieces-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

async function cut(name: string, content: string | Uint8Array, limit: number, largest?: number): Promise<Piece[]> {
  const file = path.join(directory, name);
  writeFileSync(file, content);
  const pieces: Piece[] = [];
  for await (const piece of piecesOf(file, limit, largest)) pieces.push(piece);
  return pieces;
}

const text = (piece: Piece): string => new TextDecoder().decode(piece.bytes);

describe("JSONL", () => {
  test("a small file is sent as it is, whatever it is", async () => {
    const pieces = await cut("small.bin", "anything \0 at all", 100);
    expect(pieces.map(text)).toEqual(["anything \0 at all"]);
  });

  test("pieces hold whole lines, in order, none lost, none above the limit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ maxLength: 40 }), { minLength: 20, maxLength: 60 }), async (contents) => {
        const lines = contents.map((content, id) => JSON.stringify({ id, content }));
        const pieces = await cut("big.jsonl", lines.join("\n"), 200);
        expect(pieces.map(text).join("")).toBe(lines.join("\n"));
        for (const piece of pieces) {
          expect(piece.bytes.length).toBeLessThanOrEqual(200);
          for (const line of text(piece).trimEnd().split("\n")) expect(lines).toContain(line);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("a piece knows how many lines stand before it", async () => {
    const lines = Array.from({ length: 10 }, (_, id) => `{"id":${id}}\n`);
    const pieces = await cut("count.jsonl", lines.join(""), 36);
    expect(pieces.map((piece) => piece.before)).toEqual([0, 4, 8]);
  });

  test("a line bigger than the limit goes alone", async () => {
    const lines = ['{"id":1}\n', `{"id":2,"text":"${"x".repeat(100)}"}\n`, '{"id":3}\n'];
    const pieces = await cut("wide.jsonl", lines.join(""), 50);
    expect(pieces.map(text)).toEqual(lines);
  });
});

describe("tables", () => {
  const rows = ["c1,hello", 'c1,"two\nlines, ""quoted"""', "c2,hi", "c2,there", "c3,bye"];

  test("every piece has the header and rows of one conversation stay together", async () => {
    const pieces = await cut("chat.csv", `conversation_id,text\n${rows.join("\n")}\n`, 60);
    expect(pieces.map(text)).toEqual([
      'conversation_id,text\nc1,hello\nc1,"two\nlines, ""quoted"""\n',
      "conversation_id,text\nc2,hi\nc2,there\nc3,bye\n",
    ]);
    expect(pieces.map((piece) => piece.before)).toEqual([0, 2]);
  });

  test("names the column of the conversation", () => {
    expect(conversationColumn(["row", "conversationId", "text"])).toBe(1);
    expect(conversationColumn(["ID", "Session ID", "text"])).toBe(1);
    expect(conversationColumn(["id", "text"])).toBe(0);
    expect(conversationColumn(["text", "intent"])).toBe(-1);
  });

  test("reads cells with other delimiters and quotes", () => {
    expect(cells('a;"b;""c""";d\r\n', ";")).toEqual(["a", "b;c", "d"]);
    expect(cells("a\tb\tc", "\t", 2)).toEqual(["a", "b"]);
  });
});

describe("JSON", () => {
  test("a list of conversations is cut between its elements", async () => {
    const elements = Array.from({ length: 8 }, (_, id) => ({
      id: `[${id}]`,
      messages: [{ role: "user", content: '\\"],[' }],
    }));
    const pieces = await cut("list.json", JSON.stringify(elements, null, 1), 300);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.flatMap((piece) => JSON.parse(text(piece)))).toEqual(elements);
  });

  test("a list of messages is one conversation and stays whole", async () => {
    const messages = JSON.stringify(Array.from({ length: 30 }, (_, i) => ({ user: "U1", text: `message ${i}` })));
    const pieces = await cut("channel.json", messages, 100);
    expect(pieces.map(text)).toEqual([messages]);
  });

  test("what cannot be cut and is too big is refused with advice", async () => {
    await expect(cut("export.json", `{\n"chats": ["${"x".repeat(200)}"]}`, 50, 100)).rejects.toThrow(FileProblem);
    await expect(cut("archive.zip", new Uint8Array(200), 50, 100)).rejects.toThrow("sent whole");
  });

  test("traces of one session, one a line, stay together", async () => {
    const file = path.join(directory, "traces.jsonl");
    const line = (session: string, n: number) =>
      JSON.stringify({ id: `t${n}`, sessionId: session, input: "x".repeat(40), output: "y" });
    const lines = Array.from({ length: 40 }, (_, n) => line(`s${Math.floor(n / 5)}`, n));
    writeFileSync(file, `${lines.join("\n")}\n`);
    const pieces: Piece[] = [];
    for await (const piece of piecesOf(file, 700, 10_000)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(2);
    const text = pieces.map(({ bytes }) => new TextDecoder().decode(bytes));
    expect(text.join("")).toBe(`${lines.join("\n")}\n`);
    for (const [index, piece] of text.entries()) {
      const first = /"sessionId":"(s\d)"/.exec(piece)?.[1] ?? "";
      expect(text.slice(0, index).join("")).not.toContain(`"${first}"`);
      expect(pieces[index]?.before).toBe(text.slice(0, index).join("").split("\n").length - 1);
    }
  });
});
