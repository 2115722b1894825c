import type { Capability } from "../../contract/model.ts";
import { always, type CatalogueModel, type EntryFields, entry, type PriceRow } from "./entry.ts";

const half = 0.5;
const million = 1_000_000;

const able: Capability[] = ["json-schema", "tools", "vision", "streaming", "prompt-caching", "batch", "reasoning"];

/** A Claude that can be asked today. */
function claude(
  id: string,
  name: string,
  row: PriceRow,
  fields: Partial<EntryFields> & Pick<EntryFields, "description">,
): CatalogueModel {
  return entry({
    id: `anthropic/${id}`,
    name,
    vendor: "anthropic",
    family: `claude-${name.split(" ")[1]?.toLowerCase()}`,
    contextTokens: million,
    outputTokens: 128_000,
    capabilities: able,
    modalities: { input: ["text", "image", "pdf"], output: ["text"] },
    maxImages: 600,
    priceList: always(row, half),
    tokenizer: "claude-since-4.7",
    imageTokens: "claude-2576",
    regions: { global: 1, us: 1.1, eu: 1.1 },
    ...fields,
    from: {
      limits: "listing",
      prices: "listing",
      lifecycle: "anthropicSdk",
      capabilities: ["abilities", "the most images in a call: Anthropic's guide to images"],
      ...fields.from,
    },
  });
}

const before47 = { tokenizer: "claude-until-4.6", imageTokens: "claude-1568" } as const;

export const anthropic: CatalogueModel[] = [
  claude("claude-fable-5-2", "Claude Fable 5.2", [8, 40, 0.2, 10], {
    description: "The largest Claude.",
    releasedAt: "2026-11-09",
    from: { dates: ["anthropicSdk", "the day it first stood in the SDK"] },
  }),
  claude("claude-fable-5-1", "Claude Fable 5.1", [10, 50, 0.25, 12.5], { description: "The Fable before 5.2." }),
  claude("claude-opus-5-5", "Claude Opus 5.5", [4, 20, 0.2, 5], {
    description: "A large Claude for hard reading and reasoning.",
    releasedAt: "2026-09-22",
    from: { dates: ["anthropicSdk", "the day it first stood in the SDK"] },
  }),
  claude("claude-opus-5", "Claude Opus 5", [5, 25, 0.5, 6.25], {
    description: "The Opus before 5.5.",
    releasedAt: "2026-07-24",
    from: { dates: ["anthropicSdk", "the day it first stood in the SDK"] },
  }),
  claude("claude-sonnet-5-5", "Claude Sonnet 5.5", [2, 10, 0.1, 2.5], {
    description: "The middle Claude: good at most things, at a middle price.",
    releasedAt: "2026-09-28",
    from: { dates: ["anthropicSdk", "the day it first stood in the SDK"] },
  }),
  claude("claude-sonnet-5", "Claude Sonnet 5", [2, 10, 0.2, 2.5], {
    description: "The Sonnet before 5.5.",
    releasedAt: "2026-06-30",
    knowledgeCutoff: "2026-01-31",
    from: { dates: "listingDates" },
  }),
  claude("claude-haiku-5-5", "Claude Haiku 5.5", [0.1, 0.5, 0.01, 0.125], {
    description: "The small Claude: very cheap for calls of up to 100,000 tokens, five times that above.",
    priceList: always([0.1, 0.5, 0.01, 0.125], half, [100_000, 0.5, 2.5, 0.05, 0.625]),
    releasedAt: "2026-10-07",
    from: { dates: ["anthropicSdk", "the day it first stood in the SDK"] },
  }),
  claude("claude-haiku-4-5", "Claude Haiku 4.5", [1, 5, 0.1, 1.25], {
    description: "An older small Claude.",
    contextTokens: 200_000,
    outputTokens: 64_000,
    releasedAt: "2025-10-15",
    knowledgeCutoff: "2025-02-28",
    from: { dates: "listingDates" },
    ...before47,
  }),
  claude("claude-sonnet-4-6", "Claude Sonnet 4.6", [3, 15, 0.3, 3.75], {
    description: "An older middle Claude.",
    releasedAt: "2026-02-17",
    knowledgeCutoff: "2025-08-31",
    from: { dates: "listingDates" },
    ...before47,
  }),
  claude("claude-sonnet-4-5", "Claude Sonnet 4.5", [3, 15, 0.3, 3.75], {
    description: "An older middle Claude, about to end.",
    contextTokens: 200_000,
    outputTokens: 64_000,
    lifecycle: { state: "deprecated", retiresAt: "2026-11-30", replacement: "anthropic/claude-sonnet-5-5" },
    from: { lifecycle: ["anthropicSdk", "the replacement is the newest of its family, not named by the SDK"] },
    ...before47,
  }),
  claude("claude-opus-4-8", "Claude Opus 4.8", [5, 25, 0.5, 6.25], {
    description: "An older large Claude.",
    releasedAt: "2026-05-28",
    from: { dates: "listingDates" },
  }),
  claude("claude-opus-4-7", "Claude Opus 4.7", [5, 25, 0.5, 6.25], { description: "An older large Claude." }),
  claude("claude-opus-4-6", "Claude Opus 4.6", [5, 25, 0.5, 6.25], {
    description: "An older large Claude.",
    ...before47,
  }),
  claude("claude-opus-4-5", "Claude Opus 4.5", [5, 25, 0.5, 6.25], {
    description: "An older large Claude.",
    contextTokens: 200_000,
    outputTokens: 64_000,
    ...before47,
  }),
  claude("claude-3-5-sonnet", "Claude 3.5 Sonnet", [3, 15, 0.3, 3.75], {
    description: "Retired.",
    contextTokens: 200_000,
    outputTokens: 8_192,
    capabilities: ["tools", "vision", "streaming", "prompt-caching", "batch"],
    family: "claude-sonnet",
    maxImages: null,
    lifecycle: { state: "retired", retiresAt: "2025-10-28", replacement: "anthropic/claude-sonnet-5-5" },
    from: {
      limits: "historic",
      prices: "historic",
      lifecycle: ["anthropicEnds", "the replacement is the newest of its family"],
      capabilities: "abilities",
    },
    ...before47,
  }),
  claude("claude-3-sonnet", "Claude 3 Sonnet", [3, 15], {
    description: "Retired.",
    priceList: always([3, 15], null),
    contextTokens: 200_000,
    outputTokens: 4_096,
    capabilities: ["tools", "vision", "streaming"],
    family: "claude-sonnet",
    maxImages: null,
    lifecycle: {
      state: "retired",
      replacement: "anthropic/claude-sonnet-5-5",
      note: "Retired in July 2025.",
    },
    from: {
      limits: "historic",
      prices: "historic",
      lifecycle: [
        "anthropicSdk",
        "gone from the SDK; the month is recalled; the replacement is the newest of its family",
      ],
      capabilities: "recalled",
    },
    ...before47,
  }),
];
