import { describe, expect, test } from "vitest";
import { readEmbeddings } from "../../../../worker/engines/providers/read-embeddings.ts";

const answer = (data: unknown, usage: unknown = { prompt_tokens: 7 }) => JSON.stringify({ data, usage });

describe("an answer with vectors", () => {
  test("is read in the order of its numbers, whole or as base64", () => {
    const packed = btoa(String.fromCharCode(...new Uint8Array(Float32Array.of(0.5, -2).buffer)));
    const said = answer([
      { index: 1, embedding: packed },
      { index: 0, embedding: [1, 0] },
    ]);
    expect(readEmbeddings(said)).toEqual({
      vectors: [
        [1, 0],
        [0.5, -2],
      ],
      inputTokens: 7,
    });
  });

  test.each([
    ["an HTML page", "<html>busy</html>", { vectors: [], inputTokens: null }],
    ["half of its JSON", '{"data":[{"index":0,"embedd', { vectors: [], inputTokens: null }],
    ["no data, but usage", JSON.stringify({ usage: { prompt_tokens: 9 } }), { vectors: [], inputTokens: 9 }],
    ["a hole", answer([{ index: 0, embedding: null }]), { vectors: [[]], inputTokens: 7 }],
    ["words for numbers", answer([{ index: 0, embedding: ["a"] }]), { vectors: [[]], inputTokens: 7 }],
    ["no usage", answer([{ index: 0, embedding: [1] }], null), { vectors: [[1]], inputTokens: null }],
  ])("that is %s is what can be read of it", (_, body, expected) => {
    expect(readEmbeddings(body)).toEqual(expected);
  });
});
