import { expect, it } from "vitest";
import { typesWithVectors } from "../../../worker/contract/provider.ts";
import { providers } from "../../../worker/engines/providers/providers.ts";
import { isEmbeddingModel } from "../../../worker/models/is-embedding-model.ts";

it.each([
  "openai/text-embedding-3-small",
  "google/gemini-embedding-001",
  "ollama/nomic-embed-text:latest",
  "ollama/mxbai-embed-large",
  "ollama/snowflake-arctic-embed2",
  "cf/@cf/baai/bge-m3",
  "local/intfloat/e5-large-v2",
  "ollama/all-minilm:22m",
  "ollama/embeddinggemma:300m",
  "cf/@cf/google/embeddinggemma-300m",
  "local/paraphrase-multilingual",
  "ollama/paraphrase-multilingual:278m",
  "v/voyage-3",
  "v/voyage-3-large",
  "aws/cohere.embed-english-v3",
])("%s gives vectors", (id) => {
  expect(isEmbeddingModel({ id, capabilities: null })).toBe(true);
});

it.each([
  "openai/gpt-6-luna",
  "x/mistral-7b",
  "x/embers-9b",
  "x/gemma-3",
  "groq/llama-4",
  "x/voyager-7b",
  "x/bge-reranker-v2-m3",
  "cf/@cf/baai/bge-reranker-base",
  "x/gte-multilingual-reranker-base",
  "x/gte",
])("%s does not look like one, or is said not to", (id) => {
  expect(isEmbeddingModel({ id, capabilities: id === "x/gte" ? ["tools"] : null })).toBe(false);
});

it("the providers that are said to give vectors are those that can be asked for them", () => {
  const can = Object.entries(providers).filter(([, provider]) => provider.embed !== undefined);
  expect(can.map(([type]) => type).sort()).toEqual([...typesWithVectors].sort());
});
