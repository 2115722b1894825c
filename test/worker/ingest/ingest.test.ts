import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteSource } from "../../../worker/ingest/byte-source.ts";
import { importing, MemoryStore } from "./memory-store.ts";

const samples: [string, string][] = [
  [
    "JSONL",
    '{"id":"é","messages":[{"role":"user","content":"日本 \\u00e9 \\"x\\" 👩‍👩‍👧"}]}\r\n{"id":2,"messages":[{"role":"us\n{"id":"c","messages":[{"role":"agent","content":"{[\\\\"}]}\nnope\n',
  ],
  [
    "pretty JSON",
    '{\n "id": "a",\n "messages": [\n  {"role": "user", "content": "hi"}\n ]\n}\n{\n "id": "b",\n "text": "ü"\n}',
  ],
  [
    "an array",
    '[{"id":"a","text":"x]y"}, {"id":"b","text":"z"},\n "stray", {"id":"c","messages":[{"role":"user","content":1e999',
  ],
  ["a wrapped array", '{"n":1,"items":[{"id":"a","text":"x"},{"id":"b","text":"}"}],"z":[1]}'],
  ["CSV", 'id,role,text\r\n1,user,"a ""q"", ü\r\nb"\r\n1,agent,"open\r\n2,user,x\r\n3,user,"y"\r\n'],
  ["TSV", "id\trole\ttext\n1\tuser\tä\rb\n1\tagent\tc"],
];

async function outcome(bytes: Uint8Array, cuts: number[]) {
  const { report, store } = await importing(bytes, { cuts });
  return { report, contents: [...store.contents] };
}

describe("ingest", () => {
  test.each(samples)("%s gives the same contents wherever the bytes are cut", async (_, text) => {
    const bytes = new TextEncoder().encode(text);
    const whole = await outcome(bytes, []);
    expect(whole.report.imported).toBeGreaterThan(0);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: bytes.length }), { maxLength: 12 }), async (cuts) => {
        expect(await outcome(bytes, cuts)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
    expect(await outcome(bytes, Array.from(bytes.keys()))).toEqual(whole);
  });

  test("anything at all is either imported or refused with a ParallaxError", async () => {
    const junk = fc.oneof(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.json(),
      fc
        .array(fc.constantFrom("{", "}", "[", "]", '"', ",", ":", "\n", "\\", "id", "1", " "), { maxLength: 40 })
        .map((parts) => parts.join("")),
    );
    await fc.assert(
      fc.asyncProperty(junk, fc.constantFrom("auto", "json", "csv"), async (text, format) => {
        await importing(text, { format }).catch((error: unknown) =>
          expect(error).toMatchObject({ name: "ParallaxError" }),
        );
      }),
      { numRuns: 250 },
    );
  });

  test("measures each content", async () => {
    const { store, report } = await importing(
      '{"id":"a","messages":[{"role":"user","content":"Wo ist mein Paket? Ich warte schon lange.","timestamp":"2026-10-01T08:00:00Z"},{"role":"agent","content":"Es ist unterwegs."}]}',
    );
    expect(store.first).toMatchObject({
      kind: "conversation",
      title: "Wo ist mein Paket? Ich warte schon lange.",
      language: "de",
      messageCount: 2,
      occurredAt: Date.UTC(2026, 9, 1, 8),
      author: null,
      at: "line 1",
    });
    expect(store.first.tokens).toBeGreaterThan(10);
    expect(store.first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(report.languages).toEqual({ de: 1 });
  });

  test("a record without an id has its hash as id, equal texts under other ids stay", async () => {
    const { store, report } = await importing(
      '{"text":"same"}\n{"text":"same"}\n{"id":"x","text":"same"}\n{"id":"","text":"other"}',
    );
    expect(report).toMatchObject({ imported: 3, duplicates: 1 });
    expect(store.ids[0]).toBe(store.first.hash);
    expect(store.ids[1]).toBe("x");
  });

  test("long ids are cut and told apart", async () => {
    const long = "x".repeat(5000);
    const { store } = await importing(`{"id":"${long}a","text":"1"}\n{"id":"${long}b","text":"2"}`);
    expect(store.ids.map((id) => id.length)).toEqual([200, 200]);
    expect(store.ids[0]).not.toBe(store.ids[1]);
  });

  test("titles are one line, cut between characters as people see them, without overrides", async () => {
    const family = "👩‍👩‍👧‍👦";
    const { store } = await importing(JSON.stringify({ text: `\u202etxt.exe\u202c\n${family.repeat(20)}` }));
    expect(store.first.title).toMatch(/^txt\.exe (?:👩‍👩‍👧‍👦)+…$/u);
  });

  test("hands contents on in slices of bounded size", async () => {
    const lines = Array.from(
      { length: 1200 },
      (_, i) => `{"id":${i},"text":"${i < 20 ? "long text ".repeat(10_000) : "short"}"}`,
    );
    const { store } = await importing(lines.join("\n"));
    expect(store.slices.reduce((sum, n) => sum + n, 0)).toBe(1200);
    expect(Math.max(...store.slices)).toBe(500);
    expect(store.slices[0]).toBeLessThan(10);
  });

  test("a file over the limit is refused as too large, without being read to its end", async () => {
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent++;
        controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const bytes = new ByteSource(body, 1024 * 1024);
    const read = async () => {
      for await (const chunk of bytes.chunks()) expect(chunk.byteLength).toBeGreaterThan(0);
    };
    await expect(read()).rejects.toMatchObject({ code: "too_large", message: expect.stringContaining("1 MB") });
    expect(sent).toBeLessThan(20);
  });

  test("a store that fails fails the import", async () => {
    const store = new MemoryStore();
    store.save = async () => {
      throw new Error("disk full");
    };
    await expect(importing('{"id":"a","text":"x"}', { store })).rejects.toThrow("disk full");
  });
});
