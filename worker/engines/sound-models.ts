import * as z from "zod";
import type { FoundModel } from "./model-call.ts";

const mostModels = 2_000;
/** They stand in one row of a database, whose parameters have a limit. */
const mostBytes = 900_000;
const longestText = 200;
/** Shorter "keys" are words for servers that want none; names of models may hold them. */
const shortestSecret = 8;

const text = z.string().min(1).max(longestText).refine(isOneLine);
const count = z.int().positive().nullish().catch(null);

const modelSchema = z.object({
  id: text,
  name: text.nullish().catch(null),
  contextTokens: count,
  outputTokens: count,
  lifecycle: z.enum(["active", "deprecated", "retired"]).nullish().catch(null),
  retiresAt: z
    .string()
    .regex(/^\d{4}-\d\d-\d\d(?:T[\d:.]{5,20}(?:Z|[+-]\d\d:?\d\d)?)?$/)
    .refine((date) => !Number.isNaN(Date.parse(date)))
    .nullish()
    .catch(null),
});

/**
 * The models of a server's list that are models. A list comes from outside and is kept and shown: nothing in it is believed
 * to have the type it should, and whoever heard our key may repeat it there.
 * @param listed what a provider's client made of the list
 */
export function soundModels(listed: unknown, apiKey: string | null): FoundModel[] {
  const found = new Map<string, FoundModel>();
  const encoder = new TextEncoder();
  let bytes = 0;
  for (const entry of Array.isArray(listed) ? listed : []) {
    const read = modelSchema.safeParse(entry);
    if (!read.success || found.has(read.data.id) || holdsKey(read.data.id, apiKey)) continue;
    const { id, name, contextTokens, outputTokens, lifecycle, retiresAt } = read.data;
    const model: FoundModel = {
      id,
      name: name && !holdsKey(name, apiKey) ? name : null,
      contextTokens: contextTokens ?? null,
      outputTokens: outputTokens ?? null,
      lifecycle: lifecycle ?? null,
      retiresAt: retiresAt?.slice(0, 10) ?? null,
    };
    bytes += encoder.encode(JSON.stringify(model)).length + 1;
    if (found.size >= mostModels || bytes > mostBytes) break;
    found.set(id, model);
  }
  return [...found.values()];
}

/** No control characters, none that are not seen, no half of a character. */
function isOneLine(words: string): boolean {
  return !/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(words);
}

/** Whether a text repeats the key, or the secret half of one with parts; in any case, and however often percent-encoded. */
function holdsKey(words: string, apiKey: string | null): boolean {
  const secrets = [apiKey ?? "", ...(apiKey ?? "").split(":")]
    .filter(({ length }) => length >= shortestSecret)
    .map((secret) => secret.toLowerCase());
  for (let seen = "", now = words; seen !== now; now = decoded(now)) {
    seen = now;
    if (secrets.some((secret) => seen.toLowerCase().includes(secret))) return true;
  }
  return false;
}

/** Keys are ASCII, so each letter stands for itself; what is no code stays as it is. */
function decoded(words: string): string {
  return words.replace(/%([0-9a-f]{2})/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
