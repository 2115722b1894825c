import { OpenAI } from "openai/client";
import { secretBox } from "../../../worker/accounts/secret-box.ts";
import type { JobSpec } from "../../../worker/analysis/job.ts";
import { completeOptions } from "../../../worker/analysis/options.ts";
import { extract } from "../../../worker/analysis/reading/extract.ts";
import { builtInTemplates, defaultTemplateId } from "../../../worker/analysis/templates.ts";
import { type ProviderRow, toProvider } from "../../../worker/db/providers.ts";
import type { Ask, ExtractQuestion } from "../../../worker/engines/ask.ts";
import { builtIn } from "../../../worker/engines/built-in.ts";
import { type ChainModel, deadlinesFor, lookAt } from "../../../worker/engines/pool/chain-model.ts";
import { promptFor } from "../../../worker/engines/prompts/prompt.ts";
import { chatBody } from "../../../worker/engines/providers/chat-body.ts";
import { askMembers } from "../../../worker/job-engines.ts";
import { memberOf } from "../../../worker/models/chain-of.ts";
import { offeredModel } from "../../../worker/models/choose-model.ts";
import type { Asking, Preparation, PreparedMember, Told } from "../speed-words.ts";

export { ProviderGate } from "../../../durable-objects/provider-gate.ts";

/*
 * The Worker of the benchmark: nothing of its own between the pool and the wire. Providers, keys, gates, prompts and
 * replies are the product's; only the rows that would stand in the database are made up.
 */

const modelId = "gpt-bench";
const apiKey = "sk-simulated-0123456789";

interface Prepared {
  members: ChainModel[];
  fetches: Told["fetches"];
}
const chains = new Map<string, Prepared>();

export default {
  async fetch(request: Request, env: Env): Promise<Response> {
    switch (new URL(request.url).pathname) {
      case "/prepare":
        return Response.json(await prepare(env, await request.json<Preparation>()));
      case "/ask":
        return Response.json(await ask(await request.json<Asking>()));
      case "/body":
        return new Response(JSON.stringify(bodyOfQuestion()));
      default:
        return new Response(null, { status: 404 });
    }
  },
};

/** Makes a chain whose circuits are closed and whose views are fresh, so that none of this is measured. */
async function prepare(env: Env, { chain, members, open, watched }: Preparation): Promise<{ ok: true }> {
  const fetches: Told["fetches"] = [];
  const made = await Promise.all(members.map((member) => memberFor(env, member)));
  for (const { gate, modelId: model, keyId } of made) await gate.refresh(model, keyId);
  const [first] = made;
  if (open && first) {
    // Of all that opens a circuit this opens it for longest.
    const report = { model: modelId, keyId: first.keyId, at: Date.now(), outcome: "model_gone", totalMs: 1 } as const;
    const unknown = { retryAfterMs: null, firstTokenMs: null, probe: false, inputTokens: 0, outputTokens: 0 };
    first.gate.report({ ...report, ...unknown, counted: null });
    await first.gate.flush();
  }
  chains.set(chain, { members: watched ? made.map((member) => watch(member, fetches)) : made, fetches });
  return { ok: true };
}

async function memberFor(env: Env, { gate, keyId, baseUrl }: PreparedMember): Promise<ChainModel> {
  const organizationId = "org_bench";
  const keyCipher = await secretBox(env).seal({ organizationId, providerId: gate, baseUrl }, apiKey);
  const row: ProviderRow = {
    id: gate,
    organizationId,
    slug: gate,
    name: gate,
    type: "openai",
    preset: null,
    baseUrl,
    keyCipher,
    keyHint: null,
    keyId,
    models: [modelId],
    found: [],
    foundAt: null,
    priority: 0,
    limits: {},
    prices: { [modelId]: { input: 1, output: 4 } },
    active: true,
    createdAt: 0,
    updatedAt: 0,
  };
  return memberOf(env, row, offeredModel(toProvider(row), modelId, new Map(), Date.now()));
}

function watch(member: ChainModel, fetches: Told["fetches"]): ChainModel {
  const watched = (inner: typeof fetch): typeof fetch => {
    return async (...request: Parameters<typeof fetch>) => {
      const noted: Told["fetches"][number] = { sentAt: Date.now(), failedAt: null };
      fetches.push(noted);
      try {
        return await inner(...request);
      } catch (failure) {
        noted.failedAt = Date.now();
        throw failure;
      }
    };
  };
  return { ...member, connect: (measure) => member.connect((inner) => measure(watched(inner))) };
}

async function ask({ chain, way, calls }: Asking): Promise<Told> {
  const prepared = chains.get(chain);
  const [first] = prepared?.members ?? [];
  if (!prepared || !first) throw new Error(`no chain ${chain}`);
  const { members, fetches } = prepared;
  const told: Told = { attempts: [], fetches, deadlineMs: deadlineOf(first), failure: null };
  const through = askMembers(
    { members, absent: [] },
    { strategy: "priority", hedge: false },
    ({ model, outcome, at }) => told.attempts.push({ model, outcome, sentAt: at }),
    () => {},
  );
  const call = await callOf(way, through, first);
  try {
    for (let turn = 0; turn < calls; turn++) await call(turn);
  } catch (failure) {
    told.failure = String(failure);
  }
  await Promise.all(members.map(({ gate }) => gate.flush()));
  return told;
}

function deadlineOf(member: ChainModel): number {
  const { headersMs, firstTokenMs } = deadlinesFor(member, lookAt(member));
  return Math.min(headersMs, firstTokenMs);
}

/** One call the way that is asked for; all that can be made ready for many calls is. */
async function callOf(
  way: Asking["way"],
  through: Ask,
  member: ChainModel,
): Promise<(turn: number) => Promise<unknown>> {
  const { baseUrl, fetch: guarded } = member.connect((inner) => inner);
  const body = bodyOfQuestion();
  switch (way) {
    case "chain":
      return (turn) => through(question(contents), { idempotencyKey: `bench/1/${turn}` });
    case "extract":
      return () => extract(spec, contents.slice(0, 1), {}, through, builtIn.ask, (n) => `bench/1/${n}`);
    case "sdk": {
      const client = new OpenAI({ apiKey, baseURL: baseUrl, fetch: guarded, maxRetries: 0 });
      return async () => {
        let text = "";
        const stream = await client.chat.completions.create(body);
        for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? "";
        return text;
      };
    }
    case "read":
    case "fetch": {
      const text = JSON.stringify(body);
      const headers = { "content-type": "application/json", authorization: `Bearer ${apiKey}` };
      const send = () => fetch(`${baseUrl}/chat/completions`, { method: "POST", headers, body: text });
      if (way === "fetch") return async () => (await send()).text();
      return async () => {
        let bytes = 0;
        for await (const chunk of (await send()).body ?? []) bytes += chunk.byteLength;
        return bytes;
      };
    }
  }
}

/** What the provider's client sends for the question. */
function bodyOfQuestion() {
  const { system, parts, reply, outputTokens } = promptFor(question(contents));
  const call = { model: modelId, system, parts, reply, maxOutputTokens: outputTokens, idempotencyKey: "bench/1/0" };
  return chatBody(call, { official: true });
}

const said = [
  ["customer", "Hello, I ordered a pair of walking boots on the 3rd and they still have not arrived. Where are they?"],
  ["agent", "I am sorry to hear that. May I have the number of the order, please, so that I can look it up?"],
  ["customer", "Of course. The tracking page has said that it is in the sorting centre for six days now."],
  ["agent", "Thank you. I see that the parcel was damaged there, and that nobody told you about it."],
  ["customer", "Then please send me another pair or give me my money back. I need them by the end of next week."],
  ["agent", "A new pair leaves our house today and will be with you on Thursday. You will get a message about it."],
] as const;

const contents = Array.from({ length: 10 }, (_, index) => ({
  id: `ct_${index}`,
  externalId: `c${index}`,
  language: "en",
  messages: said.map(([role, text]) => ({ role, content: `${text} (${index})` })),
}));

const template = builtInTemplates.find(({ id }) => id === defaultTemplateId);
if (!template) throw new Error(`no template ${defaultTemplateId}`);

const spec: JobSpec = {
  analysisId: "an_bench",
  organizationId: "org_bench",
  projectId: "prj_bench",
  datasetId: "ds_bench",
  templateId: template.id,
  name: "Benchmark",
  model: "",
  facets: template.facets,
  modules: template.modules,
  options: completeOptions({}, {}, {}),
  limits: { contextTokens: 100_000, outputTokens: 8_000, maxItems: 10 },
  startLabels: {},
  estimate: null,
  createdAt: 0,
};

function question(read: typeof contents): ExtractQuestion {
  return {
    task: "extract",
    facets: spec.facets,
    modules: spec.modules,
    known: {},
    frozen: false,
    items: read.map(({ language, messages }, index) => ({ id: `i${index + 1}`, language, messages })),
  };
}
