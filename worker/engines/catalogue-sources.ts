import type { PriceTier } from "../contract/model.ts";
import type { CatalogueList, ListedModel } from "../contract/model-change.ts";
import type { ProviderType } from "../contract/provider.ts";

const longest = 8 * 1024 * 1024;
const patience = 20_000;
/** Of one list; more than that is not what was asked for. */
const mostModels = 3000;

type Json = Record<string, unknown>;

/** A public list of models: where it is, and how it is read. */
interface Source {
  name: string;
  url: string;
  parse: (body: unknown) => ListedModel[];
}

const sources: Source[] = [
  { name: "models.dev", url: "https://models.dev/api.json", parse: parseModelsDev },
  { name: "OpenRouter", url: "https://openrouter.ai/api/v1/models", parse: parseOpenRouter },
];

/**
 * Reads the public lists of models. A list that can't be reached, is too large or is no list is left out without a
 * word: everything works without them.
 * @param now milliseconds since 1970
 */
export async function readCatalogueSources(now: number, get: typeof fetch = fetch): Promise<CatalogueList[]> {
  const lists = await Promise.all(
    sources.map(async ({ name, url, parse }) => {
      const body = await readJson(url, get).catch(() => null);
      const models = body === null ? [] : parse(body).slice(0, mostModels);
      return models.length === 0 ? [] : [{ source: name, at: now, models }];
    }),
  );
  return lists.flat();
}

async function readJson(url: string, get: typeof fetch): Promise<unknown> {
  const answer = await get(url, {
    headers: { accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(patience),
  });
  if (answer.status !== 200 || answer.body === null) return null;
  const reader = answer.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let size = 0; ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    size += value.byteLength;
    if (size > longest) {
      await reader.cancel();
      return null;
    }
    text += decoder.decode(value, { stream: true });
  }
  return JSON.parse(text + decoder.decode());
}

/** The providers of models.dev that are also types of ours. */
const modelsDevProviders: [id: string, type: ProviderType][] = [
  ["anthropic", "anthropic"],
  ["openai", "openai"],
  ["google", "google"],
  ["amazon-bedrock", "bedrock"],
];

/** `{anthropic: {models: {"claude-…": {limit, cost, knowledge, release_date, status}}}}`, prices a million tokens. */
export function parseModelsDev(body: unknown): ListedModel[] {
  return modelsDevProviders.flatMap(([provider, type]) =>
    Object.entries(object(object(object(body)[provider]).models)).flatMap(([id, value]) => {
      const model = object(value);
      const limit = object(model.limit);
      const writes = object(model.modalities).output;
      if (Array.isArray(writes) && !writes.includes("text")) return [];
      return {
        type,
        id,
        contextTokens: tokens(limit.context),
        outputTokens: tokens(limit.output),
        prices: modelsDevPrices(object(model.cost)),
        lifecycle: model.status === "deprecated" ? { state: "deprecated" as const, retiresAt: null } : null,
        knowledgeCutoff: day(model.knowledge),
        releasedAt: day(model.release_date),
      };
    }),
  );
}

function modelsDevPrices(cost: Json): ListedModel["prices"] {
  const tier = (aboveInputTokens: number, price: Json) =>
    priceTier(aboveInputTokens, [price.input, price.output, price.cache_read, price.cache_write]);
  const base = tier(0, cost);
  if (base === null) return null;
  const more = list(cost.tiers).map((one) => {
    const above = tokens(object(object(one).tier).size);
    return above === null ? null : tier(above, object(one));
  });
  if (more.length === 0) more.push(tier(200_000, object(cost.context_over_200k)));
  return { tiers: [base, ...more.filter((one) => one !== null)] };
}

/** `{data: [{id: "anthropic/claude-…", context_length, top_provider, pricing, expiration_date}]}`, prices a token, as text. */
export function parseOpenRouter(body: unknown): ListedModel[] {
  return list(object(body).data).flatMap((value) => {
    const model = object(value);
    const { id } = model;
    if (typeof id !== "string" || !/^(?:anthropic|openai|google|amazon)\//.test(id)) return [];
    const writes = object(model.architecture).output_modalities;
    if (Array.isArray(writes) && !writes.includes("text")) return [];
    const pricing = object(model.pricing);
    const million = (price: unknown) => {
      const dollars = typeof price === "string" && price.trim() !== "" ? Number(price) : price;
      // To nine places: a price a token times a million is not exact.
      return typeof dollars === "number" ? Math.round(dollars * 1e15) / 1e9 : null;
    };
    const base = priceTier(0, [
      million(pricing.prompt),
      million(pricing.completion),
      million(pricing.input_cache_read),
      million(pricing.input_cache_write),
    ]);
    const retiresAt = day(model.expiration_date);
    return {
      type: "openai-compatible" as const,
      id,
      contextTokens: tokens(model.context_length),
      outputTokens: tokens(object(model.top_provider).max_completion_tokens),
      prices: base && { tiers: [base] },
      lifecycle: retiresAt === null ? null : { state: "deprecated" as const, retiresAt },
      knowledgeCutoff: day(model.knowledge_cutoff),
      releasedAt: typeof model.created === "number" ? dayOf(model.created) : null,
    };
  });
}

/** Null where input or output is no price, or both are 0: lists write 0 where they do not know. */
function priceTier(aboveInputTokens: number, [input, output, cachedInput, cacheWrite]: unknown[]): PriceTier | null {
  const [paidIn, paidOut] = [price(input), price(output)];
  if (paidIn === null || paidOut === null || paidIn + paidOut === 0) return null;
  const known = { cachedInput: price(cachedInput) || null, cacheWrite: price(cacheWrite) || null };
  return { aboveInputTokens, input: paidIn, output: paidOut, ...known };
}

function price(value: unknown): number | null {
  return typeof value === "number" && value >= 0 && value < 1e6 ? value : null;
}

function tokens(value: unknown): number | null {
  return typeof value === "number" && Number.isInteger(value) && value > 0 && value <= 1e9 ? value : null;
}

function day(value: unknown): string | null {
  const [found] = typeof value === "string" ? (/^\d{4}-\d{2}(-\d{2})?/.exec(value) ?? []) : [];
  return found !== undefined && !Number.isNaN(Date.parse(found)) ? found : null;
}

function dayOf(seconds: number): string | null {
  const sane = seconds > 0 && seconds < 1e11;
  return sane ? new Date(seconds * 1000).toISOString().slice(0, 10) : null;
}

function object(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
