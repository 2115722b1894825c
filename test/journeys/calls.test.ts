import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../worker/contract/id.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { CallEntry, Provider, ProviderHealth } from "../../worker/contract/provider.ts";
import { type NewCall, recordCalls, sweepCalls } from "../../worker/db/model-calls.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";

let ada: Somebody;
let organizationId = "";
beforeAll(async () => {
  ada = await signUp();
  organizationId = await organizationOf(ada);
});

async function organizationOf(who: Somebody): Promise<string> {
  const me = await (await call("/me", { headers: who.bearer })).json<{ organization: { id: string } }>();
  return me.organization.id;
}

/** The row of an analysis that has ended; no job behind it. */
async function ended(expiresAt: number | null = null): Promise<string> {
  const id = newId("analysis", Date.now());
  await env.DB.prepare(
    `INSERT INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model, options, status,
       progress, usage, created_at, expires_at)
     VALUES (?1, ?2, '', '', '', '{}', '', 'sim/a', '{}', 'completed', '{}', '{}', 0, ?3)`,
  )
    .bind(id, organizationId, expiresAt)
    .run();
  return id;
}

const dawn = Date.UTC(2026, 10, 20);

function callOf(more: Partial<NewCall> = {}): NewCall {
  const at = more.at ?? dawn;
  return {
    id: newId("call", at),
    analysisId: null,
    providerId: "prv_1",
    model: "sim/org/a",
    task: "extract",
    taskId: 3,
    call: 1,
    attempt: 1,
    outcome: "ok",
    inputTokens: 100,
    cachedTokens: 40,
    cacheWriteTokens: 5,
    outputTokens: 20,
    reasoningTokens: 2,
    costUsd: 0.5,
    latencyMs: 900,
    firstTokenMs: 300,
    at,
    ...more,
  };
}

const callsOf = async (id: string, query = "", who = ada) =>
  (await call(`/analyses/${id}/calls${query}`, { headers: who.bearer })).json<Page<CallEntry>>();

async function daysOf(providerId: string) {
  const { results } = await env.DB.prepare(
    "SELECT * FROM model_call_day WHERE organization_id = ?1 AND provider_id = ?2 ORDER BY day, outcome",
  )
    .bind(organizationId, providerId)
    .all();
  return results;
}

describe("the calls of an analysis", () => {
  it("are listed oldest first, page by page, and by how they ended", async () => {
    const analysisId = await ended();
    const calls = [
      callOf({ analysisId }),
      callOf({ analysisId, at: dawn + 1, attempt: 2, outcome: "timeout", costUsd: null, firstTokenMs: null }),
      callOf({ analysisId, at: dawn + 2, outcome: "rate_limited", task: "reconcile", taskId: null }),
    ];
    await recordCalls(env.DB, organizationId, calls.toReversed());
    await recordCalls(env.DB, organizationId, [callOf({ analysisId: await ended() }), callOf()]);
    const { items, nextCursor } = await callsOf(analysisId);
    expect(nextCursor).toBeNull();
    expect(items.map(({ id }) => id)).toEqual(calls.map(({ id }) => id));
    expect(items[0]).toEqual({
      id: calls[0]?.id,
      at: "2026-11-20T00:00:00.000Z",
      analysisId,
      task: "extract",
      taskId: 3,
      call: 1,
      attempt: 1,
      provider: "sim",
      model: "sim/org/a",
      outcome: "ok",
      inputTokens: 100,
      cachedInputTokens: 40,
      cacheWriteTokens: 5,
      outputTokens: 20,
      reasoningTokens: 2,
      costUsd: 0.5,
      latencyMs: 900,
      firstTokenMs: 300,
    });
    expect(items[1]).toMatchObject({ outcome: "timeout", costUsd: null, firstTokenMs: null });
    const first = await callsOf(analysisId, "?limit=2");
    expect(first.items).toEqual(items.slice(0, 2));
    expect(await callsOf(analysisId, `?limit=2&cursor=${first.nextCursor}`)).toEqual({
      items: items.slice(2),
      nextCursor: null,
    });
    for (const [outcome, places] of [
      ["ok", [0]],
      ["failed", [1, 2]],
      ["timeout", [1]],
      ["auth", []],
    ] as const) {
      expect((await callsOf(analysisId, `?outcome=${outcome}`)).items).toEqual(places.map((place) => items[place]));
    }
  });

  it("are shown to their owner alone, while the analysis lives", async () => {
    const ben = await signUp();
    const id = await ended();
    const codes = [
      [ben, id, "forbidden"],
      [ada, newId("analysis", 1), "not_found"],
      [ada, "nonsense", "not_found"],
      [ada, await ended(1), "expired"],
    ] as const;
    for (const [who, given, code] of codes) {
      expect(await codeOf(await call(`/analyses/${given}/calls`, { headers: who.bearer }))).toBe(code);
    }
    expect(await codeOf(await call(`/analyses/${id}/calls`))).toBe("not_signed_in");
    // Not even what was written down under the same analysis for another owner.
    await recordCalls(env.DB, await organizationOf(ben), [callOf({ analysisId: id })]);
    expect((await callsOf(id)).items).toEqual([]);
  });
});

describe("the sums of a day", () => {
  it("count every call once, however often and in whatever company it is written down", async () => {
    const providerId = "prv_sums";
    const calls = [
      callOf({ providerId }),
      callOf({ providerId, at: dawn + 86_399_999, costUsd: null, latencyMs: 100 }),
      callOf({ providerId, outcome: "timeout", costUsd: 0 }),
      callOf({ providerId, at: dawn - 1 }),
    ];
    await recordCalls(env.DB, organizationId, calls.slice(0, 2));
    await recordCalls(env.DB, organizationId, [...calls, ...calls]);
    await Promise.all([recordCalls(env.DB, organizationId, calls), recordCalls(env.DB, organizationId, calls)]);
    await recordCalls(env.DB, organizationId, []);
    const same = { organization_id: organizationId, provider_id: providerId, model: "sim/org/a", task: "extract" };
    const one = { calls: 1, input_tokens: 100, cached_tokens: 40, output_tokens: 20, latency_ms: 900 };
    expect(await daysOf(providerId)).toEqual([
      { ...same, ...one, day: "2026-11-19", outcome: "ok", cost_usd: 0.5, calls_of_unknown_cost: 0 },
      {
        ...same,
        day: "2026-11-20",
        outcome: "ok",
        calls: 2,
        input_tokens: 200,
        cached_tokens: 80,
        output_tokens: 40,
        cost_usd: 0.5,
        calls_of_unknown_cost: 1,
        latency_ms: 1000,
      },
      { ...same, ...one, day: "2026-11-20", outcome: "timeout", cost_usd: 0, calls_of_unknown_cost: 0 },
    ]);
  });

  it("are right for more calls than fit one parameter, and stay when the calls are swept", async () => {
    const providerId = "prv_many";
    const analysisId = await ended();
    const many = Array.from({ length: 3000 }, () => callOf({ providerId, analysisId, costUsd: 0.25 }));
    await recordCalls(env.DB, organizationId, many);
    await recordCalls(env.DB, organizationId, many.slice(1000, 2500));
    const before = await daysOf(providerId);
    expect(before).toMatchObject([{ calls: 3000, cost_usd: 750, input_tokens: 300_000 }]);
    const later = callOf({ providerId, analysisId, at: dawn + 1000 });
    await recordCalls(env.DB, organizationId, [later]);
    while ((await sweepCalls(env.DB, dawn + 1000, 1000)) > 0) {
      // The next thousand.
    }
    expect((await callsOf(analysisId)).items.map(({ id }) => id)).toEqual([later.id]);
    expect(await daysOf(providerId)).toMatchObject([{ calls: 3001, cost_usd: 750.5 }]);
  });
});

describe("the health of a provider", () => {
  it("shows today's calls and the last 24 hours", async () => {
    const made = await call("/providers", {
      headers: ada.bearer,
      body: { name: "sim", type: "openai-compatible", baseUrl: "https://api.example.com/v1" },
    });
    const { id: providerId } = await made.json<Provider>();
    const now = Date.now();
    await recordCalls(env.DB, organizationId, [
      callOf({ providerId, at: now }),
      callOf({ providerId, at: now, outcome: "server", costUsd: 0 }),
      callOf({ providerId, at: now - 25 * 3_600_000 }),
    ]);
    const answer = await call("/providers/health", { headers: ada.bearer });
    const { items } = await answer.json<{ items: ProviderHealth[] }>();
    expect(items).toHaveLength(1);
    expect(items[0]).toMatchObject({
      providerId,
      slug: "sim",
      state: "unused",
      models: [],
      today: { calls: 2, failed: 1, costUsd: 0.5, costKnown: true },
    });
    expect(items[0]?.hours).toHaveLength(24);
    expect(items[0]?.hours.at(-1)).toMatchObject({ ok: 1, failed: 1 });
    expect(items[0]?.hours.slice(0, -1).every(({ ok, failed }) => ok + failed === 0)).toBe(true);
  });
});
