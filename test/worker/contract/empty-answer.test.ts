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

  it.each([
    ["No delivery", "deliveryProblem"],
    ["No access", "accessProblem"],
    ["No transfer", "transferred"],
    ["Rest", "mood"],
    ["Empty", "battery"],
    ["Blank", "page"],
    ["Null", "error"],
    ["Undefined", "error"],
    ["NaN", "error"],
    ["нет", "решено"],
    ["没有", "answer"],
    ["無", "answer"],
    ["Anders", "colleague"],
    ["Inga", "colleague"],
    ["Divers", "gender"],
  ])("%s says something about %s", (value, facet) => expect(emptyAnswer(value, facet)).toBeNull());

  it.each([
    ["No access", "access"],
    ["No delivery", "deliveryType"],
    ["Consent not given", "consent"],
    ["Unsure", "answer"],
    ["Uncertain", "diagnosis"],
    ["Inconclusive", "result"],
    ["No data", "fault"],
    ["NA", "region"],
    ["-", "rating"],
  ])("%s says something about %s where it is one of a closed list", (value, facet) => {
    expect(emptyAnswer(value, facet, "choice")).toBeNull();
    expect(emptyAnswer(value, facet)).not.toBeNull();
  });

  it.each(["not stated", "cannot tell", "unknown", "none", "other", "general or other", "n/a", "Not enough text"])(
    "%s says nothing in a closed list either",
    (value) => expect(emptyAnswer(value, "intent", "choice")).not.toBeNull(),
  );

  it("knows those that the built-in templates offer, and no other of their choices", () => {
    const empty = builtInTemplates.flatMap(({ facets }) =>
      facets.flatMap(({ name, type, choices = [] }) =>
        choices.filter((choice) => emptyAnswer(choice, name, type) !== null),
      ),
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
