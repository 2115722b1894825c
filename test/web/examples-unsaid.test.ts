import { expect, it } from "vitest";
import { examplesUnsaid } from "../../web/examples-unsaid.ts";

const contentIds = (count: number) => Array.from({ length: count }, (_, index) => `cnt_${index}`);

it("counts examples, never as if they were all contents", () => {
  expect(examplesUnsaid({ contentIds: contentIds(8) }, 4)).toBe("and 4 more examples");
  expect(examplesUnsaid({ contentIds: contentIds(5) }, 4)).toBe("and 1 more example");
  expect(examplesUnsaid({ contentIds: contentIds(4) }, 4)).toBeNull();
});

it("says nothing where a link leads to all of them", () => {
  expect(examplesUnsaid({ contentIds: contentIds(8), filter: { facet: "intent", value: "refund" } }, 4)).toBeNull();
});
