import type { Options, OptionsInput, Strategy } from "../worker/contract/analysis.ts";

export const fallbacksAtMost = 10;

/** What the server takes where none is named. */
const standardClusterSize = 5;

export const strategies: { value: Strategy; word: string; hint: string }[] = [
  { value: "priority", word: "In this order", hint: "The first that can serve answers (default)" },
  { value: "round-robin", word: "In turn", hint: "Calls are dealt out evenly" },
  { value: "least-busy", word: "The least busy", hint: "The one with the fewest calls in flight" },
  { value: "fastest", word: "The fastest", hint: "The one that answered quickest so far" },
  { value: "cheapest", word: "The cheapest", hint: "The one with the lowest price; an unknown price comes last" },
];

/** Model names hold no white space, so a space parts them; in the URL it is a plus. */
export function readFallbacks(query: Record<string, string>): string[] {
  const named = (query.fallback ?? "").split(/\s+/).filter((name) => name !== "" && name !== query.model);
  return [...new Set(named)].slice(0, fallbacksAtMost);
}

export const fallbackText = (names: string[]): string | undefined => (names.length === 0 ? undefined : names.join(" "));

/** The list with one of its parts a place further up (-1) or down (1); the same list where there is no such place. */
export function moved<Item>(list: Item[], from: number, by: -1 | 1): Item[] {
  const to = from + by;
  const item = list[from];
  if (item === undefined || to < 0 || to >= list.length) return list;
  const next = list.filter((_, place) => place !== from);
  next.splice(to, 0, item);
  return next;
}

/** What the chain is for, in the words of a badge: who may answer beside the model. */
export function chainWords({ fallbackModels, strategy }: Pick<Options, "fallbackModels" | "strategy">): string | null {
  const [first] = fallbackModels;
  if (first === undefined) return null;
  const more = fallbackModels.length - 1;
  const names = more === 0 ? first : `${first} and ${more} more`;
  return strategy === "priority" ? `may fall back to ${names}` : `may share the work with ${names}`;
}

export function readStrategy(query: Record<string, string>): Strategy {
  return strategies.find(({ value }) => value === query.strategy)?.value ?? "priority";
}

/** Who answers, as the API takes it: only what differs from the defaults. */
export function chainOptions(query: Record<string, string>): OptionsInput {
  const fallbackModels = readFallbacks(query);
  const strategy = readStrategy(query);
  return {
    ...(fallbackModels.length > 0 ? { fallbackModels } : {}),
    ...(fallbackModels.length > 0 && strategy !== "priority" ? { strategy } : {}),
    ...(query.down === "fallback" ? { onProviderDown: "fallback" as const } : {}),
    ...(query.hedge === "1" && fallbackModels.length > 0 ? { hedge: true } : {}),
  };
}

/** The address that sets up the same analysis once more. */
export function runAgainAddress(analysis: {
  datasetId: string;
  templateId: string;
  model: string;
  options: Pick<
    Options,
    | "fallbackModels"
    | "strategy"
    | "onProviderDown"
    | "hedge"
    | "maxCostUsd"
    | "basedOn"
    | "freezeLabels"
    | "targetLabels"
    | "redactPii"
    | "cluster"
    | "minClusterSize"
    | "embeddingModel"
  >;
}): string {
  const { datasetId, templateId, model, options } = analysis;
  const search = new URLSearchParams({ template: templateId });
  if (model !== "local/lexical") search.set("model", model);
  const fallback = fallbackText(options.fallbackModels);
  if (fallback !== undefined) search.set("fallback", fallback);
  if (options.strategy !== undefined && options.strategy !== "priority") search.set("strategy", options.strategy);
  if (options.onProviderDown === "fallback") search.set("down", "fallback");
  if (options.hedge) search.set("hedge", "1");
  if (options.maxCostUsd !== null) search.set("maxCost", String(options.maxCostUsd));
  if (options.basedOn !== null) search.set("based", options.basedOn);
  if (options.freezeLabels) search.set("freeze", "1");
  if (options.targetLabels !== null) search.set("target", String(options.targetLabels));
  if (!options.cluster) search.set("cluster", "0");
  if (options.minClusterSize !== standardClusterSize) search.set("minClusterSize", String(options.minClusterSize));
  if (options.embeddingModel) search.set("embed", options.embeddingModel);
  if (options.redactPii) search.set("redact", "1");
  return `/datasets/${datasetId}/analyze?${search}`;
}
