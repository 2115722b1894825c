import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { parse } from "papaparse";
import { beforeAll, describe, expect, it } from "vitest";
import type { AnalysisJob } from "../../durable-objects/analysis-job.ts";
import type { Backlog } from "../../durable-objects/backlog.ts";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { LiveEvent } from "../../worker/contract/event.ts";
import type { Batch } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { allResults, completed, conversations, datasetOf, start, until } from "./jobs.ts";
import { watch } from "./watching.ts";

const count = 600;
let ada: Somebody;
let datasetId: string;

beforeAll(async () => {
  ada = await signUp();
  ({ datasetId } = await datasetOf(ada, conversations(count)));
});

/** Two streams and small batches: slow enough to be met on its way. */
const slowly = {
  streams: 2,
  itemsPerStream: 1,
  cluster: false,
  discovery: { minItems: 100, maxItems: 600, targetPercentage: 100 },
};

const jobOf = (id: string) => env.ANALYSIS_JOB.getByName(id);
const tell = (id: string, verb: string) => call(`/analyses/${id}/${verb}`, { method: "POST", headers: ada.bearer });
const get = async <Body>(path: string) => (await call(path, { headers: ada.bearer })).json<Body>();
type Partial = Extract<LiveEvent, { type: "analysis_partial" }>;
const partialsOf = (events: LiveEvent[]) =>
  events.filter((event): event is Partial => event.type === "analysis_partial");
const ends = (event: LiveEvent) => event.type === "analysis_complete";
const counted = ({ data }: Partial) =>
  (data.labels ?? []).flatMap(({ labels }) => labels).reduce((sum, label) => sum + label.count, 0);

describe("what is found so far", () => {
  it("comes with the first batch, which is at most 2 % of 2,600 contents: results, label counts and insights", async () => {
    const many = 2_600;
    const large = await datasetOf(ada, conversations(many));
    const { id } = await start(ada, { datasetId: large.datasetId, options: { cluster: false } });
    // From the very first event on, so that nothing of it depends on who was quicker.
    const watcher = await watch(ada, id, 0);
    await watcher.saw(ends);
    const partials = partialsOf(watcher.events);
    const [first] = partials;
    if (!first) throw new Error("nothing came before the end");
    const { items } = await get<{ items: Batch[] }>(`/analyses/${id}/batches?limit=1`);
    expect(first.data.results).toHaveLength(items[0]?.items ?? 0);
    expect(first.data.results.length).toBeGreaterThan(0);
    expect(first.data.results.length / many).toBeLessThanOrEqual(0.02);
    expect(counted(first)).toBeGreaterThan(0);
    expect(first.data.insights.length).toBeGreaterThan(0);
    // It grows, never shrinks, and tells every content once.
    const growing = partials.map(counted);
    expect(growing).toEqual(growing.toSorted((a, b) => a - b));
    expect(growing.at(-1)).toBeGreaterThan(growing[0] ?? 0);
    expect(new Set(partials.flatMap(({ data }) => data.results.map(({ contentId }) => contentId))).size).toBe(many);
    watcher.socket.close();
  });

  it("is the same over the API while the job runs", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    await until(ada, id, ({ progress }) => progress.batchesDone >= 1);
    await tell(id, "pause");
    const labels = await get<LabelsReply>(`/analyses/${id}/labels`);
    expect(Object.values(labels.facets).flat().length).toBeGreaterThan(0);
    const insights = await get<{ partial: boolean; insights: unknown[] }>(`/analyses/${id}/insights`);
    expect(insights.partial).toBe(true);
    expect(insights.insights.length).toBeGreaterThan(0);
    const { progress } = await get<Analysis>(`/analyses/${id}`);
    expect(progress.savedAt).not.toBeNull();
    await tell(id, "cancel");
  });
});

describe("an export", () => {
  it("at any moment says that it is partial, in ways that break no parser, and at the end no more", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    const ask = (format: string) => call(`/analyses/${id}/export?format=${format}`, { headers: ada.bearer });
    await until(ada, id, ({ progress }) => progress.batchesDone >= 1);
    await tell(id, "pause");
    const { progress } = await until(ada, id, (now) => now.progress.streams.every(({ state }) => state !== "working"));
    const there = await allResults(ada, id);
    expect(there.length).toBeLessThan(count);
    for (const format of ["csv", "jsonl", "md", "html"]) {
      const file = await ask(format);
      expect(file.headers.get("content-disposition")).toContain(`${id}-partial.${format}`);
      expect(file.headers.get("x-parallax-partial")).toBe("true");
      expect(file.headers.get("x-parallax-status")).toBe("paused");
      expect(file.headers.get("x-parallax-contents")).toBe(`${progress.itemsDone}/${count}`);
      const text = await file.text();
      if (format === "jsonl")
        expect(
          text
            .trim()
            .split("\n")
            .map((line) => JSON.parse(line)),
        ).toHaveLength(there.length);
      else if (format === "csv") {
        const { data, errors, meta } = parse<Record<string, string>>(text.trim(), { header: true });
        expect(errors).toEqual([]);
        expect(meta.fields?.[0]).toBe("id");
        expect(data).toHaveLength(there.length);
      } else {
        const said = text.replaceAll("\\", "");
        expect(said).toContain(`Partial: the analysis is paused; ${progress.itemsDone} of ${count} contents are read`);
      }
    }
    await tell(id, "resume");
    await until(ada, id, completed);
    for (const format of ["csv", "jsonl", "md", "html"]) {
      const file = await ask(format);
      expect(file.headers.get("content-disposition")).toContain(`${id}.${format}`);
      expect(file.headers.get("x-parallax-partial")).toBe("false");
      expect(file.headers.get("x-parallax-contents")).toBe(`${count}/${count}`);
      expect(await file.text()).not.toContain("Partial:");
    }
  });
});

/** Something is done to the object's end of the sockets of a job. */
function toSockets(id: string, work: (socket: WebSocket, index: number) => void): Promise<void> {
  return runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
    state.getWebSockets().forEach(work);
  });
}

const millions = 3_999_000;

describe("a watcher that does not keep up", () => {
  it("is closed with the reason while the job and the others go on, and catches up by `after`", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    const slow = await watch(ada, id, 0);
    await slow.saw(({ type }) => type === "analysis_partial");
    slow.socket.send(`ack ${slow.events.at(-1)?.seq}`);
    // As if nearly all that it may be behind were on its way to it.
    await toSockets(id, (socket) => {
      const before = socket.deserializeAttachment() as Backlog;
      socket.serializeAttachment({
        ...before,
        unread: millions,
        mark: { seq: 1e9, size: millions },
        acknowledges: true,
      });
    });
    const quick = await watch(ada, id, 0, true);
    const { code, reason } = await slow.closed;
    expect(code).toBe(1013);
    expect(reason).toContain("?after=");
    slow.socket.close();
    await quick.saw(ends);
    const last = slow.events.at(-1)?.seq ?? 0;
    const back = await watch(ada, id, last, true);
    await back.saw(ends);
    expect(back.events.map(({ seq }) => seq)).toEqual(quick.events.map(({ seq }) => seq).filter((seq) => seq > last));
    expect(await allResults(ada, id)).toHaveLength(count);
    quick.socket.close();
    back.socket.close();
  });

  it("is closed when it can't be sent to, and the job ends whole all the same", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    const broken = await watch(ada, id, 0);
    await toSockets(id, (socket) => {
      socket.send = () => {
        throw new TypeError("Can't call WebSocket send() after close().");
      };
    });
    expect((await broken.closed).code).toBe(1011);
    broken.socket.close();
    await until(ada, id, completed);
    expect(await allResults(ada, id)).toHaveLength(count);
  });

  it("is not closed as long as it says what it has read, also after the object has slept", async () => {
    const { id } = await start(ada, { datasetId, options: slowly });
    const steady = await watch(ada, id, 0, true);
    await steady.saw(({ type }) => type === "analysis_partial");
    await evictDurableObject(jobOf(id)).catch(() => undefined);
    await Promise.race([steady.saw(ends), steady.closed]);
    const seen = steady.events.map(({ seq }) => seq);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await until(ada, id, completed);
    steady.socket.close();
  });

  it("begins with a snapshot again where there is more to catch up on than a snapshot is worth", async () => {
    const { id } = await start(ada, { datasetId, options: { cluster: false } });
    await until(ada, id, completed);
    await runInDurableObject(jobOf(id), async (_job: AnalysisJob, state) => {
      const data = JSON.stringify({ error: "x".repeat(800_000), fatal: false });
      for (let event = 0; event < 3; event++)
        state.storage.sql.exec("INSERT INTO event (type, data) VALUES ('analysis_error', ?)", data);
    });
    const back = await watch(ada, id, 1);
    expect(await back.saw(() => true)).toMatchObject({ type: "snapshot", data: { status: "completed" } });
    back.socket.close();
  });
});
