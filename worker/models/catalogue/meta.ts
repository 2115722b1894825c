import type { Capability } from "../../contract/model.ts";
import { always, type CatalogueModel, type EntryFields, entry } from "./entry.ts";

/** No JSON schema: a forced tool call instead. */
const able: Capability[] = ["tools", "streaming"];

function llama(
  id: string,
  name: string,
  fields: Partial<EntryFields> & Pick<EntryFields, "description">,
): CatalogueModel {
  return entry({
    id: `bedrock/${id}`,
    name,
    vendor: "meta",
    family: "llama",
    contextTokens: 128_000,
    outputTokens: 4_096,
    capabilities: able,
    modalities: { input: ["text"], output: ["text"] },
    regions: { "": 1, us: 1 },
    ...fields,
    from: {
      limits: "listingAws",
      prices: ["listingAws", "taken to be the same by the us. profile; elsewhere not known"],
      lifecycle: "listingAws",
      capabilities: "abilitiesAws",
      ...fields.from,
    },
  });
}

/** Gone from the list of Bedrock; its limits and prices were not read. */
function gone(id: string, name: string, replacement: string): CatalogueModel {
  return llama(id, name, {
    description: "Retired.",
    contextTokens: null,
    outputTokens: null,
    capabilities: null,
    modalities: null,
    lifecycle: { state: "retired", replacement },
    from: {
      limits: undefined,
      prices: undefined,
      lifecycle: [
        "listingAws",
        "no longer listed; the day is not known, the replacement is the nearest one still listed",
      ],
      capabilities: undefined,
    },
  });
}

const small = "bedrock/meta.llama3-1-8b-instruct-v1:0";
const large = "bedrock/meta.llama3-3-70b-instruct-v1:0";
const seeing = "bedrock/meta.llama4-scout-17b-instruct-v1:0";

export const meta: CatalogueModel[] = [
  llama("meta.llama4-maverick-17b-instruct-v1:0", "Llama 4 Maverick 17B Instruct", {
    description: "The large Llama 4; sees pictures.",
    contextTokens: 1_000_000,
    outputTokens: 8_192,
    capabilities: ["tools", "vision", "streaming"],
    modalities: { input: ["text", "image"], output: ["text"] },
    priceList: always([0.24, 0.97], null),
    releasedAt: "2025-04-05",
    knowledgeCutoff: "2024-08",
    from: { dates: "listingDates" },
  }),
  llama("meta.llama4-scout-17b-instruct-v1:0", "Llama 4 Scout 17B Instruct", {
    description: "The small Llama 4; sees pictures.",
    contextTokens: 10_000_000,
    outputTokens: 8_192,
    capabilities: ["tools", "vision", "streaming"],
    modalities: { input: ["text", "image"], output: ["text"] },
    priceList: always([0.17, 0.66], null),
    from: { limits: ["listingAws", "a context of 10 million, as listed"] },
  }),
  llama("meta.llama3-3-70b-instruct-v1:0", "Llama 3.3 70B Instruct", {
    description: "The large Llama 3.",
    priceList: always([0.72, 0.72], null),
    releasedAt: "2024-12-06",
    knowledgeCutoff: "2023-12",
    from: { dates: "listingDates" },
  }),
  llama("meta.llama3-1-70b-instruct-v1:0", "Llama 3.1 70B Instruct", {
    description: "An older large Llama 3.",
    priceList: always([0.72, 0.72], null),
  }),
  llama("meta.llama3-1-8b-instruct-v1:0", "Llama 3.1 8B Instruct", {
    description: "A small Llama.",
    priceList: always([0.22, 0.22], null),
  }),
  gone("meta.llama3-70b-instruct-v1:0", "Llama 3 70B Instruct", large),
  gone("meta.llama3-8b-instruct-v1:0", "Llama 3 8B Instruct", small),
  gone("meta.llama3-2-90b-instruct-v1:0", "Llama 3.2 90B Instruct", seeing),
  gone("meta.llama3-2-11b-instruct-v1:0", "Llama 3.2 11B Instruct", seeing),
  gone("meta.llama3-2-3b-instruct-v1:0", "Llama 3.2 3B Instruct", small),
  gone("meta.llama3-2-1b-instruct-v1:0", "Llama 3.2 1B Instruct", small),
];
