import { beforeAll, describe, expect, it } from "vitest";
import type { ProviderTestReply } from "../../worker/contract/provider.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { healthOf, setUp } from "./providers-at-work.ts";
import { anotherProvider, callsOf, fault } from "./simulated.ts";

/** Simulated: which question a test puts to which model. */
let ada: Somebody;
let at: SimulatedAddress;
const vectors = "text-embedding-3-small";
const free = { [vectors]: { input: 0.02, output: 0 }, m: { input: 1, output: 4 } };

beforeAll(async () => {
  ada = await signUp();
  at = await anotherProvider();
});

const provided = (name: string, models: string[], more: object = {}) =>
  setUp(ada, { name, type: "openai", baseUrl: `${at.url}/v1`, models, prices: free, ...more });

async function tested(id: string, body: object = {}): Promise<ProviderTestReply> {
  const answer = await call(`/providers/${id}/test`, { headers: ada.bearer, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<ProviderTestReply>();
}

const lastCall = async () => (await callsOf(at)).at(-1);

describe("the test of a provider", () => {
  it("asks a model that reads, though vectors cost nothing to write", async () => {
    const { id } = await provided("both", [vectors, "m"]);
    expect(await tested(id)).toMatchObject({ ok: true, model: "m", error: null });
    expect(await lastCall()).toMatchObject({ model: "m", status: 200 });
  });

  it("asks for a vector where the model that is named, or each that is there, gives those", async () => {
    const both = await provided("named", ["m", vectors]);
    const alone = await provided("alone", [vectors]);
    for (const [id, body] of [
      [both.id, { model: vectors }],
      [alone.id, {}],
    ] as const) {
      const before = (await callsOf(at)).length;
      expect(await tested(id, body)).toMatchObject({ ok: true, model: vectors, error: null });
      expect((await callsOf(at)).slice(before).map(({ model, task, items }) => [model, task, items])).toEqual([
        [vectors, "embed", 1],
      ]);
    }
    expect(await healthOf(ada, alone.id)).toMatchObject({ state: "healthy" });
  });

  it("says what its vectors failed for", async () => {
    const { id } = await provided("refusing", ["small-embed"]);
    await fault(at, { model: "small-embed", mode: "401" });
    const { ok, error, model } = await tested(id);
    expect([ok, error?.kind, model]).toEqual([false, "auth", "small-embed"]);
  });

  it("asks nothing where vectors are not asked of such a provider, and shuts nothing", async () => {
    const { id } = await provided("words", ["an-embed"], { type: "anthropic", baseUrl: at.url });
    const before = (await callsOf(at)).length;
    const { ok, error } = await tested(id);
    expect([ok, error?.message]).toEqual([false, expect.stringContaining("vectors")]);
    expect((await callsOf(at)).length).toBe(before);
    expect(await healthOf(ada, id)).toMatchObject({ state: "unused" });
  });
});
