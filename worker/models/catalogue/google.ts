import type { Capability } from "../../contract/model.ts";
import { always, type CatalogueModel, type EntryFields, entry, since } from "./entry.ts";

const half = 0.5;

const able: Capability[] = ["json-schema", "tools", "vision", "streaming", "prompt-caching", "batch", "reasoning"];
const ableWithoutReasoning = able.filter((capability) => capability !== "reasoning");

function gemini(
  id: string,
  name: string,
  fields: Partial<EntryFields> & Pick<EntryFields, "description">,
): CatalogueModel {
  return entry({
    id: `google/${id}`,
    name,
    vendor: "google",
    family: id.includes("flash-lite") ? "gemini-flash-lite" : id.includes("flash") ? "gemini-flash" : "gemini-pro",
    contextTokens: 1_048_576,
    outputTokens: 65_536,
    capabilities: able,
    modalities: { input: ["text", "image", "pdf", "audio", "video"], output: ["text"] },
    tokenizer: "gemini",
    imageTokens: "gemini-tiles",
    ...fields,
    from: { limits: "listing", prices: "listing", lifecycle: "listing", capabilities: "abilities", ...fields.from },
  });
}

/** 3.6 to 3.8 cost the same, and twice that from 2027 on. */
const doubling = [since(null, [0.75, 3.75, 0.075], half), since("2027-01-01", [1.5, 7.5, 0.15], half)];

export const google: CatalogueModel[] = [
  gemini("gemini-4-argon", "Gemini 4 Argon", {
    description: "The largest Gemini.",
    family: "gemini-argon",
    outputTokens: 32_768,
    priceList: always([2, 10, 0.1], half),
    from: {
      limits: [
        "listing",
        "the lists disagree: context 1,048,576, 1,000,000 or 943,718; the output stands in one of them",
      ],
    },
  }),
  gemini("gemini-3.8-flash", "Gemini 3.8 Flash", {
    description: "The middle Gemini. Its price doubles on 1 January 2027.",
    priceList: doubling,
    from: { prices: "googlePrices" },
  }),
  gemini("gemini-3.7-flash", "Gemini 3.7 Flash", {
    description: "The Flash before 3.8. Its price doubles on 1 January 2027.",
    priceList: doubling,
    from: { prices: "googlePrices" },
  }),
  gemini("gemini-3.6-flash", "Gemini 3.6 Flash", {
    description: "An older Flash. Its price doubles on 1 January 2027.",
    priceList: doubling,
    from: { prices: "googlePrices" },
  }),
  gemini("gemini-3.5-flash", "Gemini 3.5 Flash", {
    description: "An older Flash.",
    priceList: always([1.5, 9, 0.15], half),
    releasedAt: "2026-05-19",
    knowledgeCutoff: "2025-01",
    from: { dates: "listingDates" },
  }),
  gemini("gemini-3.5-flash-lite", "Gemini 3.5 Flash-Lite", {
    description: "A small Gemini; answers what is sent to 2.5 Flash from December 2026 on.",
    priceList: always([0.3, 2.5, 0.03], half),
  }),
  gemini("gemini-3.1-flash-lite", "Gemini 3.1 Flash-Lite", {
    description: "A small Gemini.",
    priceList: always([0.25, 1.5, 0.025], half),
  }),
  gemini("gemini-3.1-pro-preview", "Gemini 3.1 Pro (preview)", {
    description: "A large Gemini; twice the price above 200,000 tokens of input.",
    priceList: always([2, 12, 0.2], half, [200_000, 4, 18, 0.4]),
  }),
  gemini("gemini-2.5-pro", "Gemini 2.5 Pro", {
    description: "An older large Gemini, about to end.",
    priceList: always([1.25, 10, 0.125], half, [200_000, 2.5, 15]),
    lifecycle: {
      state: "deprecated",
      retiresAt: "2026-12-01",
      replacement: "google/gemini-3.8-flash",
      note: "After that day Google lets Gemini 3.8 Flash answer instead, at that model's price.",
    },
    from: {
      prices: ["listing", "above 200,000 input tokens the price of cached ones is not known"],
      lifecycle: "googleEnds",
    },
  }),
  gemini("gemini-2.5-flash", "Gemini 2.5 Flash", {
    description: "An older Flash, about to end.",
    priceList: always([0.3, 2.5, 0.03], half),
    releasedAt: "2025-06-17",
    knowledgeCutoff: "2025-01",
    lifecycle: {
      state: "deprecated",
      retiresAt: "2026-12-01",
      replacement: "google/gemini-3.5-flash-lite",
      note: "After that day Google lets Gemini 3.5 Flash-Lite answer instead, at that model's price.",
    },
    from: { dates: "listingDates", lifecycle: "googleEnds" },
  }),
  gemini("gemini-2.5-flash-lite", "Gemini 2.5 Flash-Lite", {
    description: "A very cheap Gemini that stays.",
    priceList: always([0.1, 0.4, 0.01], half),
    from: { lifecycle: "googleEnds" },
  }),
  gemini("gemini-2.0-flash", "Gemini 2.0 Flash", {
    description: "Retired.",
    outputTokens: 8_192,
    capabilities: ableWithoutReasoning,
    priceList: always([0.1, 0.4, 0.025], half),
    releasedAt: "2024-12-11",
    knowledgeCutoff: "2024-06",
    lifecycle: { state: "retired", retiresAt: "2026-06-01", replacement: "google/gemini-3.5-flash-lite" },
    from: {
      limits: "historic",
      prices: "historic",
      dates: "listingDates",
      lifecycle: ["googleEnds", "the replacement is a choice: a live one of its size"],
    },
  }),
  gemini("gemini-1.5-pro", "Gemini 1.5 Pro", {
    description: "Retired.",
    contextTokens: 2_000_000,
    outputTokens: 8_192,
    capabilities: ableWithoutReasoning,
    priceList: always([1.25, 5, 0.3125], null, [128_000, 2.5, 10]),
    lifecycle: {
      state: "retired",
      replacement: "google/gemini-3.8-flash",
      note: "Shut down in September 2025.",
    },
    from: {
      limits: ["historic", "the context is 1 or 2 million in two rows of one list; the output is recalled"],
      prices: "historic",
      lifecycle: ["listing", "absent from every list; the month is recalled, the replacement is a choice"],
      capabilities: "recalled",
    },
  }),
];
