import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { Provider, ProviderTestReply } from "../../worker/contract/provider.ts";
import { CallFailure } from "../../worker/engines/failure.ts";
import { guardedFetch } from "../../worker/engines/guarded-fetch.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, start, until } from "./jobs.ts";
import { allCalls, canaryKey, setUp } from "./providers-at-work.ts";
import { anotherProvider, fault } from "./simulated.ts";

/** What a provider's server may say or do to us. Simulated: it proves nothing about any provider. */
let ada: Somebody;
beforeAll(async () => {
  ada = await signUp();
});
afterEach(() => vi.unstubAllGlobals());

const nowhere = "https://api.hostile.com";

/** Answers every request that leaves the Worker. */
function answering(answer: (url: URL) => Response): void {
  vi.stubGlobal("fetch", async (input: RequestInfo | URL) =>
    answer(new URL(input instanceof Request ? input.url : input)),
  );
}

async function tested({ id }: Pick<Provider, "id">, who = ada): Promise<ProviderTestReply> {
  const answer = await call(`/providers/${id}/test`, { method: "POST", headers: who.bearer });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<ProviderTestReply>();
}

describe("a list of models", () => {
  it("of nonsense breaks nothing", async () => {
    const ben = await signUp();
    const provider = await setUp(ben, { name: "odd", type: "anthropic", baseUrl: nowhere, models: [] });
    const odd = { id: 1234, display_name: { a: 1 }, max_input_tokens: "many", max_tokens: -1.5, lifecycle: "weird" };
    const echo = { id: `m-${encodeURIComponent(canaryKey)}`, display_name: canaryKey.toUpperCase() };
    const good = { id: "good", display_name: canaryKey, max_input_tokens: 8000 };
    answering(({ pathname }) =>
      pathname.endsWith("/models")
        ? Response.json({ data: [odd, echo, good, good, null], has_more: false })
        : Response.json({ error: { message: "No." } }, { status: 500 }),
    );
    const { models } = await tested(provider, ben);
    const found = { id: "good", name: null, contextTokens: 8000, outputTokens: null, lifecycle: null, retiresAt: null };
    expect(models).toEqual([found]);
    for (const path of ["/providers", `/providers/${provider.id}`, "/models", "/providers/health"]) {
      const answer = await call(path, { headers: ben.bearer });
      expect([path, answer.status]).toEqual([path, 200]);
      expect((await answer.text()).toLowerCase()).not.toContain(canaryKey);
    }
  });

  it("that no client can read is the provider's failure", async () => {
    const provider = await setUp(ada, { name: "unreadable", type: "bedrock", baseUrl: nowhere, models: ["m"] });
    answering(() => Response.json({ modelSummaries: { a: 1 } }));
    expect((await tested(provider)).error?.kind).not.toBe("failed");
  });
});

describe("a flood", () => {
  const piece = new Uint8Array(256 * 1024).fill(32);
  function flood(status: number) {
    const flow = { sent: 0, cancelled: false };
    const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      flow.sent += piece.length;
      controller.enqueue(piece.slice());
    };
    const cancel = () => {
      flow.cancelled = true;
    };
    const inner = async () => new Response(new ReadableStream({ pull, cancel }), { status });
    return { flow, ask: () => guardedFetch({ loopbackAllowed: false }, inner)(nowhere) };
  }

  it("is stopped in workerd, and the connection closed", async () => {
    const { flow, ask } = flood(200);
    const failure = await (await ask()).text().catch((thrown: unknown) => thrown);
    expect(failure).toBeInstanceOf(CallFailure);
    expect(flow.cancelled).toBe(true);
    const error = flood(503);
    const answer = await error.ask();
    expect([answer.status, (await answer.text()).length]).toEqual([503, 256 * 1024]);
    expect(error.flow.cancelled).toBe(true);
  });

  it("of an error still says which error it was", async () => {
    const provider = await setUp(ada, { name: "flooding", type: "openai", baseUrl: `${nowhere}/v1`, models: ["m"] });
    let sent = 0;
    answering(() => {
      const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
        sent += piece.length;
        controller.enqueue(piece.slice());
      };
      return new Response(new ReadableStream({ pull }), { status: 401 });
    });
    expect((await tested(provider)).error).toMatchObject({ kind: "auth", message: expect.stringContaining("(401)") });
    expect(sent).toBeLessThan(8 * 1024 * 1024);
  });
});

describe("an address that can't be asked", () => {
  it("never leads to the vendor's own, and pauses the job with what to do", async () => {
    const { datasetId } = await datasetOf(ada, conversations(6));
    const at = await anotherProvider();
    const provider = await setUp(ada, { name: "moved", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    // Without a key nothing is sealed to the address: as after a hand in the database.
    await env.DB.prepare(
      "UPDATE provider SET base_url = '', key_cipher = NULL, type = 'openai-compatible' WHERE id = ?1",
    )
      .bind(provider.id)
      .run();
    const asked: string[] = [];
    answering((url) => {
      asked.push(url.host);
      return Response.json({ data: [] });
    });
    expect((await tested(provider)).error).toMatchObject({
      kind: "misconfigured",
      message: expect.stringContaining("Check the address"),
    });
    const { id } = await start(ada, { datasetId, model: `${provider.slug}/m`, options: { streams: 1 } });
    const paused = await until(ada, id, (analysis) => analysis.status === "paused");
    expect(paused.pauseReason).toContain("address");
    expect(asked).toEqual([]);
  });

  it("is one that redirects", async () => {
    const provider = await setUp(ada, { name: "redirects", type: "openai", baseUrl: `${nowhere}/v1`, models: ["m"] });
    answering(() => new Response(null, { status: 308, headers: { location: "https://elsewhere.com" } }));
    expect((await tested(provider)).error).toMatchObject({
      kind: "misconfigured",
      message: expect.stringContaining("Check the address"),
    });
  });
});

describe("a job", () => {
  it("whose provider is switched off says so", async () => {
    const at = await anotherProvider();
    const { datasetId } = await datasetOf(ada, conversations(200, "s"));
    const provider = await setUp(ada, { name: "off", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { latencyMs: 150 });
    const options = { streams: 1, itemsPerStream: 1, cluster: false };
    const { id } = await start(ada, { datasetId, model: `${provider.slug}/m`, options });
    await until(ada, id, (analysis) => analysis.progress.itemsDone >= 1);
    await call(`/analyses/${id}/pause`, { method: "POST", headers: ada.bearer });
    await until(ada, id, (analysis) => analysis.status === "paused");
    await call(`/providers/${provider.id}`, { method: "PATCH", headers: ada.bearer, body: { active: false } });
    await call(`/analyses/${id}/resume`, { method: "POST", headers: ada.bearer });
    const paused = await until(ada, id, (one) => one.status === "paused" && one.pauseReason !== "paused by hand");
    expect(paused.pauseReason).toContain("switched off");
    expect(paused.pauseReason).not.toContain("model: ");
  });

  it("pauses where its provider refuses whatever it is asked", async () => {
    const at = await anotherProvider();
    const { datasetId } = await datasetOf(ada, conversations(60, "r"));
    const { slug } = await setUp(ada, { name: "refuser", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { mode: "400" });
    const options = { streams: 2, itemsPerStream: 1, cluster: false };
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options });
    const paused = await until(ada, id, (analysis) => analysis.status === "paused");
    expect(paused.pauseReason).toContain("refused the request");
  });

  it("counts of calls and tokens what its models were asked, not what the built-in engine said in their place", async () => {
    const at = await anotherProvider();
    const { datasetId } = await datasetOf(ada, conversations(20, "u"));
    const { slug } = await setUp(ada, { name: "gone", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    await fault(at, { mode: "404" });
    const options = { streams: 2, onProviderDown: "fallback" };
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options });
    const done = await until(ada, id, completed);
    expect((await allResults(ada, id)).every(({ status }) => status === "fallback")).toBe(true);
    const calls = await allCalls(ada, id);
    expect(done.usage).toMatchObject({ calls: calls.length, inputTokens: 0, outputTokens: 0, costUsd: 0 });
  });
});

describe("requests that can't be", () => {
  it("are an estimate for no model, while a name with a space behind the slash is one", async () => {
    const { datasetId } = await datasetOf(ada, conversations(1));
    const none = await call("/analyses/estimate", { headers: ada.bearer, body: { datasetId, models: [] } });
    expect(none.status).toBe(400);
    await setUp(ada, { name: "spaced", type: "openai-compatible", baseUrl: `${nowhere}/v1`, models: ["my model 7b"] });
    const shown = await call(`/models/${encodeURIComponent("spaced/my model 7b")}`, { headers: ada.bearer });
    expect([shown.status, (await shown.json<{ id: string }>()).id]).toEqual([200, "spaced/my model 7b"]);
    const spaced = await call(`/models/${encodeURIComponent("my model/7b")}`, { headers: ada.bearer });
    expect(spaced.status).not.toBe(200);
  });
});
