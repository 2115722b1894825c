import fc from "fast-check";
import { estimateTokenCount } from "tokenx";
import { describe, expect, test } from "vitest";
import { leastRoom, splitContent } from "../../../../worker/analysis/reading/split-content.ts";
import type { Message } from "../../../../worker/contract/content.ts";

const of = (messages: Message[]) => ({ id: "c", externalId: "c", language: "en", messages });
const sentence = "We talked about the budget of the next quarter and what it means for the team. ";

describe("a long content is cut into parts", () => {
  const message = fc.record({
    role: fc.constantFrom("user", "assistant"),
    content: fc.oneof(
      fc.nat({ max: 60 }).map((times) => sentence.repeat(times)),
      fc.string({ unit: "grapheme", maxLength: 900 }),
      fc.nat({ max: 4_000 }).map((times) => "x".repeat(times)),
      fc.nat({ max: 900 }).map((times) => "日本語".repeat(times)),
    ),
  });

  test("none is over the room, none is empty, and together they are the content", () => {
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1, maxLength: 8 }),
        fc.integer({ min: leastRoom, max: 3_000 }),
        (messages, room) => {
          const parts = splitContent(of(messages), room);
          const said = messages.map(() => "");
          for (const { messages: shown, places, tokens } of parts) {
            expect(shown.length).toBeGreaterThan(0);
            expect(places).toHaveLength(shown.length);
            expect(tokens).toBeLessThanOrEqual(room);
            for (const [index, { role, content }] of shown.entries()) {
              const place = places[index] ?? -1;
              expect(role).toBe(messages[place]?.role);
              said[place] += content;
            }
          }
          expect(said).toEqual(messages.map(({ content }) => content));
          expect(parts.flatMap(({ places }) => places)).toEqual(
            parts.flatMap(({ places }) => places).toSorted((a, b) => a - b),
          );
        },
      ),
      { numRuns: 120 },
    );
  });

  test("it is cut between messages where these are short enough, and between sentences where not", () => {
    const messages = Array.from({ length: 30 }, (_, n) => ({ role: "user", content: sentence.repeat(1 + (n % 3)) }));
    for (const part of splitContent(of(messages), 300)) {
      for (const [index, place] of part.places.entries()) expect(part.messages[index]).toEqual(messages[place]);
    }
    const [first] = splitContent(of([{ role: "user", content: sentence.repeat(200) }]), 300);
    expect(first?.messages[0]?.content.endsWith(". ")).toBe(true);
    expect(estimateTokenCount(first?.messages[0]?.content ?? "")).toBeGreaterThan(150);
  });

  test("what fits is one part, an empty content too", () => {
    const content = of([{ role: "user", content: "hello" }]);
    expect(splitContent(content, 300).map(({ messages }) => messages)).toEqual([content.messages]);
    expect(splitContent(of([]), 300)).toHaveLength(1);
  });
});
