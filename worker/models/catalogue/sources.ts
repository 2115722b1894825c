/** Where the catalogue's facts were read, and of which day they are. `doubt` holds for everything from that source. */
export interface Source {
  source: string;
  date: string;
  doubt: string | null;
}

export type SourceId =
  | "listing"
  | "listingAws"
  | "listingDates"
  | "anthropicSdk"
  | "anthropicEnds"
  | "anthropicVision"
  | "openaiSdk"
  | "openaiEnds"
  | "openaiCutoff"
  | "googleEnds"
  | "googlePrices"
  | "historic"
  | "abilities"
  | "abilitiesAws"
  | "embeddingPrices"
  | "embeddingList"
  | "recalled";

export const sources: Record<SourceId, Source> = {
  listing: {
    source: "model list of pi-ai 1.5.2; agrees with the lists of Vercel and OpenRouter, and with genai-prices 0.1.8",
    date: "2026-11-10",
    doubt: null,
  },
  listingAws: { source: "model list of pi-ai 1.5.2, us-east-1", date: "2026-11-10", doubt: null },
  listingDates: { source: "models.dev", date: "2026-07-02", doubt: null },
  anthropicSdk: {
    source: "@anthropic-ai/sdk 1.11.0: its models and the dates they end",
    date: "2026-11-20",
    doubt: null,
  },
  anthropicEnds: { source: "copy of Anthropic's deprecation page", date: "2026-11-20", doubt: "not the page itself" },
  anthropicVision: { source: "Anthropic's guide to images", date: "2026-11-20", doubt: null },
  openaiSdk: { source: "openai 7.55.0: its models and their dates", date: "2026-11-20", doubt: null },
  openaiEnds: {
    source: "article that copies OpenAI's deprecation page",
    date: "2026-10-15",
    doubt: "not the page itself; ask `GET /v1/models` for `shutdown_date`",
  },
  openaiCutoff: { source: "gpt-tokenizer 4.0.0", date: "2026-08-01", doubt: "its prices were found wrong elsewhere" },
  googleEnds: {
    source: "articles on Google's shutdown dates",
    date: "2026-11-20",
    doubt: "not Google's page itself",
  },
  googlePrices: {
    source: "genai-prices 0.1.8, which has the price of 2027; pi-ai 1.5.2 agrees for 2026",
    date: "2026-09-23",
    doubt: "the change of 2027-01-01 stands in one of the two lists alone",
  },
  historic: { source: "genai-prices 0.1.8 and models.dev", date: "2026-09-23", doubt: null },
  abilities: { source: "models.dev, and the vendor's own SDK", date: "2026-11-20", doubt: null },
  abilitiesAws: {
    source: "models.dev, and the AWS page on structured output, which names neither Nova nor Llama",
    date: "2026-11-20",
    doubt: null,
  },
  embeddingPrices: {
    source: "praison.ai's guide to OpenAI's embeddings; its limits and prices",
    date: "2026-11-21",
    doubt: "not OpenAI's page itself",
  },
  embeddingList: { source: "opencode.ai's model data", date: "2026-11-21", doubt: "not Google's page itself" },
  recalled: { source: "recalled", date: "2026-11-20", doubt: "no source was read for it" },
};
