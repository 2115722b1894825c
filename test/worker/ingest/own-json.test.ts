import { describe, expect, test } from "vitest";
import { importing, MemoryStore } from "./memory-store.ts";

const line = (id: string, text = `hello ${id}`) => JSON.stringify({ id, messages: [{ role: "user", content: text }] });

describe("JSON and JSONL", () => {
  test("reads one conversation a line", async () => {
    const { report, store } = await importing(`${line("a")}\r\n\n${line("b")}\n`);
    expect(report).toMatchObject({ imported: 2, rejectedCount: 0, format: "jsonl" });
    expect(store.ids).toEqual(["a", "b"]);
  });

  test("splits lines at \\n only: U+2028, U+2029 and U+0085 stand inside strings", async () => {
    const { store } = await importing(
      `{"id":"a","messages":[{"role":"user","content":"one\u2028two\u2029three\u0085four"}]}\n${line("b")}`,
    );
    expect(store.first.messages[0]?.content).toBe("one\u2028two\u2029three\u0085four");
    expect(store.ids).toEqual(["a", "b"]);
  });

  test("a broken line costs itself alone and is named", async () => {
    const { report, store } = await importing(
      `${line("a")}\n{"id":"b","messages":[{"role":"us\n${line("c")}\n{"id":"d",\n${line("e")}\nnonsense\n${line("f")}`,
    );
    expect(store.ids).toEqual(["a", "c", "e", "f"]);
    expect(report.rejected.map(({ at }) => at)).toEqual(["line 2", "line 4", "line 6"]);
  });

  test("a broken first line does not take the second with it", async () => {
    const { report, store } = await importing(`{"id":"b","messages":[{"role":"user"}\n${line("c")}\n`);
    expect(store.ids).toEqual(["c"]);
    expect(report.rejected[0]?.at).toBe("line 1");
  });

  test("a last line that breaks off is reported, what stands before is imported", async () => {
    const { report, store } = await importing(`${line("a")}\n${line("b").slice(0, -9)}`);
    expect(store.ids).toEqual(["a"]);
    expect(report.rejected).toEqual([{ at: "line 2", reason: "the file ends in the middle of this record" }]);
    expect(report.warnings[0]).toContain("looks cut off");
  });

  test.each([
    ["an array on one line", `[${line("a")},${line("b")}]`],
    ["an array with a trailing comma", `[\n${line("a")},\n${line("b")},\n]`],
    [
      "pretty-printed objects one after another",
      `${JSON.stringify(JSON.parse(line("a")), null, 2)}\n${JSON.stringify(JSON.parse(line("b")), null, 2)}`,
    ],
    ["documents without anything between", line("a") + line("b")],
    [
      "a list inside an object",
      `{"exported":"today","count":2,"conversations":[${line("a")},${line("b")}],"next":null}`,
    ],
    [
      "a list inside a pretty-printed object",
      JSON.stringify({ data: { x: [1] }, items: [JSON.parse(line("a")), JSON.parse(line("b"))] }, null, 2),
    ],
    ["arrays one after another", `[${line("a")}]\n[${line("b")}]`],
    ["byte order marks at line starts", `\ufeff${line("a")}\n\ufeff${line("b")}`],
    [
      "two good lines after a pretty one",
      `{\n"id":"a",\n"messages":[{"role":"user","content":"hello a"}]}\n${line("b")}`,
    ],
  ])("reads %s", async (_, file) => {
    const { report, store } = await importing(file);
    expect(store.ids).toEqual(["a", "b"]);
    expect(report.rejectedCount).toBe(0);
  });

  test("reads a single object, and a bare list of messages as one conversation", async () => {
    expect((await importing(line("a"))).report.imported).toBe(1);
    const { store } = await importing(`[{"role":"user","content":"hi"},{"role":"assistant","content":"hello"}]`);
    expect(store.said).toEqual([["user: hi", "assistant: hello"]]);
  });

  test("a file cut off inside a list keeps the whole records", async () => {
    for (const opening of ["[", '{"conversations": [']) {
      const { report, store } = await importing(`${opening}${line("a")},${line("b")},${line("c").slice(0, -5)}`);
      expect(store.ids).toEqual(["a", "b"]);
      expect(report.rejected).toEqual([{ at: "record 3", reason: "the file ends in the middle of this record" }]);
    }
  });

  test("a broken element costs itself; reading goes on with the next line", async () => {
    const { report, store } = await importing(`[\n${line("a")},\n{"id": oops},\n${line("c")}\n]\n`);
    expect(store.ids).toEqual(["a", "c"]);
    expect(report.rejectedCount).toBe(1);
  });

  test("a file larger than the window, on one line, is read element by element", async () => {
    const many = Array.from({ length: 1200 }, (_, i) => line(`r${i}`, "word ".repeat(60)));
    const { report, store } = await importing(`{"meta":{"a":[1,2]},"conversations":[${many.join(",")}]}`);
    expect(report.imported).toBe(1200);
    expect(Math.max(...store.slices)).toBeLessThanOrEqual(500);
  });

  test("an object of many megabytes that holds a list is not held whole", async () => {
    const many = Array.from({ length: 60 }, (_, i) => line(`r${i}`, "word ".repeat(20_000)));
    const { report } = await importing(`{"version":1,"conversations":[${many.join(",")}],"more":{"x":["]"]}}`);
    expect(report).toMatchObject({ imported: 60, rejectedCount: 0 });
  });

  test("NaN and Infinity become null, ids with too many digits stay exact", async () => {
    const { report, store } = await importing(
      `[{"id": 12345678901234567890123, "score": NaN, "neg": -Infinity, "big": 1e999, "note": "NaN, 99999999999999999999", "messages":[{"role":"user","content":"n"}]}]`,
    );
    expect(store.ids).toEqual(["12345678901234567890123"]);
    expect(store.first.metadata).toEqual({ note: "NaN, 99999999999999999999" });
    expect(report.warnings[0]).toContain("NaN");
  });

  test("nesting beyond measure is refused, nesting in metadata dropped", async () => {
    const deep = "[".repeat(50_000) + "]".repeat(50_000);
    await expect(importing(deep)).rejects.toThrow("nested too deeply");
    const { report, store } = await importing(
      `{"id":"a","messages":[{"role":"user","content":"hi"}],"metadata":{"deep":${"[".repeat(40)}${"]".repeat(40)},"plain":1}}`,
    );
    expect(store.first.metadata).toEqual({ plain: 1 });
    expect(report.warnings).toEqual(["Metadata nested deeper than 32 levels was dropped (line 1)"]);
  });

  test("importing the same file again adds nothing, renamed contents included", async () => {
    const file = `${line("a", "one")}\n${line("a", "two")}\n${line("a", "three")}\n${line("a", "two")}`;
    const store = new MemoryStore();
    const first = await importing(file, { store });
    expect(store.ids).toEqual(["a", "a#2", "a#3"]);
    expect(first.report).toMatchObject({ imported: 3, duplicates: 1 });
    expect(first.report.warnings[0]).toContain('"a#2"');
    expect((await importing(file, { store })).report).toMatchObject({ imported: 0, duplicates: 4, warnings: [] });
  });

  test("says what is wrong when nothing can be read", async () => {
    await expect(importing("")).rejects.toMatchObject({ code: "unreadable", message: "The file is empty." });
    await expect(importing(" \n ")).rejects.toMatchObject({ code: "unreadable" });
    await expect(importing("[]")).rejects.toMatchObject({ code: "unreadable", message: "The file holds no records." });
    await expect(importing('{"meta":{"v":1},"rows":[{"q":"hi","a":"yo"}]}')).rejects.toThrow('"meta", "rows"');
    await expect(importing('[{"mapping":{},"title":"t"}]')).rejects.toMatchObject({
      code: "unreadable",
      message: expect.stringContaining("the conversation is empty"),
    });
    await expect(importing(line("a"), { format: "xlsx" })).rejects.toMatchObject({ code: "unsupported_type" });
  });

  test("every record is read in the shape it has, other tools' records among ours too", async () => {
    const { report, store } = await importing(
      `${line("a")}\n{"id":"s","conversations":[{"from":"human","value":"hi"}]}\n{"uuid":"c","chat_messages":[]}`,
    );
    expect(store.ids).toEqual(["a", "s"]);
    expect(report.rejected).toEqual([{ at: "line 3", reason: "the conversation is empty: it holds no message" }]);
  });
});
