import { always, type CatalogueModel, type EntryFields, entry, type PriceRow } from "./entry.ts";

/** Models that give vectors and no words: what they write costs nothing, since there is none. */
function embedding(
  id: string,
  name: string,
  price: PriceRow[0],
  fields: Partial<EntryFields> & Pick<EntryFields, "vendor" | "family" | "contextTokens" | "from">,
): CatalogueModel {
  return entry({
    id,
    name,
    description: "Gives vectors, for grouping by meaning.",
    capabilities: ["embeddings"],
    modalities: { input: ["text"], output: [] },
    priceList: always([price, 0], null),
    ...fields,
  });
}

const openai = {
  vendor: "openai",
  family: "text-embedding",
  contextTokens: 8_191,
  tokenizer: "openai",
  from: {
    limits: "embeddingPrices",
    prices: "embeddingPrices",
    lifecycle: "openaiSdk",
    capabilities: "openaiSdk",
  },
} as const;

export const embeddings: CatalogueModel[] = [
  embedding("openai/text-embedding-3-small", "Text Embedding 3 Small", 0.02, openai),
  embedding("openai/text-embedding-3-large", "Text Embedding 3 Large", 0.13, openai),
  embedding("openai/text-embedding-ada-002", "Text Embedding Ada 002", 0.1, openai),
  embedding("google/gemini-embedding-001", "Gemini Embedding 001", 0.15, {
    vendor: "google",
    family: "gemini-embedding",
    contextTokens: 2_048,
    tokenizer: "gemini",
    releasedAt: "2025-05-20",
    from: {
      limits: "embeddingList",
      prices: "embeddingList",
      lifecycle: ["embeddingList", "stands in a list, which says nothing of its end"],
      dates: "embeddingList",
      capabilities: "embeddingList",
    },
  }),
];
