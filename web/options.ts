import type { OptionsInput } from "../worker/contract/analysis.ts";
import { chainOptions } from "./chain.ts";
import { readPrice } from "./price-words.ts";

/** The options the page offers, by the name they have in the URL. */
export interface NumberOption {
  name: string;
  label: string;
  hint: string;
  /** null where the default is that it plays no part. */
  standard: number | null;
  min: number;
  max: number;
}

export const numberOptions: NumberOption[] = [
  { name: "streams", label: "Streams", hint: "Lanes that work at the same time", standard: 8, min: 1, max: 64 },
  { name: "itemsPerStream", label: "Smallest batch", hint: "Contents worth one call", standard: 4, min: 1, max: 200 },
  {
    name: "retryAttempts",
    label: "Retries",
    hint: "Asked again when an answer is missing",
    standard: 3,
    min: 0,
    max: 10,
  },
  {
    name: "discoveryShare",
    label: "Discovery, percent",
    hint: "Read first, to find the labels",
    standard: 15,
    min: 0,
    max: 100,
  },
  { name: "discoveryMin", label: "Discovery, at least", hint: "Contents", standard: 50, min: 0, max: 10_000 },
  { name: "discoveryMax", label: "Discovery, at most", hint: "Contents", standard: 150, min: 0, max: 10_000 },
  {
    name: "minClusterSize",
    label: "Smallest cluster",
    hint: "Smaller ones are folded",
    standard: 5,
    min: 1,
    max: 1000,
  },
  {
    name: "ttlDays",
    label: "Keep results, days",
    hint: "Then they expire, unless kept by hand",
    standard: 7,
    min: 1,
    max: 365,
  },
];

/** Belongs to the labels, not to the list of options. */
export const targetOption: NumberOption = {
  name: "target",
  label: "Labels, at most",
  hint: "A model puts the nearest together until so many are left",
  standard: null,
  min: 2,
  max: 1000,
};

/** Whether what was typed is a number that the option takes; nothing typed is the default, which fits. */
export function fits(option: NumberOption, text: string): boolean {
  if (text === "") return true;
  const value = Number(text);
  return Number.isInteger(value) && value >= option.min && value <= option.max;
}

/** Dollars as they were typed. @returns undefined for nothing typed, null for what is no sum above nothing */
export function readBudget(text: string): number | null | undefined {
  const value = readPrice(text);
  return value === 0 ? null : value;
}

/** The provider's model whose vectors clusters rest on; null for the built-in ones, and where nothing is clustered. */
export function vectorModelIn(query: Record<string, string>): string | null {
  return query.cluster === "0" ? null : query.embed || null;
}

/**
 * Options as the API takes them, from the URL's parameters. A number that is missing, broken or out of its range is
 * left out, so the server's default holds. `cluster` is always said.
 */
export function readOptions(query: Record<string, string>): OptionsInput {
  const number = (name: string): number | undefined => {
    const option = [...numberOptions, targetOption].find((one) => one.name === name);
    const text = query[name] ?? "";
    return option === undefined || text === "" || !fits(option, text) ? undefined : Number(text);
  };
  const discovery = {
    ...said("targetPercentage", number("discoveryShare")),
    ...said("minItems", number("discoveryMin")),
    ...said("maxItems", number("discoveryMax")),
  };
  const vectorModel = vectorModelIn(query);
  const frozen = query.freeze === "1" && Boolean(query.based);
  return {
    ...said("streams", number("streams")),
    ...said("itemsPerStream", number("itemsPerStream")),
    ...said("retryAttempts", number("retryAttempts")),
    ...said("minClusterSize", number("minClusterSize")),
    ...said("ttlDays", number("ttlDays")),
    ...(query.sync === "continuous" ? { sync: "continuous" as const } : {}),
    ...(Object.keys(discovery).length > 0 ? { discovery } : {}),
    cluster: query.cluster !== "0",
    ...(vectorModel === null ? {} : { embeddingModel: vectorModel }),
    ...(query.based ? { basedOn: query.based } : {}),
    ...(frozen ? { freezeLabels: true } : said("targetLabels", number("target"))),
    ...(query.redact === "1" ? { redactPii: true } : {}),
    ...said("maxCostUsd", readBudget(query.maxCost ?? "") ?? undefined),
    ...chainOptions(query),
  };
}

function said<Name extends string>(name: Name, value: number | undefined): Partial<Record<Name, number>> {
  const one: Partial<Record<Name, number>> = {};
  if (value !== undefined) one[name] = value;
  return one;
}
