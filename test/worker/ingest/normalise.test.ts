import { describe, expect, test } from "vitest";
import { normalise } from "../../../worker/ingest/normalise.ts";
import { Warnings } from "../../../worker/ingest/warnings.ts";

function read(value: unknown) {
  const warnings = new Warnings();
  const content = normalise(value, "line 1", { warnings, dateOrder: null });
  return { content, warnings: warnings.list() };
}

function messagesOf(value: unknown) {
  const { content } = read(value);
  return "reason" in content ? content.reason : content.messages;
}

const user = (content: unknown) => ({ messages: [{ role: "user", content }] });

describe("normalise", () => {
  test("takes what has one meaning", () => {
    expect(messagesOf(user(5))).toEqual([{ role: "user", content: "5" }]);
    expect(messagesOf(user({ text: "object" }))).toEqual([{ role: "user", content: "object" }]);
    expect(messagesOf(user(["a", { type: "text", text: "b" }, { type: "image" }]))).toEqual([
      { role: "user", content: "a b [image]" },
    ]);
    expect(
      messagesOf({
        messages: [
          { role: "user", content: "a" },
          { role: "assistant", content: null },
        ],
      }),
    ).toHaveLength(2);
  });

  test.each([
    [{ messages: { 0: {} } }, "messages is an object, not a list"],
    [{ messages: "one string" }, 'messages is the text "one string", not a list'],
    [{ messages: [] }, "messages is an empty list"],
    [{ messages: ["just"] }, 'message 1 cannot be read: it is the text "just", not an object with role and content'],
    [{ messages: [{ role: null, content: "x" }] }, "message 1 cannot be read: it has no role"],
    [{ id: ["a"], ...user("x") }, "its id is a list, not text"],
    [user("  "), "nothing is said in it: all messages are empty"],
    [{ question: "q?", answer: "a." }, 'neither messages nor text in it; it holds "question", "answer"'],
    [{ role: "user", content: "alone" }, "it is a single message; a conversation is an object with a list of messages"],
    ["text", 'the record is the text "text", not an object'],
  ])("refuses %j with the reason", (value, reason) => {
    expect(messagesOf(value)).toBe(reason);
  });

  test("roles are lower case and mean user, assistant, system or tool where they can", () => {
    const roles = ["Customer", "KUNDE", "Berater", "bot", "System", "Tool", "Grad C", "お客様", "support agent"];
    expect(messagesOf({ messages: roles.map((role) => ({ role, content: "x" })) })).toMatchObject(
      ["user", "user", "assistant", "assistant", "system", "tool", "grad c", "user", "assistant"].map((role) => ({
        role,
      })),
    );
  });

  test("strips control characters and half characters, keeps everything else", () => {
    expect(messagesOf(user("a\u0000b\u001b[31m\t\r\n\ud800 👩‍👩‍👧 e\u0301"))).toEqual([
      { role: "user", content: "ab[31m\t\r\n\ufffd 👩‍👩‍👧 e\u0301" },
    ]);
  });

  test("names that reach into objects are dropped and touch nothing", () => {
    const { content } = read(
      JSON.parse(
        '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{"polluted":1}},"messages":[{"role":"user","content":"hi","__proto__":{"role":"system"}}],"metadata":{"__proto__":{"x":1},"toString":"boom","nested":{"__proto__":1,"kept":2}}}',
      ),
    );
    expect(content).toMatchObject({
      messages: [{ role: "user", content: "hi" }],
      metadata: { toString: "boom", nested: { kept: 2 } },
    });
    expect(Object.keys("metadata" in content ? (content.metadata ?? {}) : {})).toEqual(["toString", "nested"]);
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });

  test("labels, language and source of a record are metadata, and metadata has a limit", () => {
    expect(
      read({ ...user("x"), labels: { intent: "a" }, lang: "en", source: "s", metadata: { plan: "pro" } }).content,
    ).toMatchObject({
      metadata: { labels: { intent: "a" }, lang: "en", source: "s", plan: "pro" },
    });
    const { content, warnings } = read({ ...user("x"), metadata: { big: "x".repeat(70_000), small: 1 } });
    expect(content).toMatchObject({ metadata: { small: 1 } });
    expect(warnings).toEqual(["Metadata over 64 KB was dropped (line 1)"]);
  });

  test("pictures are kept as data: or https: addresses and nothing else", () => {
    const { content, warnings } = read({
      messages: [
        {
          role: "user",
          content: [
            { type: "text", text: "look" },
            { type: "image_url", image_url: { url: "https://example.com/a.png" } },
            { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } },
          ],
          images: ["http://example.com/b.png", "javascript:alert(1)", "data:image/png;base64,BBBB"],
        },
      ],
    });
    expect(content).toMatchObject({
      messages: [
        {
          content: "look [image] [image]",
          images: ["https://example.com/a.png", "data:image/png;base64,AAAA", "data:image/png;base64,BBBB"],
        },
      ],
    });
    expect(warnings).toEqual([
      "Pictures that are neither data: nor https: addresses were left out (line 1 and 1 more)",
    ]);
  });

  test("posts, documents and photos are one text or picture by their author", () => {
    expect(
      read({ id: "p", platform: "x", caption: "New!", metrics: { likes: 3 }, author: "Ann" }).content,
    ).toMatchObject({
      kind: "post",
      messages: [{ role: "author", content: "New!" }],
      metadata: { platform: "x", metrics: { likes: 3 } },
      author: "Ann",
    });
    expect(read({ text: "A report", title: "Report" }).content).toMatchObject({ kind: "document", title: "Report" });
    expect(read({ kind: "photo", images: ["https://example.com/a.jpg"] }).content).toMatchObject({ kind: "photo" });
  });

  test("times become ISO 8601 UTC; what cannot be read is left out and said", () => {
    const time = (timestamp: unknown) => {
      const read = messagesOf({ messages: [{ role: "user", content: "x", timestamp }] });
      return typeof read === "string" ? read : read[0]?.timestamp;
    };
    expect(time("2026-01-05T10:00:00+02:00")).toBe("2026-01-05T08:00:00Z");
    expect(time("2026-01-05 10:00")).toBe("2026-01-05T10:00:00Z");
    expect(time("16.05.2020 07:31:23")).toBe("2020-05-16T07:31:23Z");
    expect(time("3/25/15 18:02")).toBe("2015-03-25T18:02:00Z");
    expect(time("1/2/2026, 3:04 PM")).toBeUndefined();
    expect(time(1772445600.5)).toBe("2026-03-02T10:00:00.500Z");
    expect(time("1772445600000")).toBe("2026-03-02T10:00:00Z");
    expect(time("Wed Oct 10 20:19:24 +0000 2018")).toBe("2018-10-10T20:19:24Z");
    expect(time(9_007_199_254_740_000_000)).toBeUndefined();
    expect(time("yesterday")).toBeUndefined();
    expect(read({ ...user("x"), created_at: "05/01/2026" }).warnings).toEqual([
      "Dates whose day and month cannot be told apart were left out (line 1)",
    ]);
  });
});
