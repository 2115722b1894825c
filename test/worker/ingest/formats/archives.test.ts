import { gzipSync, strToU8, Zip, ZipPassThrough, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { importing } from "../memory-store.ts";
import { zipped } from "./zipped.ts";

const conversation = (id: string) => ({ id, messages: [{ role: "user", content: `hello ${id}` }] });

/** The smallest picture: one pixel. */
const png = Uint8Array.from(
  atob("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="),
  (sign) => sign.charCodeAt(0),
);

describe("archives", () => {
  test("every file of a zip is read, places name it, what holds nothing is passed over and said", async () => {
    const bytes = zipped({
      "a.jsonl": `${JSON.stringify(conversation("a"))}\nbroken\n`,
      "folder/b.csv": "id,role,text\nb,user,hi\n",
      "chat.html": "<html><title>x</title></html>",
      "notes.txt": "short",
      "../../evil.json": [conversation("e")],
      "__MACOSX/._a.jsonl": "x",
    });
    const { report, store } = await importing(bytes, { filename: "export.zip" });
    expect(store.ids).toEqual(["a", "b", "e"]);
    expect(report.rejected).toEqual([{ at: "a.jsonl, line 2", reason: expect.stringContaining("not a JSON object") }]);
    expect(report.warnings).toEqual(['Files of the archive that hold no conversations were passed over: "notes.txt"']);
  });

  test("it does not matter where the bytes are cut", async () => {
    const bytes = zipped({ "a.json": [conversation("a")], "b.json": [conversation("b"), conversation("c")] });
    const cuts = Array.from(bytes.keys());
    expect((await importing(bytes, { cuts })).store.ids).toEqual(["a", "b", "c"]);
  });

  test("a zip written as a stream, which says sizes after the data, is read too", async () => {
    const pieces: Uint8Array[] = [];
    const zip = new Zip((_, chunk) => pieces.push(chunk));
    const file = new ZipPassThrough("a.json");
    zip.add(file);
    file.push(strToU8(JSON.stringify([conversation("a")])), true);
    zip.end();
    expect((await importing(Uint8Array.from(pieces.flatMap((piece) => [...piece])))).store.ids).toEqual(["a"]);
  });

  test("gzip, and gzip inside zip", async () => {
    const packed = gzipSync(strToU8(JSON.stringify(conversation("g"))));
    expect((await importing(packed, { filename: "x.jsonl.gz" })).report).toMatchObject({
      format: "jsonl",
      imported: 1,
    });
    expect((await importing(zipped({ "x.jsonl.gz": packed }))).report.imported).toBe(1);
    const traces = ["a", "b"].map((id) => JSON.stringify({ id, sessionId: id, input: "q", output: "a" })).join("\n");
    expect((await importing(gzipSync(strToU8(traces)))).report).toMatchObject({ format: "langfuse", imported: 2 });
    await expect(importing(packed.slice(0, 30))).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("incomplete"),
    });
  });

  test("gzip archives put one behind another are one, wherever the bytes are cut", async () => {
    const lines = (...ids: string[]) => strToU8(`${ids.map((id) => JSON.stringify(conversation(id))).join("\n")}\n`);
    const bytes = new Uint8Array([...gzipSync(lines("a", "b")), ...gzipSync(lines("c"), { filename: "c.jsonl" })]);
    expect((await importing(bytes)).store.ids).toEqual(["a", "b", "c"]);
    expect((await importing(bytes, { cuts: Array.from(bytes.keys()) })).store.ids).toEqual(["a", "b", "c"]);
  });

  test("gzip that breaks off: what stood before is imported, and the break is said", async () => {
    const noise = Array.from({ length: 4_000 }, (_, i) => JSON.stringify(conversation(Math.sin(i).toString(36))));
    const bytes = gzipSync(strToU8(noise.join("\n")));
    const { report, store } = await importing(bytes.slice(0, Math.floor(bytes.length / 2)));
    expect(store.ids.length).toBeGreaterThan(1_000);
    expect(report.imported).toBe(store.ids.length);
    expect(report.rejected).toEqual([{ at: "the archive", reason: expect.stringContaining("incomplete") }]);
  });

  test("gzip whose checksum is another is said to be damaged", async () => {
    const lines = Array.from({ length: 4_000 }, (_, i) => `${JSON.stringify(conversation(`n${i}`))}\n`).join("");
    const bytes = gzipSync(strToU8(lines));
    bytes[bytes.length - 8] = (bytes[bytes.length - 8] ?? 0) ^ 1;
    const { report } = await importing(bytes);
    expect(report.rejected).toEqual([{ at: "the archive", reason: expect.stringContaining("damaged") }]);
    expect(report.imported).toBeGreaterThan(3_000);
    // Too short for anything to have been read before.
    const short = gzipSync(strToU8(JSON.stringify(conversation("a"))));
    short[short.length - 8] = (short[short.length - 8] ?? 0) ^ 1;
    await expect(importing(short)).rejects.toMatchObject({ code: "unreadable" });
  });

  test("archives in archives in archives are not opened", async () => {
    const deep = zipped({
      "1.zip": zipped({ "2.zip": zipped({ "a.json": [conversation("a")] }) }),
      "b.json": [conversation("b")],
    });
    const { report, store } = await importing(deep);
    expect(store.ids).toEqual(["b"]);
    expect(report.warnings.join()).toContain("2.zip");
  });

  test("what unpacks to hundreds of times its size is refused", async () => {
    const text = new Uint8Array(10_000_000).fill("x".charCodeAt(0));
    text.set(strToU8('[{"id":"'));
    const bomb = zipSync({ "a.json": text });
    expect(bomb.length).toBeLessThan(20_000);
    await expect(importing(bomb)).rejects.toMatchObject({ code: "too_large" });
    await expect(importing(gzipSync(text))).rejects.toMatchObject({ code: "too_large" });
  });

  test("protected with a password: said at once", async () => {
    const bytes = zipped({ "a.json": [conversation("a")] });
    bytes[6] = (bytes[6] ?? 0) | 1;
    await expect(importing(bytes)).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("password"),
    });
  });

  test("broken off in the middle: what was whole is imported, and the break is said", async () => {
    const noise = Array.from({ length: 4_000 }, (_, i) => ({ id: `n${i}`, text: Math.sin(i).toString(36) }));
    const bytes = zipped({ "a.json": [conversation("a")], "b.json": noise });
    const { report, store } = await importing(bytes.slice(0, Math.floor(bytes.length / 2)));
    expect(store.ids[0]).toBe("a");
    expect(report.rejected.at(-1)?.reason).toContain("incomplete");
    await expect(importing(bytes.slice(0, 60))).rejects.toMatchObject({ code: "unreadable" });
  });
});

describe("photos", () => {
  test("a picture alone, or an archive of pictures, each a content that travels as data", async () => {
    const alone = await importing(png, { filename: "cat.png" });
    expect(alone.report).toMatchObject({ format: "photo", imported: 1 });
    expect(alone.store.first).toMatchObject({ kind: "photo", title: "cat", images: 1 });
    expect(alone.store.first.messages[0]?.images?.[0]).toMatch(/^data:image\/png;base64,iVBOR/);
    const all = await importing(zipped({ "one.png": png, "two.png": new Uint8Array([...png, 0]) }));
    expect(all.report.imported).toBe(2);
  });

  test("pictures beside conversations are their attachments and are left out", async () => {
    const { report, store } = await importing(
      zipped({ "one.png": png, "conversations.json": [conversation("a")], "two.png": png }),
    );
    expect(store.ids).toEqual(["a"]);
    expect(report.warnings).toEqual(["2 pictures beside the conversations of the archive were left out"]);
  });

  test("a picture named as a table, or cut off, is said to be one", async () => {
    await expect(importing(png, { filename: "x.csv" })).rejects.toMatchObject({
      message: expect.stringContaining("This is a PNG image"),
    });
    await expect(importing(png.slice(0, 62))).rejects.toMatchObject({ message: expect.stringContaining("cut off") });
    const huge = new Uint8Array(4_000_000);
    huge.set(png.slice(0, 40));
    await expect(importing(huge)).rejects.toMatchObject({
      code: "too_large",
      message: expect.stringContaining("3.9 MB"),
    });
  });
});
