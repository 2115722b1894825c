import { describe, expect, it } from "vitest";
import { type Asking, askChecked } from "../../../worker/analysis/ask-checked.ts";
import { nameClusters } from "../../../worker/analysis/clusters/name-clusters.ts";
import { summarize } from "../../../worker/analysis/insights/insights.ts";
import { noUsage } from "../../../worker/analysis/job.ts";
import type { JobData } from "../../../worker/analysis/job-data.ts";
import { reconcile } from "../../../worker/analysis/labels/reconcile.ts";
import type { AuditNamesQuestion, Question, SummarizeQuestion } from "../../../worker/engines/ask.ts";
import { CallFailure, NoneCanServe } from "../../../worker/engines/failure.ts";
import { spentOf } from "../../../worker/engines/spent.ts";
import { specOf } from "../../durable-objects/job-fixture.ts";

const call = { ...noUsage, calls: 1, outputTokens: 7, costUsd: 0.25 };

type Script = (question: Question, call: number) => unknown;

/** Engines that answer by a script, or throw what it gives; who was asked, with what and by which key, is kept. */
function asking(script: Script, fallback: Script = () => new Error("not to be asked"), retryAttempts = 2) {
  const asked: { who: string; question: Question; key: string }[] = [];
  const by =
    (who: string, answers: Script): Asking["ask"] =>
    async (question, { idempotencyKey }) => {
      asked.push({ who, question, key: idempotencyKey });
      const reply = answers(question, asked.length - 1);
      if (reply instanceof Error) throw Object.assign(reply, { spent: call });
      return { reply, model: who, usage: call };
    };
  const how: Asking = {
    ask: by("model", script),
    askFallback: by("built-in", fallback),
    key: (number) => `job/1/${number}`,
    retryAttempts,
  };
  return { how, asked };
}

const question: Question = { task: "audit-names", clusters: [] };
const takeGood = (reply: unknown, open: Question) => (reply === "good" ? null : open);
const isTask = <Task extends Question["task"]>(one: Question, task: Task): one is Extract<Question, { task: Task }> =>
  one.task === task;

describe("asking until the reply is good", () => {
  it("asks again at most retryAttempts times, each time by a key of its own, then the built-in engine", async () => {
    const { how, asked } = asking(
      () => "bad",
      () => "good",
    );
    expect(await askChecked(question, takeGood, how)).toEqual({
      open: null,
      usage: { ...noUsage, calls: 4, outputTokens: 28, costUsd: 1 },
    });
    expect(asked.map(({ who }) => who)).toEqual(["model", "model", "model", "built-in"]);
    expect(asked.map(({ key }) => key)).toEqual(["job/1/0", "job/1/1", "job/1/2", "job/1/3"]);
  });

  it("asks no more once it is good, and says what is open where nobody knew", async () => {
    const good = asking((_, number) => (number === 1 ? "good" : "bad"));
    await askChecked(question, takeGood, good.how);
    expect(good.asked).toHaveLength(2);
    const bad = asking(
      () => "bad",
      () => "bad",
    );
    expect((await askChecked(question, takeGood, bad.how)).open).toBe(question);
  });

  it.each(["context_too_long", "content_refused", "bad_request"] as const)(
    "goes straight to the built-in engine where the question is to blame: %s",
    async (kind) => {
      const { how, asked } = asking(
        () => new CallFailure(kind, "no"),
        () => "good",
      );
      expect((await askChecked(question, takeGood, how)).usage.calls).toBe(2);
      expect(asked.map(({ who }) => who)).toEqual(["model", "built-in"]);
    },
  );

  it("asks again where the answer was not JSON", async () => {
    const { how, asked } = asking((_, number) => (number === 0 ? new CallFailure("bad_output", "no JSON") : "good"));
    expect((await askChecked(question, takeGood, how)).usage.calls).toBe(2);
    expect(asked.map(({ who }) => who)).toEqual(["model", "model"]);
  });

  it("throws every other failure on, with all that was spent before", async () => {
    const { how } = asking((_, number) => (number === 0 ? "bad" : new NoneCanServe("none")));
    const failure = await askChecked(question, takeGood, how).catch((caught: unknown) => caught);
    expect(failure).toBeInstanceOf(NoneCanServe);
    expect(spentOf(failure)).toEqual({ ...noUsage, calls: 2, outputTokens: 14, costUsd: 0.5 });
  });
});

describe("naming clusters", () => {
  const ids = ["c1", "c2", "c3", "c4"];

  type Audit = (one: AuditNamesQuestion) => unknown;
  const allGood: Audit = ({ clusters }) => ({ clusters: clusters.map(({ id }) => ({ id, score: 5, reason: "" })) });

  async function name(script: Script, fallback?: Script, audit: Audit = allGood) {
    const saved: unknown[] = [];
    const unused = async () => Promise.reject(new Error("not needed"));
    const data: JobData = {
      contents: unused,
      answers: null,
      vectors: { known: unused, read: unused, keep: unused },
      results: unused,
      exemplars: unused,
      span: unused,
      tally: unused,
      pairs: unused,
      having: unused,
      saveClusters: unused,
      topClusters: unused,
      resultsOf: async (wanted) =>
        wanted.map((id) => ({ contentId: id, title: id, summary: `About ${id}`, facets: {}, author: null })),
      clusters: async (wanted) => wanted.map((id) => ({ id, members: [`m-${id}`], contrast: ["m-c1"], parts: [] })),
      nameClusters: async (names) => void saved.push(...names),
    };
    const { how, asked } = asking(
      (one, number) => (isTask(one, "audit-names") ? audit(one) : script(one, number)),
      fallback,
    );
    const answer = await nameClusters(specOf(), ids, data, how);
    const askedIds = asked.flatMap(({ question: one }) =>
      isTask(one, "name-clusters") ? [one.clusters.map(({ id }) => id)] : [],
    );
    return { saved, askedIds, answer, keys: asked.map(({ key }) => key) };
  }

  const named = (id: string) => ({ id, name: `Name ${id}`, description: "d" });
  const good = { score: 5, reason: "", by: "model", renamed: false };

  it("asks again only for those that are missing, doubled or malformed", async () => {
    const { saved, askedIds, answer } = await name((one, number) => {
      if (number === 0)
        return { clusters: [named("c1"), named("c2"), named("c2"), { id: "c3", name: "  " }, named("c9")] };
      return { clusters: isTask(one, "name-clusters") ? one.clusters.map(({ id }) => named(id)) : [] };
    });
    expect(askedIds).toEqual([ids, ["c2", "c3", "c4"]]);
    expect(saved).toEqual(ids.map((id) => ({ ...named(id), audit: good })));
    const usage = { ...noUsage, calls: 3, outputTokens: 21, costUsd: 0.75 };
    expect(answer).toEqual({ name: "name-clusters", usage });
  });

  it("takes a name that copies the escaping of the prompt, and null for no description", async () => {
    const { saved } = await name(() => ({ clusters: ids.map((id) => ({ id, name: "R&amp;D", description: null })) }));
    expect(saved[0]).toMatchObject({ id: "c1", name: "R&D", description: "" });
  });

  it("leaves a cluster without a name where nobody names it", async () => {
    const { saved, askedIds } = await name(
      () => "no",
      () => ({ clusters: [{ id: "c1", name: "By words", description: "" }] }),
    );
    expect(askedIds).toHaveLength(4);
    expect(saved).toMatchObject([
      { name: "By words" },
      { id: "c2", name: "" },
      { id: "c3", name: "" },
      { id: "c4", name: "" },
    ]);
  });

  it("asks once more for a name that points to somebody, each time by a key of its own", async () => {
    const names = new Map([["c2", "Complaints of Jane Roe"]]);
    const { saved, askedIds, keys } = await name(
      (one) => {
        if (!isTask(one, "name-clusters")) return "no";
        const rows = one.clusters.map(({ id }) => ({ ...named(id), name: names.get(id) ?? `Name ${id}` }));
        names.set("c2", "Complaints about delivery");
        return { clusters: rows };
      },
      undefined,
      ({ clusters }) => ({
        clusters: clusters.map((one) => ({ id: one.id, score: one.name.includes("Jane") ? 1 : 4, reason: "r" })),
      }),
    );
    expect(askedIds).toEqual([ids, ["c2"]]);
    expect(saved[1]).toEqual({
      ...named("c2"),
      name: "Complaints about delivery",
      audit: { score: 4, reason: "r", by: "model", renamed: true },
    });
    expect(saved[0]).toMatchObject({ audit: { score: 4, renamed: false } });
    expect(new Set(keys).size).toBe(keys.length);
  });

  describe("takes a name away that points to somebody twice", () => {
    const byIds: Script = (one) => ({
      clusters: isTask(one, "name-clusters") ? one.clusters.map(({ id }) => named(id)) : [],
    });
    const plain: Script = (one) => ({
      clusters: isTask(one, "name-clusters")
        ? one.clusters.map(({ id }) => ({ id, name: "Broken lamp", description: "such as “the lamp of Jane Roe”" }))
        : [],
    });
    const against =
      (...words: string[]): Audit =>
      ({ clusters }) => ({
        clusters: clusters.map(({ id, name: said, description }) => ({
          id,
          score: words.some((word) => `${said} ${description}`.includes(word)) ? 2 : 5,
          reason: "",
        })),
      });

    it("and puts words of the contents in its place, without a quote, where the same judge allows them", async () => {
      const { saved, askedIds, keys } = await name(byIds, plain, against("Name c3", "Jane"));
      expect(askedIds).toEqual([ids, ["c3"], ["c3"]]);
      expect(saved[2]).toMatchObject({ name: "Broken lamp", audit: { score: 5, by: "model", renamed: true } });
      expect(JSON.stringify(saved)).not.toMatch(/Name c3|Jane/);
      expect(new Set(keys).size).toBe(keys.length);
    });

    it("and leaves it without one where they are refused as well", async () => {
      const { saved } = await name(byIds, plain, against("Name c3", "lamp"));
      expect(saved[2]).toMatchObject({ name: "", audit: { score: 2, renamed: true } });
      expect(JSON.stringify(saved)).not.toMatch(/Name c3|lamp|Jane/);
    });

    it.each([
      ["fails", () => new Error("no")],
      ["says nothing", () => "no"],
      ["says the same", byIds],
    ] satisfies [string, Script][])("and leaves it without one where the built-in engine %s", async (_, fallback) => {
      const { saved, askedIds } = await name(byIds, fallback, against("Name c3"));
      expect(askedIds).toEqual([ids, ["c3"], ["c3"]]);
      expect(saved[2]).toMatchObject({ name: "", audit: { score: 2, renamed: true } });
      expect(JSON.stringify(saved)).not.toContain("Name c3");
    });

    it("and does not take rules for whoever refused it", async () => {
      let audits = 0;
      const { saved } = await name(
        byIds,
        (one, number) => (isTask(one, "audit-names") ? allGood(one) : plain(one, number)),
        (one) => (++audits > 2 ? new NoneCanServe("none") : against("Name c3")(one)),
      );
      expect(saved[2]).toMatchObject({ name: "", audit: { score: 2, by: "model", renamed: true } });
      expect(JSON.stringify(saved)).not.toMatch(/Name c3|lamp/);
    });
  });

  it("keeps names that no model would audit, and says that rules looked at them", async () => {
    const { saved } = await name(
      (one) => ({ clusters: isTask(one, "name-clusters") ? one.clusters.map(({ id }) => named(id)) : [] }),
      (one) => (isTask(one, "audit-names") ? allGood(one) : "no"),
      () => new NoneCanServe("none"),
    );
    expect(saved).toEqual(ids.map((id) => ({ ...named(id), audit: { ...good, by: "built-in" } })));
  });
});

const facet = { name: "intent", description: "", type: "label" as const };
const labelsOf = (count: number, description = "") =>
  Array.from({ length: count }, (_, index) => ({
    label: `Label ${String(index).padStart(4, "0")}`,
    count: index,
    description,
  }));

describe("reconciling", () => {
  it("asks again where the reply is malformed, and takes names that do not exist for none", async () => {
    const groups = [{ canonical: "Label 0000", aliases: ["Label 0001", "Invented"], reason: null }];
    const { how, asked } = asking((_, number) => (number === 0 ? { groups: "none" } : { groups }));
    const answer = await reconcile(specOf(), facet, labelsOf(3), null, how);
    expect(asked).toHaveLength(2);
    expect(answer).toMatchObject({ groups: [{ canonical: "Label 0000", aliases: ["Label 0001"], reason: "" }] });
  });

  it("knows a label by the escaping in which it was shown", async () => {
    const labels = ["R&D", "Research & development", "<script>"].map((label) => ({ label, count: 1, description: "" }));
    const groups = [{ canonical: "R&amp;D", aliases: ["Research &amp; development"], reason: "short form" }];
    const answer = await reconcile(specOf(), facet, labels, null, asking(() => ({ groups })).how);
    expect(answer).toMatchObject({ groups: [{ canonical: "R&D", aliases: ["Research & development"] }] });
  });
});

describe("summing up", () => {
  const asked: SummarizeQuestion = { task: "summarize", contents: 2, counts: {}, clusters: [], items: [] };
  const good = {
    headline: "All is well",
    insights: [{ title: "t", detail: "a &lt; b", contentIds: ["i2", "i9", "x", "i2"] }],
  };

  it("asks again for a reply that is none, and points only at contents that were shown", async () => {
    const { how } = asking((_, number) => [{ headline: "", insights: [] }, { insights: [] }, good][number]);
    expect(await summarize(specOf(), asked, ["cnt_a", "cnt_b"], how)).toEqual({
      name: "summarize",
      summary: {
        headline: "All is well",
        insights: [{ kind: "said", title: "t", detail: "a < b", contentIds: ["cnt_b"] }],
      },
      usage: { ...noUsage, calls: 3, outputTokens: 21, costUsd: 0.75 },
    });
  });

  it("lets the built-in engine sum up where the model never does", async () => {
    const { how, asked: calls } = asking(
      () => null,
      () => good,
    );
    expect(await summarize(specOf(), asked, [], how)).toMatchObject({ summary: { headline: "All is well" } });
    expect(calls.at(-1)?.who).toBe("built-in");
  });
});
