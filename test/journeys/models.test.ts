import { env } from "cloudflare:workers";
import { drizzle } from "drizzle-orm/d1";
import { beforeAll, describe, expect, it } from "vitest";
import { newId } from "../../worker/contract/id.ts";
import type { Model, ModelCost } from "../../worker/contract/model.ts";
import type { CatalogueList, ModelChange } from "../../worker/contract/model-change.ts";
import type { Page } from "../../worker/contract/page.ts";
import { provider } from "../../worker/db/schema.ts";
import { refreshCatalogue } from "../../worker/models/refresh.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";

let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
  await offer(ada, { slug: "claude", type: "anthropic", models: ["claude-haiku-5-5", "claude-3-5-sonnet-20241022"] });
  await offer(ada, {
    slug: "sim",
    type: "openai-compatible",
    models: ["sim-1", "sim-2"],
    prices: { "sim-1": { input: 1, output: 2 } },
  });
  await refreshCatalogue(env, Date.now(), async (at) => [listAt(at)]);
});

async function offer(who: Somebody, fields: Partial<typeof provider.$inferInsert> & { slug: string }): Promise<void> {
  const me = await (await call("/me", { headers: who.bearer })).json<{ organization: { id: string } }>();
  const now = Date.now();
  await drizzle(env.DB)
    .insert(provider)
    .values({
      id: newId("provider", now),
      organizationId: me.organization.id,
      name: fields.slug,
      type: "openai-compatible",
      baseUrl: "http://127.0.0.1:9/v1",
      keyId: "k1",
      models: [],
      found: [],
      priority: 0,
      limits: {},
      prices: {},
      active: true,
      createdAt: now,
      updatedAt: now,
      ...fields,
    });
}

function listAt(at: number): CatalogueList {
  const nothing = { lifecycle: null, knowledgeCutoff: null, releasedAt: null };
  const prices = {
    tiers: [{ aboveInputTokens: 0, input: 0.2, output: 1, cachedInput: null, cacheWrite: null }],
  };
  const luna = { type: "openai" as const, id: "gpt-6-luna", contextTokens: 2_000_000, outputTokens: 128_000, prices };
  return { source: "a list", at, models: [{ ...luna, ...nothing }] };
}

async function shown<Thing>(path: string, who: Somebody = ada): Promise<Thing> {
  const answer = await call(path, { headers: who.bearer });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json<Thing>();
}

const at = (id: string) => `/models/${encodeURIComponent(id)}`;

async function cost(body: object, who: Somebody = ada): Promise<ModelCost> {
  const answer = await call("/models/cost", { headers: who.bearer, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<ModelCost>();
}

describe("models", () => {
  it("need an owner, like everything else", async () => {
    const tries: [string, string, object?][] = [
      ["GET", "/models"],
      ["GET", at("local/lexical")],
      ["GET", "/models/changes"],
      ["GET", "/models/compare?ids=a/b,c/d"],
      ["POST", "/models/changes/apply", { changes: "all" }],
      ["POST", "/models/cost", {}],
      ["DELETE", `${at("openai/gpt-6-luna")}/overlay`],
    ];
    for (const [method, path, body] of tries) {
      expect(await codeOf(await call(path, { method, body }))).toBe("not_signed_in");
    }
  });

  it("are listed with those that can be asked first, page by page", async () => {
    const asked = await shown<Page<Model>>("/models?available=true");
    expect(asked.items.map(({ id }) => id)).toEqual([
      "local/lexical",
      "claude/claude-haiku-5-5",
      "claude/claude-3-5-sonnet-20241022",
      "sim/sim-1",
      "sim/sim-2",
    ]);
    const all: string[] = [];
    for (let cursor: string | null = ""; cursor !== null; ) {
      const page: Page<Model> = await shown(`/models?limit=20${cursor && `&cursor=${cursor}`}`);
      all.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(new Set(all).size).toBe(all.length);
    expect(all.slice(0, 5)).toEqual(asked.items.map(({ id }) => id));
    for (const id of ["openai/gpt-4-vision-preview", "bedrock/amazon.nova-premier-v1:0"]) expect(all).toContain(id);
    const bens = await shown<Page<Model>>("/models?available=true", ben);
    expect(bens.items.map(({ id }) => id)).toEqual(["local/lexical"]);
  });

  it("are shown by the name to ask them by and by the catalogue's id, to their owner alone", async () => {
    const mine = await shown<Model>(at("claude/claude-haiku-5-5"));
    expect(mine).toMatchObject({ available: true, usable: true, catalogueId: "anthropic/claude-haiku-5-5" });
    expect(await shown<Model>(at("anthropic/claude-haiku-5-5"))).toMatchObject({
      offeredAs: ["claude/claude-haiku-5-5"],
    });
    expect(await shown<Model>(at("bedrock/amazon.nova-pro-v1:0"))).toMatchObject({ name: "Amazon Nova Pro" });
    expect(await shown<Model>(at("claude/claude-3-5-sonnet-20241022"))).toMatchObject({
      usable: false,
      reason: "It was retired on 2025-10-28. Take anthropic/claude-sonnet-5-5 instead.",
    });
    for (const path of [at("sim/sim-3"), at("nobody"), "/models/%E0%A4%A", at("a/b c")]) {
      expect(await codeOf(await call(path, { headers: ada.bearer }))).toBe("not_found");
    }
    expect(await codeOf(await call(at("sim/sim-1"), { headers: ben.bearer }))).toBe("not_found");
  });

  it("are compared", async () => {
    const ids = "claude/claude-haiku-5-5,openai/gpt-6-luna";
    const { items, differences } = await shown<{ items: Model[]; differences: { field: string; values: unknown[] }[] }>(
      `/models/compare?ids=${encodeURIComponent(ids)}`,
    );
    expect(items.map(({ id }) => id)).toEqual(ids.split(","));
    expect(differences).toContainEqual({ field: "vendor", values: ["anthropic", "openai"] });
    expect(differences.map(({ field }) => field)).not.toContain("outputTokens");
    for (const [bad, code] of [
      ["local/lexical", "invalid_request"],
      ["local/lexical,local/lexical", "invalid_request"],
      ["local/lexical,a/b", "unknown_reference"],
    ]) {
      expect(await codeOf(await call(`/models/compare?ids=${bad}`, { headers: ada.bearer }))).toBe(code);
    }
  });

  it("have a cost, or a reason why it is not known", async () => {
    const tokens = { inputTokens: 1_000_000, outputTokens: 1_000_000 };
    expect(await cost({ model: "sim/sim-1", ...tokens })).toMatchObject({ costUsd: 3, costKnown: true, reason: null });
    expect(await cost({ model: "sim/sim-2", ...tokens })).toMatchObject({ costUsd: null, costKnown: false });
    expect((await cost({ model: "sim/sim-2", ...tokens })).reason).toContain("price of sim/sim-2 is not known");
    expect(await cost({ model: "local/lexical", ...tokens })).toMatchObject({ costUsd: 0, costKnown: true });
    const flash = { model: "google/gemini-3.8-flash", ...tokens };
    expect((await cost({ ...flash, at: "2026-12-31T23:59:59Z" })).costUsd).toBe(4.5);
    expect((await cost({ ...flash, at: "2027-01-01T00:00:00Z" })).costUsd).toBe(9);
    expect((await cost({ ...flash, at: "2027-01-01T00:00:00Z", batch: true })).costUsd).toBe(4.5);
    const pictures = {
      model: "openai/gpt-4.1",
      inputTokens: 235,
      outputTokens: 0,
      images: [{ width: 1024, height: 1024 }],
    };
    expect(await cost(pictures)).toMatchObject({ imageTokens: 765, costUsd: 0.002 });
    expect((await cost({ ...pictures, model: "sim/sim-1" })).reason).toContain("pictures");
    for (const [body, code] of [
      [{ model: "a/b", ...tokens }, "unknown_reference"],
      [{ model: "sim/sim-1", inputTokens: -1, outputTokens: 0 }, "invalid_request"],
      [{ model: "sim/sim-1", inputTokens: 1, outputTokens: 0, cachedInputTokens: 2 }, "invalid_request"],
    ] as const) {
      expect(await codeOf(await call("/models/cost", { headers: ada.bearer, body }))).toBe(code);
    }
  });

  it("change only when their owner says so, for that owner alone, and back again", async () => {
    const luna = at("openai/gpt-6-luna");
    const before = await shown<Model>(luna);
    expect(before).toMatchObject({ contextTokens: 1_050_000, prices: { input: 0.1, output: 0.5 }, changed: [] });
    const { items } = await shown<Page<ModelChange>>("/models/changes");
    expect(items.map(({ model, field, source }) => [model, field, source])).toEqual([
      ["openai/gpt-6-luna", "contextTokens", "a list"],
      ["openai/gpt-6-luna", "prices", "a list"],
    ]);

    const apply = (changes: unknown) => call("/models/changes/apply", { headers: ada.bearer, body: { changes } });
    expect(await codeOf(await apply([{ model: "openai/gpt-6-luna", field: "outputTokens" }]))).toBe(
      "unknown_reference",
    );
    expect(await codeOf(await apply([{ model: "openai/gpt-6-luna", field: "listed" }]))).toBe("invalid_request");
    expect((await apply([{ model: "openai/gpt-6-luna", field: "prices" }])).status).toBe(200);
    expect(await shown<Model>(luna)).toMatchObject({
      contextTokens: 1_050_000,
      prices: { input: 0.2, output: 1, cachedInput: 0.01 },
      changed: ["prices"],
      provenance: { prices: { source: "a list" } },
    });
    expect(await (await apply("all")).json()).toMatchObject({ applied: [{ field: "contextTokens", to: 2_000_000 }] });
    expect(await shown<Model>(luna)).toMatchObject({ contextTokens: 2_000_000, prices: { input: 0.2 } });
    expect((await shown<Page<ModelChange>>("/models/changes")).items).toEqual([]);

    expect(await shown<Model>(luna, ben)).toEqual(before);
    expect((await shown<Page<ModelChange>>("/models/changes", ben)).items).toHaveLength(2);
    const undo = { method: "DELETE", headers: ben.bearer };
    expect((await call(`${luna}/overlay`, undo)).status).toBe(200);
    expect(await shown<Model>(luna)).toMatchObject({ contextTokens: 2_000_000 });

    const undone = await call(`${luna}/overlay`, { ...undo, headers: ada.bearer });
    expect(await undone.json()).toEqual(before);
    expect(await shown<Model>(luna)).toEqual(before);
  });
});
