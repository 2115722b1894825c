import { describe, expect, it } from "vitest";
import { address } from "../../web/api.ts";
import { markEvidence } from "../../web/evidence.ts";
import { ago, duration, facetName, money, plural, sentence, share } from "../../web/format.ts";
import { readKey } from "../../web/keys.ts";
import { fits, numberOptions, readOptions } from "../../web/options.ts";
import { withQuery } from "../../web/place.ts";
import { mayPass, readProblem } from "../../web/problem.ts";
import { rowsInView } from "../../web/rows-in-view.ts";
import { safeNext } from "../../web/session.ts";

describe("where to go after signing in", () => {
  it("goes back within the site, and nowhere else", () => {
    expect(safeNext("/analyses/an_1?peek=cnt_1")).toBe("/analyses/an_1?peek=cnt_1");
    for (const evil of [
      "//evil.example",
      "/\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      undefined,
    ]) {
      expect(safeNext(evil)).toBe("/projects");
    }
    expect(safeNext("/sign-in?next=/x")).toBe("/projects");
  });
});

describe("addresses", () => {
  it("change and drop parameters without touching the others", () => {
    expect(withQuery("/a?q=x&peek=1", { peek: undefined, facet: "intent" })).toBe("/a?q=x&facet=intent");
    expect(withQuery("/a?q=x", { q: "" })).toBe("/a");
  });

  it("encode what goes to the API and leave out what is not set", () => {
    expect(address("/analyses", { status: undefined, q: "a&b", limit: 50 })).toBe("/api/analyses?q=a%26b&limit=50");
  });
});

describe("errors", () => {
  const none = () => null;

  it("say the detail of a problem document", () => {
    const body = JSON.stringify({ title: "T", detail: "The name is taken.", code: "wrong_state", errors: [] });
    expect(readProblem(409, body, none)).toMatchObject({
      status: 409,
      code: "wrong_state",
      message: "The name is taken.",
    });
  });

  it("understand better-auth, and HTML from a proxy", () => {
    expect(readProblem(401, '{"message":"Invalid password","code":"X"}', none).message).toBe("Invalid password");
    expect(readProblem(502, "<html>", none).message).toContain("502");
  });

  it("carry how long to wait", () => {
    expect(readProblem(429, "{}", (name) => (name === "retry-after" ? "12" : null)).retryAfter).toBe(12);
  });
});

describe("trying again", () => {
  it("is offered where it can end otherwise", () => {
    const outcome = (status: number, code = `http_${status}`) => mayPass({ status, code });
    expect([0, 401, 409, 429, 500, 503].filter((status) => !outcome(status))).toEqual([]);
    expect([400, 403, 404, 410, 413, 415, 422].filter((status) => outcome(status))).toEqual([]);
    expect(outcome(0, "cannot_cut")).toBe(false);
  });
});

describe("evidence in a message", () => {
  it("marks the quote and leaves the rest", () => {
    expect(markEvidence("where is my refund?", [{ facet: "intent", quote: "my refund" }])).toEqual([
      { text: "where is ", facets: [] },
      { text: "my refund", facets: ["intent"] },
      { text: "?", facets: [] },
    ]);
  });

  it("splits overlapping quotes and still gives back the whole text", () => {
    const text = "I want my money back now";
    const stretches = markEvidence(text, [
      { facet: "a", quote: "my money back" },
      { facet: "b", quote: "money back now" },
    ]);
    expect(stretches.map((stretch) => stretch.text).join("")).toBe(text);
    expect(stretches.find((stretch) => stretch.text === "money back")?.facets).toEqual(["a", "b"]);
  });

  it("marks nothing for a quote that does not stand there", () => {
    expect(markEvidence("hello", [{ facet: "a", quote: "refund" }])).toEqual([{ text: "hello", facets: [] }]);
  });
});

describe("numbers in words", () => {
  it("never shows a price as nothing when it is something", () => {
    expect(money(0)).toBe("$0.00");
    expect(money(0.00001)).toBe("< $0.0001");
    expect(money(0.0431)).toBe("$0.0431");
    expect(money(0.5)).toBe("$0.50");
    expect(money(1234.5)).toBe("$1,234.50");
    expect(money(null)).toBe("price unknown");
  });

  it("tells time left", () => {
    expect([0.4, 4, 413, 3840].map(duration)).toEqual(["< 1s", "4s", "6m 53s", "1h 04m"]);
  });

  it("tells how long ago, counting from the time it is handed", () => {
    const now = Date.parse("2026-11-21T12:00:00Z");
    expect(ago("2026-11-21T11:59:50Z", now)).toBe("just now");
    expect(ago("2026-11-21T11:57:00Z", now)).toBe("3 min. ago");
    expect(ago("2026-11-28T12:00:00Z", now)).toBe("in 7 days");
  });

  it("writes shares in whole percents, keeps small ones visible, and names facets and counts", () => {
    expect([1, 7, 33, 500, 1000].map((part) => share(part, 1000))).toEqual(["< 1%", "1%", "3%", "50%", "100%"]);
    expect(share(999, 1000)).toBe("> 99%");
    expect(share(1, 0)).toBe("0%");
    expect(facetName("customerMood_now")).toBe("Customer mood now");
    expect(plural(1, "analysis", "analyses")).toBe("1 analysis");
  });
});

describe("reasons", () => {
  it("become sentences, and stay what they are when they are", () => {
    expect(sentence("paused by hand")).toBe("Paused by hand.");
    expect(sentence("The key is refused (401).")).toBe("The key is refused (401).");
    expect(sentence(" ")).toBe("");
    expect(sentence("one/gpt-6 refused the key (401)")).toBe("one/gpt-6 refused the key (401).");
  });
});

describe("options from the URL", () => {
  it("leaves out what is broken or out of range, so that the server's default holds", () => {
    expect(readOptions({ based: "an_1", freeze: "1", target: "40" })).toEqual({
      basedOn: "an_1",
      freezeLabels: true,
      cluster: true,
    });
    expect(readOptions({ freeze: "1", target: "40" })).toEqual({ targetLabels: 40, cluster: true });
    expect(readOptions({ streams: "16", ttlDays: "9999", retryAttempts: "two", itemsPerStream: "" })).toEqual({
      streams: 16,
      cluster: true,
    });
  });

  it("names a model for vectors only where something is clustered", () => {
    expect(readOptions({ embed: "v/e" })).toEqual({ cluster: true, embeddingModel: "v/e" });
    expect(readOptions({ embed: "v/e", cluster: "0" })).toEqual({ cluster: false });
    expect(readOptions({ embed: "" })).toEqual({ cluster: true });
  });

  it("gathers the discovery numbers and the switches", () => {
    expect(readOptions({ discoveryMin: "20", sync: "continuous", cluster: "0" })).toEqual({
      discovery: { minItems: 20 },
      sync: "continuous",
      cluster: false,
    });
  });
});

describe("options that do not fit", () => {
  it("are told apart from those left empty, and what the API refuses is not asked for", () => {
    const streams = numberOptions.find((option) => option.name === "streams");
    if (streams === undefined) throw new Error("the page offers no streams");
    expect(["", "1", "64", "0", "65", "2.5", "x"].map((text) => fits(streams, text))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(readOptions({ redactPii: "1" })).toEqual({ cluster: true });
  });
});

describe("rows in view", () => {
  it("draws a few dozen of 20,000 rows", () => {
    const slice = rowsInView(-400_000, 900, 40, 20_000);
    expect(slice.start).toBeLessThanOrEqual(10_000);
    expect(slice.end).toBeGreaterThanOrEqual(10_023);
    expect(slice.end - slice.start).toBeLessThan(60);
  });

  it("stays within a list that has become shorter", () => {
    expect(rowsInView(-400_000, 900, 40, 5)).toEqual({ start: 5, end: 5 });
    expect(rowsInView(100, 900, 40, 5)).toEqual({ start: 0, end: 5 });
  });
});

describe("keys", () => {
  const none = { first: null, at: 0 };

  it("reads g p as a pair, within a moment", () => {
    const { chord } = readKey(none, "g", 1000);
    expect(readKey(chord, "p", 1500).does).toBe("/projects");
    expect(readKey(chord, "p", 9000).does).toBeNull();
    expect(readKey(none, "p", 1000).does).toBeNull();
    expect(["r", "m", "x"].map((key) => readKey(chord, key, 1500).does)).toEqual(["/providers", "/models", null]);
  });
});
