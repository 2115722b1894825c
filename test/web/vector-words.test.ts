import { expect, it } from "vitest";
import { vectorWords } from "../../web/vector-words.ts";

const options = {
  cluster: true,
  minClusterSize: 5,
  embeddingModel: "vec/x",
  onProviderDown: "pause" as const,
};

it("names the model whose vectors clusters rest on, and what stands in where that is allowed", () => {
  expect(vectorWords(options, 10)).toBe("Clusters by vectors of vec/x.");
  expect(vectorWords({ ...options, onProviderDown: "fallback" }, 10)).toBe(
    "Clusters by vectors of vec/x, or by the built-in ones where it gave none.",
  );
});

it("names none where none is asked", () => {
  expect(vectorWords({ ...options, embeddingModel: null }, 10)).toBeNull();
  expect(vectorWords({ ...options, cluster: false }, 10)).toBeNull();
  expect(vectorWords(options, 9)).toBeNull();
});
