import type { Owner } from "../accounts/owner.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import type { CallEntry } from "../contract/provider.ts";
import { jsonPieces } from "./bulk.ts";

/** One attempt as it is written down. `id` is made when it was made, by `newId("call", at)`: writing twice counts once. */
export interface NewCall {
  id: string;
  analysisId: string | null;
  /** Whose budget it counts in, where no analysis says it: it has none, or that was deleted before the call ended. */
  projectId?: string | null | undefined;
  providerId: string;
  /** `slug/model`. */
  model: string;
  task: string;
  taskId: number | null;
  call: number;
  attempt: number;
  /** `ok`, or the kind of failure. */
  outcome: string;
  inputTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  /** Dollars; null where the price is unknown. */
  costUsd: number | null;
  latencyMs: number;
  firstTokenMs: number | null;
  /** Epoch milliseconds. */
  at: number;
}

const perDay = ["organization_id", "day", "provider_id", "model", "task", "outcome"].join(", ");

/** In the same transaction and before the calls themselves: those that stand there already are in the sum. */
const sumUp = `INSERT INTO model_call_day (${perDay}, calls, input_tokens, cached_tokens, output_tokens, cost_usd,
    calls_of_unknown_cost, latency_ms)
  SELECT ?1, date(value->>'$.at' / 1000, 'unixepoch') AS called_on, value->>'$.providerId' AS asked,
    value->>'$.model' AS named, value->>'$.task' AS about, value->>'$.outcome' AS ended, count(*),
    sum(value->>'$.inputTokens'), sum(value->>'$.cachedTokens'), sum(value->>'$.outputTokens'),
    total(value->>'$.costUsd'), sum(value->>'$.costUsd' IS NULL), sum(value->>'$.latencyMs')
  FROM json_each(?2) WHERE NOT EXISTS (SELECT 1 FROM model_call WHERE model_call.id = value->>'$.id')
  GROUP BY called_on, asked, named, about, ended
  ON CONFLICT (${perDay}) DO UPDATE SET calls = calls + excluded.calls,
    input_tokens = input_tokens + excluded.input_tokens, cached_tokens = cached_tokens + excluded.cached_tokens,
    output_tokens = output_tokens + excluded.output_tokens, cost_usd = cost_usd + excluded.cost_usd,
    calls_of_unknown_cost = calls_of_unknown_cost + excluded.calls_of_unknown_cost,
    latency_ms = latency_ms + excluded.latency_ms`;

const orphaned = `value->>'$.projectId' IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM analysis WHERE analysis.id = value->>'$.analysisId')`;

const writeDown = `INSERT OR IGNORE INTO model_call (id, organization_id, analysis_id, project_id, provider_id, model, task,
    task_id, call, attempt, outcome, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
    cost_usd, latency_ms, first_token_ms, at)
  SELECT value->>'$.id', ?1, iif(${orphaned}, NULL, value->>'$.analysisId'),
    iif(${orphaned}, value->>'$.projectId', NULL), value->>'$.providerId', value->>'$.model', value->>'$.task',
    value->>'$.taskId', value->>'$.call', value->>'$.attempt', value->>'$.outcome', value->>'$.inputTokens',
    value->>'$.cachedTokens', value->>'$.cacheWriteTokens', value->>'$.outputTokens', value->>'$.reasoningTokens',
    value->>'$.costUsd', value->>'$.latencyMs', value->>'$.firstTokenMs', value->>'$.at'
  FROM json_each(?2)`;

/** Writes calls down and adds them to the sums of their days, all or none; the same again changes nothing. */
export async function recordCalls(db: D1Database, organizationId: string, calls: NewCall[]): Promise<void> {
  const once = [...new Map(calls.map((call) => [call.id, call])).values()];
  if (once.length === 0) return;
  await db.batch(
    jsonPieces(once).flatMap((piece) =>
      [sumUp, writeDown].map((statement) => db.prepare(statement).bind(organizationId, piece)),
    ),
  );
}

interface CallRecord extends Omit<CallEntry, "at"> {
  at: number;
}

/** The calls of an analysis, oldest first. `outcome`: `ok`, `failed` for all that are not, or one kind of failure. */
export async function listCalls(
  db: D1Database,
  owner: Owner,
  analysisId: string,
  page: PageQuery,
  outcome?: string,
): Promise<Page<CallEntry>> {
  const { results } = await db
    .prepare(
      `SELECT id, at, analysis_id AS analysisId, task, task_id AS taskId, call, attempt,
         substr(model, 1, instr(model, '/') - 1) AS provider, model, outcome, input_tokens AS inputTokens,
         cached_tokens AS cachedInputTokens, cache_write_tokens AS cacheWriteTokens, output_tokens AS outputTokens,
         reasoning_tokens AS reasoningTokens, cost_usd AS costUsd, latency_ms AS latencyMs,
         first_token_ms AS firstTokenMs
       FROM model_call WHERE analysis_id = ?1 AND organization_id = ?2 AND id > ?3
         AND (?4 IS NULL OR outcome = ?4 OR (?4 = 'failed' AND outcome <> 'ok'))
       ORDER BY id LIMIT ?5`,
    )
    .bind(analysisId, owner.organizationId, page.cursor ?? "", outcome ?? null, page.limit + 1)
    .all<CallRecord>();
  const items = results.slice(0, page.limit).map((row) => ({ ...row, at: new Date(row.at).toISOString() }));
  return { items, nextCursor: results.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** The calls of one provider within one hour that has any. */
export interface HourOfCalls {
  /** Epoch milliseconds. */
  hour: number;
  ok: number;
  failed: number;
}

const hourMs = 3_600_000;

/** By provider, the hours that have calls: the present one and the 23 before it, oldest first. */
export async function hoursOf(
  db: D1Database,
  organizationId: string,
  providerIds: string[],
  now: number,
): Promise<Map<string, HourOfCalls[]>> {
  const first = (Math.floor(now / hourMs) - 23) * hourMs;
  const { results } = await db
    .prepare(
      `SELECT provider_id AS providerId, at / ${hourMs} * ${hourMs} AS hour, sum(outcome = 'ok') AS ok,
         sum(outcome <> 'ok') AS failed
       FROM model_call
       WHERE organization_id = ?1 AND provider_id IN (SELECT value FROM json_each(?2)) AND at >= ?3
       GROUP BY provider_id, hour ORDER BY provider_id, hour`,
    )
    .bind(organizationId, JSON.stringify(providerIds), first)
    .all<HourOfCalls & { providerId: string }>();
  const hours = new Map<string, HourOfCalls[]>();
  for (const { providerId, ...hour } of results) {
    hours.set(providerId, [...(hours.get(providerId) ?? []), hour]);
  }
  return hours;
}

/** What one provider has done today (UTC). `costKnown`: no call of it had an unknown price. */
export interface DayOfCalls {
  calls: number;
  failed: number;
  costUsd: number;
  costKnown: boolean;
}

/** By provider; those that were not asked today are not in it. */
export async function todayOf(db: D1Database, organizationId: string, now: number): Promise<Map<string, DayOfCalls>> {
  const { results } = await db
    .prepare(
      `SELECT provider_id AS providerId, sum(calls) AS calls, sum(iif(outcome = 'ok', 0, calls)) AS failed,
         sum(cost_usd) AS costUsd, sum(calls_of_unknown_cost) AS unknown
       FROM model_call_day WHERE organization_id = ?1 AND day = ?2 GROUP BY provider_id`,
    )
    .bind(organizationId, new Date(now).toISOString().slice(0, 10))
    .all<{ providerId: string; calls: number; failed: number; costUsd: number; unknown: number }>();
  return new Map(
    results.map(({ providerId, unknown, ...day }) => [providerId, { ...day, costKnown: unknown === 0 }] as const),
  );
}

/** Deletes calls from before a time, oldest first; their days keep the sums. @returns how many */
export async function sweepCalls(db: D1Database, before: number, limit: number): Promise<number> {
  const { meta } = await db
    .prepare("DELETE FROM model_call WHERE id IN (SELECT id FROM model_call WHERE at < ?1 ORDER BY at LIMIT ?2)")
    .bind(before, limit)
    .run();
  return meta.changes;
}
