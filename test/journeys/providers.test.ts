import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { secretBox } from "../../worker/accounts/secret-box.ts";
import { app } from "../../worker/app.ts";
import { newId } from "../../worker/contract/id.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { Provider, ProviderHealth } from "../../worker/contract/provider.ts";
import { jobsNaming, type ProviderRow, providerRows, providersToAsk, saveFound } from "../../worker/db/providers.ts";
import type { AttemptReport } from "../../worker/engines/gate/gate-link.ts";
import { type Asking, call, codeOf, origin, type Somebody, signUp } from "./client.ts";

/** Every key of these tests: wherever this is found, a key has got out. */
const canary = "canary-7f3b9c";
const key = `sk-${canary}-0123456789abcd`;
const baseUrl = "https://api.example.com/v1";
const sim = { name: "sim", type: "openai-compatible", baseUrl, apiKey: key };

let ada: Somebody;
let ben: Somebody;
beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
});

/** All that was ever answered here. */
const said: string[] = [];

async function ask(path: string, asking: Asking = {}, who: Somebody = ada): Promise<Response> {
  const answer = await call(path, { ...asking, headers: { ...who.bearer, ...asking.headers } });
  said.push(`${await answer.clone().text()} ${JSON.stringify([...answer.headers])}`);
  return answer;
}

async function provided(body: object = sim, who: Somebody = ada): Promise<Provider> {
  const answer = await ask("/providers", { body }, who);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<Provider>();
}

async function patched(id: string, body: object): Promise<Provider> {
  const answer = await ask(`/providers/${id}`, { method: "PATCH", body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<Provider>();
}

async function rowOf(id: string): Promise<ProviderRow> {
  const { results } = await env.DB.prepare("SELECT id FROM organization").all<{ id: string }>();
  const rows = await Promise.all(results.map((organization) => providerRows(env.DB, organization.id)));
  const row = rows.flat().find((candidate) => candidate.id === id);
  if (!row) throw new Error(`no row ${id}`);
  return row;
}

/** The key as those read it who ask the provider. */
async function opened(row: ProviderRow): Promise<string> {
  if (row.keyCipher === null) throw new Error("there is no key");
  const settings: Env = env;
  return secretBox(settings).open({ ...row, providerId: row.id }, row.keyCipher);
}

/** The same Worker with other settings. */
async function elsewhere(settings: Partial<Env>, path: string, body: unknown): Promise<Response> {
  const request = new Request(`${origin}/api${path}`, {
    method: "POST",
    headers: { ...ada.bearer, "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = await app.fetch(request, { ...env, ...settings }, createExecutionContext());
  said.push(await answer.clone().text());
  return answer;
}

const manyPrices = (count: number) =>
  Array.from({ length: count }, (_, index) => [`m-${index}`, { input: 1_000_000, output: 0 }]);

describe("a provider", () => {
  it("is made, shown, listed, changed and deleted", async () => {
    const made = await provided({
      ...sim,
      models: ["sim-1", "sim-2", "sim-1"],
      prices: { "sim-1": { input: 1, output: 2 } },
    });
    expect(made).toEqual({
      id: expect.stringMatching(/^prv_/),
      slug: "sim",
      name: "sim",
      type: "openai-compatible",
      preset: null,
      baseUrl,
      hasKey: true,
      keyHint: "abcd",
      models: ["sim-1", "sim-2"],
      found: [],
      foundAt: null,
      priority: 0,
      limits: {},
      prices: { "sim-1": { input: 1, output: 2 } },
      active: true,
      createdAt: expect.any(String),
      updatedAt: expect.any(String),
    });
    expect(await (await ask(`/providers/${made.id}/`)).json()).toEqual(made);

    const limits = { requestsPerMinute: 60, concurrency: 2 };
    const changed = await patched(made.id, { name: "Simulator", models: [], limits, active: false });
    expect(changed).toMatchObject({ slug: "sim", name: "Simulator", models: [], limits, active: false, hasKey: true });
    expect(await (await ask(`/providers/${made.id}`)).json()).toEqual(changed);

    expect((await ask(`/providers/${made.id}`, { method: "DELETE" })).status).toBe(204);
    expect(await codeOf(await ask(`/providers/${made.id}`))).toBe("not_found");
    expect(await codeOf(await ask(`/providers/${made.id}`, { method: "DELETE" }))).toBe("not_found");
  });

  it("is made as many times as there is room for, all at once", async () => {
    const cleo = await signUp();
    const made = await Promise.all(Array.from({ length: 100 }, () => ask("/providers", { body: sim }, cleo)));
    expect(made.filter(({ status }) => status !== 201).length).toBe(0);
    const slugs = await Promise.all(made.map(async (answer) => (await answer.json<Provider>()).slug));
    expect(new Set(slugs).size).toBe(100);
  });

  it("has a slug of its own, also when several are made at once", async () => {
    const cleo = await signUp();
    const first = await Promise.all([1, 2, 3].map(() => provided(sim, cleo)));
    expect(first.map(({ slug }) => slug).sort()).toEqual(["sim", "sim-2", "sim-3"]);
    expect((await provided({ ...sim, name: "Local" }, cleo)).slug).toBe("local-2");
    expect((await provided(sim, ben)).slug).toBe("sim");
  });

  it("is asked in the order of priorities, a new one last, one that is switched off not at all", async () => {
    const cleo = await signUp();
    const [one, two] = [await provided(sim, cleo), await provided({ ...sim, priority: 7 }, cleo)];
    const three = await provided({ ...sim, active: false }, cleo);
    const four = await provided({ ...sim, priority: 0 }, cleo);
    expect([one, two, three, four].map(({ priority }) => priority)).toEqual([0, 7, 8, 0]);
    const listed: string[] = [];
    for (let cursor = ""; ; ) {
      const page = await (await ask(`/providers?limit=1${cursor}`, {}, cleo)).json<Page<Provider>>();
      listed.push(...page.items.map(({ id }) => id));
      if (page.nextCursor === null) break;
      cursor = `&cursor=${page.nextCursor}`;
    }
    expect(listed).toEqual([one.id, four.id, two.id, three.id]);
    const { organizationId } = await rowOf(one.id);
    expect((await providersToAsk(env.DB, organizationId)).map(({ id }) => id)).toEqual([one.id, four.id, two.id]);
  });

  it("gets its address from a preset or its type where none is named", async () => {
    const { items } = await (await ask("/providers/presets")).json<{ items: { id: string; baseUrl: string }[] }>();
    const presetOf = (wanted: string) => items.find(({ id }) => id === wanted);
    expect(presetOf("anthropic")).toMatchObject({ type: "anthropic", keyNeeded: true, placeholders: [] });
    expect(await provided({ name: "a", type: "anthropic" })).toMatchObject({
      baseUrl: presetOf("anthropic")?.baseUrl,
      preset: "anthropic",
      hasKey: false,
    });
    expect(
      await provided({ name: "o", type: "openai-compatible", preset: "ollama", limits: { requestsPerMinute: 9 } }),
    ).toMatchObject({
      baseUrl: "http://127.0.0.1:11434/v1",
      preset: "ollama",
      limits: { requestsPerMinute: 9, concurrency: 2 },
    });
    const filled = { name: "b", type: "bedrock", baseUrl: "https://bedrock-runtime.eu-central-1.amazonaws.com" };
    expect(await provided(filled)).toMatchObject({ baseUrl: filled.baseUrl, preset: null });
    const bound = await provided({ name: "w", type: "workers-ai" });
    expect(bound).toMatchObject({ baseUrl: "", preset: "workers-ai" });
    const addressed = await ask(`/providers/${bound.id}`, { method: "PATCH", body: { baseUrl } });
    expect(await codeOf(addressed)).toBe("invalid_request");
    const tries: [object, string][] = [
      [{ name: "x", type: "openai-compatible" }, "invalid_request"],
      [{ name: "x", type: "anthropic", preset: "groq" }, "invalid_request"],
      [{ name: "x", type: "bedrock" }, "invalid_request"],
      [{ name: "x", type: "openai-compatible", preset: "workers-ai-rest" }, "invalid_request"],
      [{ name: "x", type: "openai-compatible", preset: "x", baseUrl }, "unknown_reference"],
      [{ name: "x", type: "workers-ai", baseUrl }, "invalid_request"],
      [{ name: "x", type: "anthropic", preset: "nonesuch" }, "unknown_reference"],
      [{ name: "x", type: "nonesuch", baseUrl }, "invalid_request"],
      [{ ...sim, apiKey: `${key}\u0000${key}` }, "invalid_request"],
      [{ ...sim, apiKey: `${key}é` }, "invalid_request"],
      [{ ...sim, apiKey: key.repeat(200) }, "invalid_request"],
      [{ ...sim, apiKey: { [key]: key } }, "invalid_request"],
      [{ ...sim, keyCipher: "v1.x" }, "invalid_request"],
      [{ ...sim, prices: { m: { input: 1, output: 1_000_001 } } }, "invalid_request"],
      [{ ...sim, prices: { m: { input: 1, output: 1, cacheWrite: 1e300 } } }, "invalid_request"],
      [{ ...sim, prices: { ["m".repeat(201)]: { input: 1, output: 1 } } }, "invalid_request"],
      [{ ...sim, prices: Object.fromEntries(manyPrices(501)) }, "invalid_request"],
    ];
    for (const [body, code] of tries) expect(await codeOf(await ask("/providers", { body }))).toBe(code);
  });

  it("may have 500 prices, each up to a dollar a token", async () => {
    const { id, prices } = await provided({ ...sim, prices: Object.fromEntries(manyPrices(500)) });
    expect(Object.keys(prices)).toHaveLength(500);
    await ask(`/providers/${id}`, { method: "DELETE" });
  });

  it("is shown without what can't be read of it", async () => {
    const cleo = await signUp();
    const { id } = await provided({ ...sim, prices: { good: { input: 1, output: 2 } } }, cleo);
    const good = {
      id: "good",
      name: null,
      contextTokens: 8000,
      outputTokens: 10,
      lifecycle: "active",
      retiresAt: null,
    };
    const bad = {
      id: "odd",
      name: { a: 1 },
      contextTokens: "many",
      outputTokens: -1.5,
      lifecycle: "weird",
      retiresAt: 5,
    };
    await env.DB.prepare("UPDATE provider SET models = ?2, found = ?3, limits = ?4, prices = ?5 WHERE id = ?1")
      .bind(
        id,
        JSON.stringify(["good", 7, null]),
        JSON.stringify([{ id: 1234 }, null, bad, good]),
        JSON.stringify({ requestsPerMinute: -1, concurrency: 2, other: 1 }),
        JSON.stringify({ good: { input: 1, output: 2 }, bad: { input: "free" } }),
      )
      .run();
    const shown = {
      id,
      models: ["good"],
      found: [
        { id: "odd", name: null, contextTokens: null, outputTokens: null, lifecycle: null, retiresAt: null },
        good,
      ],
      limits: { concurrency: 2 },
      prices: { good: { input: 1, output: 2 } },
    };
    expect(await (await ask(`/providers/${id}`, {}, cleo)).json()).toMatchObject(shown);
    for (const columns of ["models = '7', found = '{}'", "limits = '[]', prices = '\"x\"'"]) {
      await env.DB.prepare(`UPDATE provider SET ${columns} WHERE id = ?1`).bind(id).run();
      expect((await ask("/providers", {}, cleo)).status).toBe(200);
    }
    for (const path of ["/models", "/providers/health"]) expect((await ask(path, {}, cleo)).status).toBe(200);
  });

  it("keeps what its key reached, unless the key was replaced meanwhile", async () => {
    const { id } = await provided();
    const asked = await rowOf(id);
    const found = [
      {
        id: "sim-1",
        name: null,
        contextTokens: 8000,
        outputTokens: null,
        lifecycle: "active" as const,
        retiresAt: null,
      },
    ];
    await saveFound(env.DB, asked, found, 1000);
    expect(await (await ask(`/providers/${id}`)).json()).toMatchObject({ found, foundAt: "1970-01-01T00:00:01.000Z" });
    await patched(id, { apiKey: `${key}-2` });
    await saveFound(env.DB, asked, [], 2000);
    expect(await (await ask(`/providers/${id}`)).json()).toMatchObject({ found });
  });
});

describe("the address of a provider", () => {
  const refused = [
    "http://api.example.com/v1",
    "https://10.0.0.1/v1",
    "https://169.254.169.254/latest/meta-data",
    "https://0xa9fea9fe/",
    "https://[::ffff:a9fe:a9fe]/",
    "http://0.0.0.0:8787",
    "http://192.168.1.1",
    "https://metadata.google.internal./",
    "http://localhost./v1",
    "https://api.example.com:8443/v1",
    "https://169.254.169.254%23@evil.example/",
    "file:///etc/passwd",
    "https://api.example.com/v1?x=1",
    "nonsense",
  ];

  it.each(refused)("may not be %s, neither at first nor later", async (address) => {
    expect(await codeOf(await ask("/providers", { body: { ...sim, baseUrl: address } }))).toBe("invalid_request");
    const { id } = await provided();
    const answer = await ask(`/providers/${id}`, { method: "PATCH", body: { baseUrl: address, apiKey: key } });
    expect(await codeOf(answer)).toBe("invalid_request");
    expect(await rowOf(id)).toMatchObject({ baseUrl });
    await ask(`/providers/${id}`, { method: "DELETE" });
  });

  it("may be the machine itself under npm start alone", async () => {
    const body = { ...sim, baseUrl: "http://127.0.0.1:11434/v1/" };
    expect(await provided(body)).toMatchObject({ baseUrl: "http://127.0.0.1:11434/v1" });
    expect(await codeOf(await elsewhere({ LOCAL_OWNER_TOKEN: "" }, "/providers", body))).toBe("invalid_request");
    expect((await elsewhere({ LOCAL_OWNER_TOKEN: "" }, "/providers", sim)).status).toBe(201);
  });
});

describe("the key of a provider", () => {
  it.each([
    ["host", "https://api.example.org/v1"],
    ["path", "https://api.example.com/v2"],
    ["scheme and port", "http://127.0.0.1:8080/v1"],
  ])("is void once the address has another %s", async (_part, address) => {
    const { id } = await provided();
    const before = await rowOf(id);
    expect(await opened(before)).toBe(key);
    expect(await patched(id, { baseUrl: address })).toMatchObject({ baseUrl: address, hasKey: false, keyHint: null });
    const after = await rowOf(id);
    expect(after.keyCipher).toBeNull();
    expect(after.keyId).not.toBe(before.keyId);
    // Nor does it come back with the address.
    expect(await patched(id, { baseUrl })).toMatchObject({ hasKey: false });
  });

  it("stays with the address spelled otherwise, and a new one comes with a new address", async () => {
    const { id } = await provided();
    const before = await rowOf(id);
    expect(await patched(id, { baseUrl: "https://API.example.com:443/v1/", name: "other" })).toMatchObject({
      baseUrl,
      hasKey: true,
    });
    expect((await rowOf(id)).keyId).toBe(before.keyId);
    const fresh = `sk-${canary}-of-another-place-wxyz`;
    expect(await patched(id, { baseUrl: "https://api.example.org/v1", apiKey: fresh })).toMatchObject({
      hasKey: true,
      keyHint: "wxyz",
    });
    const after = await rowOf(id);
    expect(await opened(after)).toBe(fresh);
    expect(after.keyId).not.toBe(before.keyId);
  });

  it("is of no use at an address that was changed in the database by hand", async () => {
    const { id } = await provided();
    await env.DB.prepare("UPDATE provider SET base_url = 'https://evil.example/v1' WHERE id = ?1").bind(id).run();
    await expect(opened(await rowOf(id))).rejects.toMatchObject({ code: "not_available" });
  });

  it("never meets another address, however changes cross", async () => {
    const { id } = await provided();
    const other = "https://api.example.org/v1";
    const answers = await Promise.all([
      ask(`/providers/${id}`, { method: "PATCH", body: { baseUrl: other } }),
      ask(`/providers/${id}`, { method: "PATCH", body: { apiKey: `${key}-new` } }),
      ask(`/providers/${id}`, { method: "PATCH", body: { name: "crossed" } }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const row = await rowOf(id);
    expect(row).toMatchObject({ baseUrl: other, name: "crossed" });
    // Entered before the address changed it is void, entered after it belongs to the new one.
    if (row.keyCipher !== null) expect(await opened(row)).toBe(`${key}-new`);
  });

  it("shows nothing of a short one", async () => {
    expect(await provided({ ...sim, apiKey: "hunter2" })).toMatchObject({ hasKey: true, keyHint: null });
  });

  it("needs the deployment's secret; a provider without a key does not", async () => {
    const { apiKey: _, ...keyless } = sim;
    const without = { KEY_ENCRYPTION_SECRET: "" };
    expect(await codeOf(await elsewhere(without, "/providers", sim))).toBe("not_available");
    expect((await elsewhere(without, "/providers", keyless)).status).toBe(201);
  });
});

describe("who may", () => {
  const routes: [method: string, path: string, body?: unknown][] = [
    ["GET", "/providers/:id"],
    ["PATCH", "/providers/:id", { name: "x" }],
    ["DELETE", "/providers/:id"],
  ];

  it.each(routes)("%s %s: its owner alone", async (method, path, body?) => {
    const { id } = await provided();
    const subjects = [
      [ben, id, "forbidden"],
      [ada, newId("provider", Date.now()), "not_found"],
      [ada, "xyz_01KAHX5T0G7Q2M8N4V6W9YBCDE", "not_found"],
      [ada, `${id}%2F..`, "not_found"],
    ] as const;
    for (const [who, given, expected] of subjects) {
      const answer = await ask(path.replace(":id", given), { method, body }, who);
      expect(await codeOf(answer)).toBe(expected);
    }
    expect(await codeOf(await call(path.replace(":id", id), { method, body }))).toBe("not_signed_in");
    const theirs = await (await ask("/providers?limit=500", {}, ben)).text();
    expect(theirs).not.toContain(id);
  });

  it("change them: owners and admins; members and viewers see them", async () => {
    const dora = await signUp();
    const { id } = await provided(sim, dora);
    const { user } = await (await call("/me", { headers: dora.bearer })).json<{ user: { id: string } }>();
    for (const [role, may] of [
      ["admin", true],
      ["member", false],
      ["viewer", false],
    ] as const) {
      await env.DB.prepare("UPDATE member SET role = ?2 WHERE user_id = ?1").bind(user.id, role).run();
      expect((await ask(`/providers/${id}`, {}, dora)).status).toBe(200);
      expect((await ask("/providers/health", {}, dora)).status).toBe(200);
      const changes: [string, string, unknown?][] = [
        ["PATCH", `/providers/${id}`, { name: role }],
        ["POST", "/providers/", sim],
        ["DELETE", `/providers/${newId("provider", 0)}/`],
      ];
      for (const [method, path, body] of changes) {
        const { status } = await ask(path, { method, body }, dora);
        expect(`${role} ${method} ${status < 403 || status === 404}`).toBe(`${role} ${method} ${may}`);
      }
    }
  });

  it("stands in the OpenAPI document", async () => {
    const { paths } = await (await call("/openapi.json")).json<{ paths: Record<string, object> }>();
    const written = Object.entries(paths)
      .filter(([path]) => /\/api\/providers(\/|$)/.test(path))
      .flatMap(([path, item]) => Object.keys(item).map((method) => `${method} ${path.slice("/api".length)}`));
    for (const operation of [
      "post /providers",
      "get /providers",
      "get /providers/presets",
      "get /providers/health",
      "get /providers/{id}",
      "patch /providers/{id}",
      "delete /providers/{id}",
    ]) {
      expect(written).toContain(operation);
    }
  });
});

describe("the gate of a provider", () => {
  const healthOf = async (id: string): Promise<ProviderHealth | undefined> => {
    const { items } = await (await ask("/providers/health")).json<{ items: ProviderHealth[] }>();
    return items.find(({ providerId }) => providerId === id);
  };
  const gateOf = ({ organizationId, id }: ProviderRow) => env.PROVIDER_GATE.getByName(`${organizationId}/${id}`);
  const refusal = (keyId: string): AttemptReport => ({
    model: "sim-1",
    keyId,
    at: Date.now(),
    outcome: "auth",
    retryAfterMs: null,
    firstTokenMs: null,
    totalMs: 5,
    probe: false,
    inputTokens: 0,
    outputTokens: 0,
    counted: null,
  });

  it("has its limits from the first, and new ones when they change", async () => {
    const { id } = await provided({ ...sim, limits: { requestsPerMinute: 60 } });
    expect(await healthOf(id)).toMatchObject({ headroom: { requests: { limit: 60 }, tokens: null } });
    await patched(id, { limits: { tokensPerMinute: 9000 } });
    expect(await healthOf(id)).toMatchObject({ headroom: { requests: null, tokens: { limit: 9000 } } });
    await patched(id, { name: "other" });
    expect(await healthOf(id)).toMatchObject({ headroom: { requests: null, tokens: { limit: 9000 } } });
  });

  it("says what became of a key, forgets it with a new key, and everything with its provider", async () => {
    const { id, slug } = await provided({ ...sim, name: "refusing" });
    expect(await healthOf(id)).toMatchObject({ state: "unused", models: [], events: [] });
    const row = await rowOf(id);
    await gateOf(row).report("isolate", [refusal(row.keyId)], {});
    expect(await healthOf(id)).toMatchObject({
      state: "down",
      words: "Down: refused the key. Enter a new key.",
      models: [{ model: `${slug}/sim-1`, circuit: "open" }],
      events: [{ kind: "opened", model: `${slug}/sim-1` }],
    });
    await patched(id, { apiKey: `${key}-new` });
    expect(await healthOf(id)).toMatchObject({ state: "unused", models: [] });
    await ask(`/providers/${id}`, { method: "DELETE" });
    expect(await gateOf(row).view()).toMatchObject({ models: [], events: [] });
    expect(await healthOf(id)).toBeUndefined();
  });
});

describe("deleting one", () => {
  it("is refused while jobs name it, unless it is forced", async () => {
    const cleo = await signUp();
    const { id, slug } = await provided(sim, cleo);
    const { organizationId } = await rowOf(id);
    const analysisId = newId("analysis", Date.now());
    const set = async (status: string, model: string, named: object, owner = organizationId) =>
      env.DB.prepare(
        `INSERT OR REPLACE INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model,
           options, status, progress, usage, created_at) VALUES (?1, ?2, '', '', '', '{}', '', ?3, ?4, ?5, '{}', '{}', 0)`,
      )
        .bind(analysisId, owner, model, JSON.stringify(named), status)
        .run();
    const refused = [
      ["running", `${slug}/a`, {}],
      ["paused", "local/lexical", { fallbackModels: ["other/b", `${slug}/a/b`] }],
      ["paused", "local/lexical", { fallbackModels: [], embeddingModel: `${slug}/an-embed` }],
      ["pending", `${slug}/a`, { embeddingModel: null }],
    ] as const;
    for (const [status, model, named] of refused) {
      await set(status, model, named);
      const answer = await ask(`/providers/${id}`, { method: "DELETE" }, cleo);
      expect(await answer.clone().text()).toContain(analysisId);
      expect(await codeOf(answer)).toBe("wrong_state");
    }
    const free = [
      ["completed", `${slug}/a`, { embeddingModel: `${slug}/e` }, organizationId],
      ["running", `${slug}-2/a`, { fallbackModels: ["simple/a"], embeddingModel: `${slug}-2/e` }, organizationId],
      ["running", "local/lexical", { embeddingModel: null }, organizationId],
      ["running", `${slug}/a`, {}, "org_other"],
    ] as const;
    for (const [status, model, named, owner] of free) {
      await set(status, model, named, owner);
      expect(await jobsNaming(env.DB, { organizationId, userId: "", role: "owner" }, slug)).toEqual([]);
    }
    await set("running", `${slug}/a`, {});
    expect((await ask(`/providers/${id}?force=true`, { method: "DELETE" }, cleo)).status).toBe(204);
  });
});

describe("whatever was done here", () => {
  it("no answer held a key or its cipher, and nothing that is stored holds a key", async () => {
    const { id } = await provided();
    await ask("/providers/health");
    await ask("/providers?limit=500");
    const { keyCipher } = await rowOf(id);
    expect(said.length).toBeGreaterThan(50);
    const { results: tables } = await env.DB.prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    ).all<{ name: string }>();
    const dumps = await Promise.all(tables.map(({ name }) => env.DB.prepare(`SELECT * FROM "${name}"`).all()));
    const stored = dumps.map(({ results }) => JSON.stringify(results));
    const { keys } = await env.KV.list();
    for (const { name } of keys) stored.push(`${name} ${await env.KV.get(name)}`);
    // The dump does hold what there is.
    expect(stored.some((text) => text.includes(keyCipher ?? "no cipher"))).toBe(true);
    for (const text of [...said, ...stored]) expect(text).not.toContain(canary);
    const { results } = await env.DB.prepare(
      "SELECT key_cipher AS cipher FROM provider WHERE key_cipher IS NOT NULL",
    ).all<{
      cipher: string;
    }>();
    expect(results.length).toBeGreaterThan(5);
    for (const { cipher } of results) {
      for (const text of said) expect(text).not.toContain(cipher);
    }
  });
});
