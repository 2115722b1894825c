import { describe, expect, it } from "vitest";
import { builtInTemplates } from "../../../worker/analysis/templates.ts";
import { emptyAnswer } from "../../../worker/contract/empty-answer.ts";
import { causeWords, emotionWords, outcomeWords, urgencyWords } from "../../../worker/engines/local/vocabularies.ts";

describe("answers that say nothing", () => {
  it.each([
    ["Not stated", "unsaid"],
    ["NOT  STATED.", "unsaid"],
    ["No reason given", "unsaid"],
    ["n/a", "unsaid"],
    ["N.A.", "unsaid"],
    ["Unknown", "unsaid"],
    ["Not enough text", "unsaid"],
    ["Can’t tell", "unsaid"],
    ["???", "unsaid"],
    ["-", "unsaid"],
    ["Unbekannt", "unsaid"],
    ["Non précisé", "unsaid"],
    ["不明", "unsaid"],
    ["알 수 없음", "unsaid"],
    ["None", "none"],
    ["Ninguno", "none"],
    ["なし", "none"],
    ["(other)", "other"],
    ["Sonstiges", "other"],
    ["その他", "other"],
  ])("%s: %s", (value, how) => {
    expect(emptyAnswer(value)).toBe(how);
  });

  it("takes no word of the built-in engine's lists for one", () => {
    const words = [...causeWords, ...outcomeWords, ...emotionWords, ...urgencyWords].map(({ means }) => means);
    expect(words.length).toBeGreaterThan(20);
    expect(words.filter((word) => emptyAnswer(word) !== null)).toEqual([]);
  });

  it.each([
    "Unknown charge",
    "Unclear invoice",
    "Other card declined",
    "No refund",
    "neutral",
    "false",
    "5",
    "👍",
    "No",
  ])("%s says something", (value) => expect(emptyAnswer(value, "intent")).toBeNull());

  it("an answer that denies what was asked for is empty for this question alone", () => {
    expect(emptyAnswer("no objection", "objection")).toBe("none");
    expect(emptyAnswer("no objection", "outcome")).toBeNull();
    expect(emptyAnswer("no transfer", "transferReason")).toBe("none");
    expect(emptyAnswer("no drop-off", "dropOffLocation")).toBe("none");
    expect(emptyAnswer("No product mentioned", "product")).toBe("unsaid");
    expect(emptyAnswer("Root cause unclear", "root_cause")).toBe("unsaid");
  });

  it("knows those that the built-in templates offer, and no other of their choices", () => {
    const empty = builtInTemplates.flatMap(({ facets }) =>
      facets.flatMap(({ name, choices = [] }) => choices.filter((choice) => emptyAnswer(choice, name) !== null)),
    );
    expect([...new Set(empty)].sort()).toEqual([
      "cannot tell",
      "general or other",
      "no drop-off",
      "no objection",
      "no transfer",
      "none",
      "not stated",
      "other",
    ]);
  });
});
