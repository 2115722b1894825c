import type { Capability } from "../../contract/model.ts";
import { always, type CatalogueModel, type EntryFields, entry } from "./entry.ts";

/** No JSON schema: a forced tool call instead. */
const able: Capability[] = ["tools", "vision", "streaming", "prompt-caching"];

function nova(
  id: string,
  name: string,
  fields: Partial<EntryFields> & Pick<EntryFields, "description">,
): CatalogueModel {
  return entry({
    id: `bedrock/${id}`,
    name,
    vendor: "amazon",
    family: "nova",
    contextTokens: 300_000,
    outputTokens: 10_000,
    capabilities: able,
    modalities: { input: ["text", "image", "pdf", "video"], output: ["text"] },
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

export const amazon: CatalogueModel[] = [
  nova("amazon.nova-2-lite-v1:0", "Amazon Nova 2 Lite", {
    description: "A small Nova that reads a million tokens.",
    contextTokens: 1_000_000,
    outputTokens: 65_535,
    capabilities: [...able, "reasoning"],
    modalities: { input: ["text", "image", "pdf", "audio", "video"], output: ["text"] },
    priceList: always([0.3, 2.5, 0.075], null),
    regions: { global: 1, us: 1.1, "": 1.1 },
    from: { prices: ["listingAws", "that of the global. profile; us. and regional ones cost 10 % more"] },
  }),
  nova("amazon.nova-pro-v1:0", "Amazon Nova Pro", {
    description: "The large Nova of the first kind.",
    priceList: always([0.8, 3.2, 0.2], null),
    releasedAt: "2024-12-03",
    knowledgeCutoff: "2024-10",
    from: { limits: ["listingAws", "models.dev has 8,192 for the output"], dates: "listingDates" },
  }),
  nova("amazon.nova-lite-v1:0", "Amazon Nova Lite", {
    description: "A small, cheap Nova.",
    priceList: always([0.06, 0.24, 0.015], null),
  }),
  nova("amazon.nova-micro-v1:0", "Amazon Nova Micro", {
    description: "The smallest Nova: text alone.",
    contextTokens: 128_000,
    capabilities: ["tools", "streaming", "prompt-caching"],
    modalities: { input: ["text"], output: ["text"] },
    priceList: always([0.035, 0.14, 0.00875], null),
  }),
  nova("amazon.nova-premier-v1:0", "Amazon Nova Premier", {
    description: "The largest Nova; by its us. profile alone.",
    contextTokens: 1_000_000,
    priceList: always([2.5, 12.5, 0.625], null),
    regions: { us: 1 },
    from: { prices: "listingAws" },
  }),
];
