import { describe, expect, it } from "vitest";
import { failureKinds as kindsInWords, outcomeWords } from "../../../web/call-words.ts";
import { failureKinds } from "../../../worker/engines/failure.ts";

describe("how calls ended", () => {
  it("is said in words on the page for every kind of failure there is", () => {
    expect([...kindsInWords].sort()).toEqual(Object.keys(failureKinds).sort());
  });

  it("is said as it comes where the page does not know the kind", () => {
    expect(outcomeWords("some_new_kind")).toBe("Some new kind");
    expect(outcomeWords("__proto__").trim()).toBe("proto");
  });
});
