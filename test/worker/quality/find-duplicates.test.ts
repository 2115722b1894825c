import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findDuplicates } from "../../../worker/quality/find-duplicates.ts";
import { similarityAt, sketchBytes, sketchFromText, sketchOf, sketchToText } from "../../../worker/quality/sketch.ts";

function sketches(texts: string[]): Uint8Array {
  const all = new Uint8Array(texts.length * sketchBytes);
  for (const [place, text] of texts.entries()) all.set(sketchOf([text]), place * sketchBytes);
  return all;
}
const twins = (texts: string[]) =>
  findDuplicates(sketches(texts), texts.length, (place) => Math.ceil((texts[place]?.length ?? 0) / 4)).map(
    ({ place, of, exact }) => [place, of, exact],
  );

const lamp =
  "I ordered two lamps last week and only one of them has arrived, could you look into it please and tell me more about it?";
const parcel =
  "Where is my parcel? The tracking page has not moved for nine days and nobody answers the telephone at your depot.";

describe("near duplicates", () => {
  test("a copy, another spelling, a changed word and a greeting more repeat the first; another text does not", () => {
    expect(
      twins([
        lamp,
        parcel,
        lamp,
        lamp.toUpperCase().replaceAll(",", " -"),
        lamp.replace("two", "three"),
        `Hello! ${lamp}`,
      ]),
    ).toEqual([
      [2, 0, true],
      [3, 0, false],
      [4, 0, false],
      [5, 0, false],
    ]);
  });

  test("texts without a letter repeat nothing, and short ones that differ in what they are about do not either", () => {
    expect(
      twins([
        "",
        "",
        "?!",
        "weather in Rome",
        "weather in Oslo",
        "set a timer for 10 minutes",
        "set a timer for 45 minutes",
      ]),
    ).toEqual([]);
  });

  const word = fc.string({ unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"), minLength: 2, maxLength: 9 });
  const text = fc.array(word, { minLength: 60, maxLength: 200 });

  test("the estimate is near the true share of common runs", () => {
    const runs = (said: string) =>
      new Set(Array.from({ length: said.length - 4 }, (_, place) => said.slice(place, place + 5)));
    fc.assert(
      fc.property(text, fc.nat({ max: 50 }), word, (words, changed, other) => {
        const a = words.join(" ");
        const b = words.map((one, place) => (place < changed ? `${one}${other}` : one)).join(" ");
        const [runsOfA, runsOfB] = [runs(a), runs(b)];
        const both = [...runsOfA].filter((run) => runsOfB.has(run)).length;
        const truth = both / (runsOfA.size + runsOfB.size - both);
        // Five standard errors.
        expect(Math.abs(similarityAt(sketches([a, b]), 0, 1) - truth)).toBeLessThan(0.225);
      }),
      { numRuns: 100, seed: 7 },
    );
  });

  test("no content repeats one that repeats another, and none repeats a later one", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(lamp, parcel, `${lamp} Thanks`, lamp.replace("lamps", "chairs"), "ok"), {
          maxLength: 30,
        }),
        (texts) => {
          const found = twins(texts);
          const repeating = new Set(found.map(([place]) => place));
          for (const [place, of] of found) {
            expect(repeating.has(of ?? -1)).toBe(false);
            expect(Number(of)).toBeLessThan(Number(place));
          }
        },
      ),
      { numRuns: 60 },
    );
  });

  test("a sketch survives being written down, and what is none is refused", () => {
    const sketch = sketchOf([lamp, parcel]);
    const into = new Uint8Array(2 * sketchBytes);
    expect(sketchFromText(sketchToText(sketch), into, 1)).toBe(true);
    expect(into.slice(sketchBytes)).toEqual(sketch);
    expect(sketchFromText("", into, 0)).toBe(false);
  });
});
