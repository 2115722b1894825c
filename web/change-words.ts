import type { ModelChange } from "../worker/contract/model-change.ts";
import { count, money } from "./format.ts";

const fields: Record<ModelChange["field"], string> = {
  contextTokens: "Context",
  outputTokens: "Longest answer",
  prices: "Price",
  lifecycle: "Lifecycle",
  knowledgeCutoff: "Knowledge until",
  releasedAt: "Released",
  listed: "Listed",
};

export const fieldWord = (field: ModelChange["field"]): string => fields[field];

/** A value of a change as it is read. It comes from outside: what has another shape is written as it is. */
export function changeValue(field: ModelChange["field"], value: unknown): string {
  if (value === null || value === undefined) return "not known";
  if (field === "listed") return value === true ? "listed" : "not listed";
  if (typeof value === "number") return `${count(value)} tokens`;
  if (typeof value === "string") return value;
  if (typeof value !== "object") return String(value);
  if (field === "prices" && "tiers" in value && Array.isArray(value.tiers)) return value.tiers.map(tierText).join("; ");
  if (field === "lifecycle" && "state" in value) {
    const ends =
      "retiresAt" in value && typeof value.retiresAt === "string" ? `, ends ${value.retiresAt.slice(0, 10)}` : "";
    return `${String(value.state)}${ends}`;
  }
  return JSON.stringify(value);
}

function tierText(tier: unknown): string {
  const said = new Map(typeof tier === "object" && tier !== null ? Object.entries(tier) : []);
  const dollars = (name: string, word: string): string => {
    const price: unknown = said.get(name);
    return typeof price === "number" ? `${money(price)} ${word}` : "";
  };
  const above: unknown = said.get("aboveInputTokens");
  const parts = [
    dollars("input", "in"),
    dollars("output", "out"),
    dollars("cachedInput", "cached"),
    dollars("cacheWrite", "to the cache"),
  ];
  const text = parts.filter((part) => part !== "").join(", ");
  return typeof above === "number" && above > 0 ? `above ${count(above)} tokens ${text}` : text;
}
