import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseReply } from "../../../../worker/engines/reply/parse-reply.ts";

const reply = {
  items: [
    { id: "i1", facets: { a: 'x, {y} [z] "q" \\' } },
    { id: "i2", list: [1, [2]] },
  ],
};
const text = JSON.stringify(reply);

describe("a reply in one piece", () => {
  it.each([
    ["plain", text],
    ["with a byte order mark", `\uFEFF${text}`],
    ["in a fence", `\`\`\`json\n${JSON.stringify(reply, null, 2)}\n\`\`\``],
    ["between remarks", `Here's the JSON [as asked]:\n${text}\nIt's "done" – {really}.`],
    ["after braces that begin nothing", `Sets {a} { and {{b}} first. ${text}`],
  ])("is read %s", (_, said) => {
    expect(parseReply(said)).toEqual({ value: reply, whole: true });
  });

  it("is read whatever stands in it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 5 })), (value) => {
        const plain = JSON.stringify(value, (key, one: unknown) => (key === "__proto__" ? undefined : one));
        expect(parseReply(plain)).toEqual({ value: JSON.parse(plain), whole: true });
      }),
    );
  });

  it.each(["", "   ", "I am sorry.", "null", "true", "[1, 2]", '"text"', "{", "}{", "{{{{", "{]", '{"a', "{name}"])(
    "is none where there is no object: %j",
    (said) => {
      expect(parseReply(said)).toBeNull();
    },
  );
});

describe("a reply that is cut off", () => {
  it("keeps the rows that are complete, wherever the cut is", () => {
    for (let length = 1; length < text.length; length++) {
      const read = parseReply(text.slice(0, length));
      const complete = reply.items.filter(
        (row) => length >= text.indexOf(JSON.stringify(row)) + JSON.stringify(row).length,
      );
      expect(read).toEqual(complete.length > 0 ? { value: { items: complete }, whole: false } : null);
    }
  });

  it("keeps what stood before the list", () => {
    const cut = '{"headline":"A, \\"b\\"","count":12,"insights":[{"title":"x"},{"tit';
    expect(parseReply(cut)).toEqual({
      value: { headline: 'A, "b"', count: 12, insights: [{ title: "x" }] },
      whole: false,
    });
  });

  it("does not take half a number or word for a whole one", () => {
    expect(parseReply('{"n":[10,20,3')).toEqual({ value: { n: [10, 20] }, whole: false });
    expect(parseReply('{"a":1,"score":4')).toEqual({ value: { a: 1 }, whole: false });
  });

  it("is read in an unclosed fence too", () => {
    expect(parseReply('```json\n{"items":[{"id":"i1"},{"id"')).toEqual({
      value: { items: [{ id: "i1" }] },
      whole: false,
    });
  });
});

describe("a reply that is not quite JSON", () => {
  it("loses the row that is not, and only that; nothing inside a row is repaired", () => {
    for (const bad of [
      "{'id':'i2'}",
      '{"id":"i2",}',
      '{"id":i2}',
      '{"id":"i2" "a":1}',
      '{"id":"he said "no" twice"}',
    ]) {
      const read = parseReply(`{"items":[{"id":"i1"},${bad},{"id":"i3"}]}`);
      expect(read).toEqual({ value: { items: [{ id: "i1" }, { id: "i3" }] }, whole: false });
    }
  });

  it("keeps its rows with a comma after the last, or a bracket missing", () => {
    for (const end of [",]}", "}", "]"]) {
      const read = parseReply(`{"items":[{"id":"i1"},{"id":"i2"}${end}`);
      expect(read).toEqual({ value: { items: [{ id: "i1" }, { id: "i2" }] }, whole: false });
    }
  });
});

describe("several objects", () => {
  it("that hold the same one list are one list", () => {
    expect(parseReply('{"items":[{"id":"i1"}]}\n{"items":[{"id":"i2"}]}')).toEqual({
      value: { items: [{ id: "i1" }, { id: "i2" }] },
      whole: true,
    });
    const cut = parseReply(`${'{"items":[{"id":"i1"}]}'.repeat(40)}{"items":[{"id":"i2"},{"id`);
    expect(cut?.value).toEqual({ items: [...Array(40).fill({ id: "i1" }), { id: "i2" }] });
    expect(cut?.whole).toBe(false);
  });

  it("of which one holds a list are that one", () => {
    expect(parseReply(`{"thought":"first"} ${text}`)).toEqual({ value: reply, whole: true });
  });

  it("that contradict each other are no reply; that say the same are one", () => {
    expect(parseReply('{"ok":true}{"ok":false}')).toBeNull();
    expect(parseReply('{"headline":"a","insights":[]}{"headline":"b","insights":[]}')).toBeNull();
    expect(parseReply('{"ok":true}{"ok":true}')).toEqual({ value: { ok: true }, whole: true });
  });
});

describe("a hostile reply", () => {
  it("pollutes nothing by the names of its keys", () => {
    const nasty =
      '{"items":[{"id":"i1","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}],"__proto__":{"x":1}}';
    for (const said of [nasty, nasty.slice(0, -2), nasty.replaceAll("__proto__", "\\u005f_proto__")]) {
      const read = parseReply(said);
      const copy = Object.assign({}, read?.value);
      expect(Object.getPrototypeOf(copy)).toBe(Object.prototype);
      expect(JSON.stringify(read)).not.toContain("__proto__");
      expect("polluted" in {}).toBe(false);
    }
  });

  it("is not followed into its depth, and keeps its flat rows", () => {
    const deep = `${"[".repeat(40)}${"]".repeat(40)}`;
    expect(parseReply(`{"items":[{"id":"i1"},{"id":"i2","x":${deep}}]}`)?.value).toEqual({ items: [{ id: "i1" }] });
    expect(parseReply(`{"a":{"b":${deep}},"c":1}`)?.value).toEqual({ c: 1 });
    const bomb = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(parseReply(`{"items":[{"id":"i1"},{"id":"i2","x":${bomb}},{"id":"i3"}]}`)).toEqual({
      value: { items: [{ id: "i1" }, { id: "i3" }] },
      whole: false,
    });
    expect(parseReply('{"a":'.repeat(100_000))).toBeNull();
    expect(parseReply(`{"a":${bomb}}`)).toBeNull();
  });

  it.each(["{", '{"a":', '{"', "{[", '{"items":[', '{"items":[{},', "{}", '{"a":1}', "\\", '"', "{a", '{"a":[{"b":"'])(
    "of %j over and over is read in a bounded number of passes",
    (piece) => {
      // A pass for every brace would be 10^10 steps here.
      expect(() => parseReply(piece.repeat(Math.ceil(300_000 / piece.length)))).not.toThrow();
    },
  );
});
