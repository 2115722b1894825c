import type { Analysis } from "../../worker/contract/analysis.ts";
import type { CallEntry, Provider, ProviderHealth } from "../../worker/contract/provider.ts";
import type { Billed } from "../simulated/bill.ts";
import { call, type Somebody } from "./client.ts";

/** A key that must be found nowhere afterwards. */
export const canaryKey = "sk-canary-0123456789abcdefghijklmnopqrstuvwxyz";

/** Sets up a provider with a key and known prices: 1 dollar in, 4 out, a tenth for what is cached. */
export async function setUp(who: Somebody, body: Record<string, unknown>): Promise<Provider> {
  const models = Array.isArray(body.models) ? (body.models as string[]) : [];
  const prices = Object.fromEntries(
    models.map((model) => [model, { input: 1, output: 4, cachedInput: 0.1, cacheWrite: 1.25 }]),
  );
  const answer = await call("/providers", {
    headers: who.bearer,
    body: { apiKey: canaryKey, prices, ...body },
  });
  if (answer.status !== 201) throw new Error(`provider: ${answer.status} ${await answer.text()}`);
  return answer.json<Provider>();
}

/** Every attempt of an analysis, page by page. */
export async function allCalls(who: Somebody, analysisId: string): Promise<CallEntry[]> {
  const calls: CallEntry[] = [];
  for (let cursor = ""; ; ) {
    const answer = await call(`/analyses/${analysisId}/calls?limit=500${cursor}`, { headers: who.bearer });
    if (answer.status !== 200) throw new Error(`calls: ${answer.status} ${await answer.text()}`);
    const page = await answer.json<{ items: CallEntry[]; nextCursor: string | null }>();
    calls.push(...page.items);
    if (page.nextCursor === null) return calls;
    cursor = `&cursor=${encodeURIComponent(page.nextCursor)}`;
  }
}

export async function healthOf(who: Somebody, providerId: string): Promise<ProviderHealth> {
  const answer = await call("/providers/health", { headers: who.bearer });
  const { items } = await answer.json<{ items: ProviderHealth[] }>();
  const health = items.find((item) => item.providerId === providerId);
  if (!health) throw new Error("no health of this provider");
  return health;
}

/** Dollars for tokens at the prices of `setUp`. */
export function costOf({ inputTokens, cachedInputTokens, cacheWriteTokens, outputTokens }: Billed): number {
  const plain = inputTokens - cachedInputTokens - cacheWriteTokens;
  return (plain + cachedInputTokens * 0.1 + cacheWriteTokens * 1.25 + outputTokens * 4) / 1_000_000;
}

export function noticesOf(analysis: Analysis): string {
  return analysis.progress.notices.map(({ text }) => text).join("\n");
}
