import { env } from "cloudflare:workers";
import { afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { QualityReport } from "../../worker/contract/quality.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, datasetOf, start, until } from "./jobs.ts";
import { setUp } from "./providers-at-work.ts";
import { anotherProvider, callsOf } from "./simulated.ts";

/** Simulated models: they prove the machinery, nothing about what a model can do. */
let ada: Somebody;
beforeAll(async () => {
  ada = await signUp();
});
afterEach(() => vi.unstubAllGlobals());

/** Everything that leaves the Worker from now on. */
function overheard(): string[] {
  const sent: string[] = [];
  const real = globalThis.fetch;
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    sent.push(await request.clone().text());
    return real(request);
  });
  return sent;
}

const secrets = [
  "jo.miller@example.com",
  "4111 1111 1111 1111",
  "DE89 3704 0044 0532 0130 00",
  "+49 171 1234567",
  "Jo Miller",
];
const conversation = (id: number) =>
  JSON.stringify({
    id: `c-${id}`,
    title: `Call of Jo Miller ${id}`,
    messages: [
      {
        role: "user",
        content: `My name is Jo Miller, my refund number ${id} is missing, reach me at ${secrets[0]} or ${secrets[3]}.`,
      },
      { role: "assistant", content: `Thank you, Jo Miller. Is your card still ${secrets[1]}?` },
      { role: "user", content: `No, send it to ${secrets[2]} please.` },
    ],
  });
const contents = Array.from({ length: 12 }, (_, id) => conversation(id)).join("\n");

describe("an analysis that redacts", () => {
  it("shows no model what is personal, keeps none of it, and puts it back for the owner", async () => {
    const sent = overheard();
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: "redacting", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    const { datasetId } = await datasetOf(ada, contents);
    const { id } = await start(ada, { datasetId, model: `${slug}/m`, options: { redactPii: true } });
    await until(ada, id, completed);
    expect(sent.some((body) => body.includes("Task: extract") && body.includes("[EMAIL_1]"))).toBe(true);
    for (const secret of secrets) for (const body of sent) expect(body).not.toContain(secret);

    const results = await allResults(ada, id);
    const quotes = results.flatMap(({ evidence }) => evidence.filter(({ verified }) => verified));
    expect(quotes.length).toBeGreaterThan(0);
    expect(JSON.stringify(results)).not.toMatch(/\[(?:EMAIL|PHONE|CARD|IBAN|NAME)_\d+\]/);
    const exported = await call(`/analyses/${id}/export?format=jsonl`, { headers: ada.bearer });
    expect(await exported.text()).not.toMatch(/\[(?:EMAIL|PHONE|CARD|IBAN|NAME)_\d+\]/);

    for (const table of ["result", "answer_cache", "model_call", "label", "cluster"]) {
      const { results: rows } = await env.DB.prepare(`SELECT * FROM ${table}`).all();
      const kept = JSON.stringify(rows);
      for (const secret of secrets) expect([table, kept.includes(secret)]).toEqual([table, false]);
    }
  });

  it("is what a dataset's fix and a project's settings ask for, unless the analysis says otherwise", async () => {
    const { datasetId, projectId } = await datasetOf(ada, contents);
    const fixed = await call(`/datasets/${datasetId}/fixes`, { headers: ada.bearer, body: { issue: "personal-data" } });
    const { fix } = await fixed.json<{ fix: { id: string; count: number } }>();
    expect(fix.count).toBe(12);
    const report = await (await call(`/datasets/${datasetId}/quality`, { headers: ada.bearer })).json<QualityReport>();
    expect(report.redactPii).toBe(true);
    expect((await start(ada, { datasetId })).options.redactPii).toBe(true);
    expect((await start(ada, { datasetId, options: { redactPii: false } })).options.redactPii).toBe(false);
    await call(`/datasets/${datasetId}/fixes`, { headers: ada.bearer, body: { undo: fix.id } });
    expect((await start(ada, { datasetId })).options.redactPii).toBe(false);
    await call(`/projects/${projectId}`, {
      method: "PATCH",
      headers: ada.bearer,
      body: { settings: { redactPii: true } },
    });
    expect((await start(ada, { datasetId })).options.redactPii).toBe(true);
  });
});

describe("a content that is longer than the model's context", () => {
  it("is read in parts, whole, and answered once", async () => {
    const at = await anotherProvider();
    const { slug } = await setUp(ada, { name: "small", type: "openai", baseUrl: `${at.url}/v1`, models: ["m"] });
    const said = "We went through the budget of the second quarter and decided to hire two people. ";
    const meeting = JSON.stringify({
      id: "meeting",
      messages: Array.from({ length: 400 }, (_, n) => ({
        role: n % 2 ? "ann" : "bob",
        content: `Point ${n}. ${said.repeat(5)}`,
      })),
    });
    const { datasetId } = await datasetOf(ada, meeting);
    const { id } = await start(ada, { datasetId, model: `${slug}/m` });
    await until(ada, id, completed);
    const results = await allResults(ada, id);
    expect(results).toMatchObject([{ externalId: "meeting", status: "done", model: `${slug}/m` }]);
    const calls = (await callsOf(at)).filter(({ task }) => task === "extract");
    expect(calls.length).toBeGreaterThan(1);
    // What nobody knows anything of is taken to hold 32,000 tokens.
    for (const { inputTokens } of calls) expect(inputTokens).toBeLessThan(32_000);
    for (const { verified, message } of results.flatMap(({ evidence }) => evidence)) {
      expect(verified).toBe(true);
      expect(message).toBeLessThan(400);
    }
  });
});
