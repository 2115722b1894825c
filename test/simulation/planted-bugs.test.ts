import { describe, expect, it } from "vitest";
import { plantedBugs } from "./planted-bugs.ts";
import { simulate } from "./simulate.ts";

/** Seeds within which every planted bug is found. */
const seeds = 50;

describe(`a planted bug is found within ${seeds} seeds`, () => {
  for (const [name, bug] of Object.entries(plantedBugs)) {
    it(`where ${name}`, () => {
      let found: string | null = null;
      for (let seed = 1; seed <= seeds && found === null; seed++) found = simulate(seed, bug).violation;
      expect(bug.isPlanted?.() ?? true).toBe(true);
      expect(found).not.toBeNull();
      console.log(`${name}: ${found?.slice(0, 120)}`);
    });
  }
});
