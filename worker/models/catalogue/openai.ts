import type { Capability } from "../../contract/model.ts";
import { always, type CatalogueModel, type EntryFields, entry, type PriceRow } from "./entry.ts";

const half = 0.5;

const able: Capability[] = ["json-schema", "tools", "vision", "streaming", "prompt-caching", "batch", "reasoning"];
const ableWithoutReasoning = able.filter((capability) => capability !== "reasoning");

const ends2027 = { state: "deprecated", retiresAt: "2027-01-14", replacement: "openai/gpt-6-luna" } as const;

type Fields = Partial<EntryFields> & Pick<EntryFields, "description">;

function gpt(id: string, name: string, family: string, fields: Fields): CatalogueModel {
  return entry({
    id: `openai/${id}`,
    name,
    vendor: "openai",
    family,
    contextTokens: 1_050_000,
    outputTokens: 128_000,
    capabilities: able,
    modalities: { input: ["text", "image", "pdf"], output: ["text"] },
    tokenizer: "openai",
    ...fields,
    from: { limits: "listing", prices: "listing", lifecycle: "openaiSdk", capabilities: "abilities", ...fields.from },
  });
}

/** A GPT since 5.4 that reads a million tokens: above 272,000 the whole call costs twice the input, 1.5 times the output. */
function longGpt(
  id: string,
  name: string,
  family: string,
  [input, output, cachedInput]: PriceRow,
  fields: Fields & { writesCost?: number },
): CatalogueModel {
  const { writesCost, ...more } = fields;
  const write = (price: number) => (writesCost === undefined ? null : Math.round(price * writesCost * 1e6) / 1e6);
  return gpt(id, name, family, {
    priceList: always([input, output, cachedInput, write(input)], half, [
      272_000,
      input * 2,
      output * 1.5,
      null,
      write(input * 2),
    ]),
    ...more,
    from: {
      limits: ["listing", "pi-ai itself caps the context at 272,000"],
      prices: ["listing", "above 272,000 input tokens the price of cached ones is not known"],
      ...more.from,
    },
  });
}

/** Known to end soon; limits and prices were not read. */
function ending(id: string, name: string): CatalogueModel {
  return gpt(id, name, id.startsWith("o3") ? "o" : "gpt-5", {
    description: "About to end.",
    contextTokens: null,
    outputTokens: null,
    capabilities: null,
    modalities: null,
    lifecycle: { state: "deprecated", retiresAt: "2026-12-11" },
    from: { limits: undefined, prices: undefined, capabilities: undefined, lifecycle: "openaiEnds" },
  });
}

/** Since 5.6, what is written to the cache costs 1.25 times the input. */
const writesCost = 1.25;

export const openai: CatalogueModel[] = [
  longGpt("gpt-6-astra", "GPT-6 Astra", "gpt-astra", [10, 50, 1], {
    description: "The largest GPT.",
    writesCost,
    releasedAt: "2026-09-03",
    from: { dates: "openaiSdk" },
  }),
  longGpt("gpt-6.1-sol", "GPT-6.1 Sol", "gpt-sol", [2, 10, 0.1], {
    description: "A large GPT for hard reading and reasoning.",
    writesCost,
    releasedAt: "2026-09-29",
    from: { dates: "openaiSdk" },
  }),
  longGpt("gpt-6-sol", "GPT-6 Sol", "gpt-sol", [2, 10, 0.2], {
    description: "The Sol before 6.1.",
    writesCost,
    releasedAt: "2026-09-22",
    from: { dates: "openaiSdk" },
  }),
  longGpt("gpt-6.1-terra", "GPT-6.1 Terra", "gpt-terra", [1, 5, 0.05], {
    description: "The middle GPT.",
    writesCost,
    releasedAt: "2026-10-26",
    from: { dates: "openaiSdk" },
  }),
  longGpt("gpt-6-luna", "GPT-6 Luna", "gpt-luna", [0.1, 0.5, 0.01], {
    description: "The small GPT: fast and very cheap, for many short readings.",
    writesCost,
    releasedAt: "2026-09-22",
    from: { dates: "openaiSdk" },
  }),
  longGpt("gpt-5.6-sol", "GPT-5.6 Sol", "gpt-sol", [4, 20, 0.4], {
    description: "An older large GPT.",
    writesCost,
    knowledgeCutoff: "2026-02-16",
    from: { dates: "openaiCutoff" },
  }),
  longGpt("gpt-5.6-terra", "GPT-5.6 Terra", "gpt-terra", [2, 12, 0.2], {
    description: "An older middle GPT.",
    writesCost,
  }),
  longGpt("gpt-5.6-luna", "GPT-5.6 Luna", "gpt-luna", [0.2, 1.2, 0.02], {
    description: "An older small GPT.",
    writesCost,
  }),
  longGpt("gpt-5.5", "GPT-5.5", "gpt", [5, 30, 0.5], {
    description: "An older large GPT.",
    contextTokens: 1_000_000,
    releasedAt: "2026-04-23",
    knowledgeCutoff: "2025-12-01",
    from: { dates: "listingDates" },
  }),
  longGpt("gpt-5.4", "GPT-5.4", "gpt", [2.5, 15, 0.25], {
    description: "An older large GPT.",
    releasedAt: "2026-03-05",
    knowledgeCutoff: "2025-08-31",
    from: { dates: "listingDates" },
  }),
  gpt("gpt-5.4-mini", "GPT-5.4 mini", "gpt-mini", {
    description: "An older small GPT.",
    contextTokens: 400_000,
    priceList: always([0.75, 4.5, 0.075], half),
  }),
  gpt("gpt-5.4-nano", "GPT-5.4 nano", "gpt-nano", {
    description: "An older, very small GPT.",
    contextTokens: 400_000,
    priceList: always([0.2, 1.25, 0.02], half),
  }),
  gpt("gpt-5.2", "GPT-5.2", "gpt", {
    description: "An older large GPT.",
    contextTokens: 400_000,
    priceList: always([1.75, 14, 0.175], half),
  }),
  ending("gpt-5", "GPT-5"),
  ending("gpt-5-mini", "GPT-5 mini"),
  ending("gpt-5-nano", "GPT-5 nano"),
  ending("gpt-5-pro", "GPT-5 Pro"),
  ending("o3", "o3"),
  ending("o3-pro", "o3-pro"),
  gpt("gpt-4.1", "GPT-4.1", "gpt-4", {
    description: "An older GPT that reads a million tokens, about to end.",
    contextTokens: 1_047_576,
    outputTokens: 32_768,
    capabilities: ableWithoutReasoning,
    priceList: always([2, 8, 0.5], half),
    releasedAt: "2025-04-14",
    knowledgeCutoff: "2024-04",
    lifecycle: { ...ends2027, note: "For harder work gpt-6.1-sol is named." },
    imageTokens: "gpt-tiles",
    from: { dates: "listingDates", lifecycle: "openaiEnds" },
  }),
  gpt("gpt-4.1-mini", "GPT-4.1 mini", "gpt-4", {
    description: "An older small GPT, about to end.",
    contextTokens: null,
    outputTokens: null,
    capabilities: ableWithoutReasoning,
    priceList: always([0.4, 1.6], null),
    lifecycle: ends2027,
    from: {
      limits: undefined,
      prices: ["historic", "read from a published cost calculation, not from a price list"],
      lifecycle: "openaiEnds",
    },
  }),
  gpt("gpt-4o", "GPT-4o", "gpt-4", {
    description: "An older GPT, about to end.",
    contextTokens: 128_000,
    outputTokens: 16_384,
    capabilities: ableWithoutReasoning,
    priceList: always([2.5, 10, 1.25], half),
    lifecycle: ends2027,
    imageTokens: "gpt-tiles",
    from: { lifecycle: "openaiEnds" },
  }),
  gpt("gpt-4o-mini", "GPT-4o mini", "gpt-4", {
    description: "An older small GPT, about to end.",
    contextTokens: 128_000,
    outputTokens: 16_384,
    capabilities: ableWithoutReasoning,
    priceList: always([0.15, 0.6, 0.075], half),
    releasedAt: "2024-07-18",
    knowledgeCutoff: "2023-09",
    lifecycle: ends2027,
    imageTokens: "gpt-tiles-mini",
    from: { dates: "listingDates", lifecycle: "openaiEnds" },
  }),
  gpt("gpt-4-turbo", "GPT-4 Turbo", "gpt-4", {
    description: "Retired.",
    contextTokens: 128_000,
    outputTokens: 4_096,
    capabilities: ["tools", "vision", "streaming"],
    modalities: { input: ["text", "image"], output: ["text"] },
    priceList: always([10, 30], null),
    releasedAt: "2023-11-06",
    knowledgeCutoff: "2023-12",
    lifecycle: { state: "retired", retiresAt: "2026-10-23", replacement: "openai/gpt-5.6-sol" },
    imageTokens: "gpt-tiles",
    aliases: ["gpt-4-turbo-preview", "gpt-4-0125-preview", "gpt-4-1106-preview"],
    from: { limits: "historic", prices: "historic", dates: "listingDates", lifecycle: "openaiEnds" },
  }),
  gpt("gpt-4-vision-preview", "GPT-4 Vision", "gpt-4", {
    description: "Retired. The first GPT that saw pictures.",
    contextTokens: null,
    outputTokens: null,
    capabilities: ["vision"],
    modalities: { input: ["text", "image"], output: ["text"] },
    lifecycle: { state: "retired", replacement: "openai/gpt-6-luna" },
    imageTokens: "gpt-tiles",
    aliases: ["gpt-4-1106-vision-preview"],
    from: {
      limits: undefined,
      prices: undefined,
      lifecycle: [
        "recalled",
        "absent from every list read; the day it ended and its successor are not known, the replacement is a choice",
      ],
      capabilities: "recalled",
    },
  }),
];
