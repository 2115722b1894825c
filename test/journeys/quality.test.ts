import { beforeAll, describe, expect, it } from "vitest";
import type { Content, ContentItem } from "../../worker/contract/content.ts";
import type { Page } from "../../worker/contract/page.ts";
import type { Dataset } from "../../worker/contract/project.ts";
import type { FixReply, Issue, IssueKind, QualityReport } from "../../worker/contract/quality.ts";
import { call, codeOf, type Somebody, signUp } from "./client.ts";
import { allResults, completed, datasetOf, externalIdsOf, importInto, start, until } from "./jobs.ts";
import { makerOf } from "./making.ts";

let ada: Somebody;
beforeAll(async () => {
  ada = await signUp();
});
const { shown } = makerOf(() => ada);

const long =
  "I ordered two lamps last week and only one of them has arrived, could you look into it please and tell me when the other comes?";
const record = (id: string, ...said: [role: string, content: string][]) =>
  JSON.stringify({ id, messages: said.map(([role, content]) => ({ role, content })) });
const file = [
  record("good", ["user", long], ["assistant", "Of course, one moment."]),
  record("exact", ["user", long], ["assistant", "Of course, one moment."]),
  record("near", ["user", long.replace("please", "now")], ["assistant", "Of course, one moment!"]),
  record("code", ["user", "const a = { b: [1, 2] };\nfunction c() {\n  return a.b[0];\n}\nexport { c };"]),
  record("hash", ["user", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]),
  record("mash", ["user", "asdfghjkl qwertyuiop zxcvbnm asdfasdf"]),
  record("signs", ["user", "???!!!"]),
  record("short", ["user", "ok"]),
  record("mail", ["user", "Write to jo@example.com about the kettle that came broken last Tuesday."]),
  record("names", ["lena", "My parcel never came, can you help me find it?"], ["acme desk", "Let me look for it."]),
].join("\n");

const report = (id: string) => shown<QualityReport>(`/datasets/${id}/quality`);
const counted = ({ issues }: QualityReport) => Object.fromEntries(issues.map(({ kind, count }) => [kind, count]));

async function fixed(id: string, body: unknown): Promise<FixReply> {
  const answer = await call(`/datasets/${id}/fixes`, { headers: ada.bearer, body });
  if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
  return answer.json<FixReply>();
}

const names = async (id: string, query = "") =>
  (await shown<Page<ContentItem>>(`/datasets/${id}/content?limit=100${query}`)).items
    .map(({ externalId }) => externalId)
    .toSorted();

describe("the quality report", () => {
  it("says what is wrong, with counts, examples and the way to put it right", async () => {
    const { datasetId } = await datasetOf(ada, file);
    const first = await report(datasetId);
    expect(first).toMatchObject({ contents: 10, leftOut: 0, complete: true, checked: 10, fixes: [] });
    expect(counted(first)).toMatchObject({
      "nothing-to-read": 1,
      "not-natural-language": 3,
      "exact-duplicate": 1,
      "near-duplicate": 1,
      "very-short": 1,
      "unknown-roles": 1,
      "personal-data": 1,
    });
    const near = first.issues.find(({ kind }) => kind === "near-duplicate");
    const [good] = (await shown<Page<ContentItem>>(`/datasets/${datasetId}/content?q=good`)).items;
    expect(near?.examples).toMatchObject([{ externalId: "near", of: good?.id }]);
    expect(first.issues.find(({ kind }) => kind === "not-natural-language")?.details).toEqual({
      code: 1,
      encoded: 1,
      random: 1,
    });
    expect(first.issues.find(({ kind }) => kind === "personal-data")?.details).toEqual({ email: 1 });
    expect(first.batching).toMatchObject({ inParts: 0 });
    expect(await report(datasetId)).toEqual(first);
    const item = (await shown<Page<ContentItem>>(`/datasets/${datasetId}/content?q=jo@example.com`)).items[0];
    expect(item).toMatchObject({ externalId: "mail", reasons: ["personal-data:email=1"], leftOut: false });
  });

  it("leaves contents out and brings them back; analyses read only what is kept", async () => {
    const { datasetId } = await datasetOf(ada, file);
    const { fix, contents, leftOut } = await fixed(datasetId, { issue: "not-natural-language" });
    expect(fix).toMatchObject({ issue: "not-natural-language", action: "leave-out", count: 3, undoneAt: null });
    expect({ contents, leftOut }).toEqual({ contents: 7, leftOut: 3 });
    // Asked for once more it is what it was.
    expect(await fixed(datasetId, { issue: "not-natural-language" })).toEqual({ fix, contents, leftOut });
    const near = await fixed(datasetId, { issue: "near-duplicate" });
    const exact = await fixed(datasetId, { issue: "exact-duplicate" });
    expect([near.fix.count, exact.fix.count]).toEqual([1, 1]);
    expect(await names(datasetId)).toEqual(["good", "mail", "names", "short", "signs"]);
    expect(await names(datasetId, "&leftOut=true")).toEqual(["code", "exact", "hash", "mash", "near"]);
    const dataset = await shown<Dataset>(`/datasets/${datasetId}`);
    expect(dataset).toMatchObject({ contentCount: 5, leftOut: 5 });
    expect(Object.values(dataset.languages).reduce((sum, count) => sum + count, 0)).toBe(5);

    const { id } = await start(ada, { datasetId });
    await until(ada, id, completed);
    expect(externalIdsOf(await allResults(ada, id))).toEqual(["good", "mail", "names", "short", "signs"]);

    // What was left out is known: sent again it is a duplicate, and stays out.
    expect(await (await importInto(ada, datasetId, file)).json()).toMatchObject({ imported: 0, duplicates: 10 });
    const again = await report(datasetId);
    expect(again.issues.map(({ kind }) => kind)).not.toContain("near-duplicate");
    expect(again.fixes.map(({ issue }) => issue)).toEqual([
      "exact-duplicate",
      "near-duplicate",
      "not-natural-language",
    ]);

    for (const one of again.fixes) expect((await fixed(datasetId, { undo: one.id })).fix.undoneAt).not.toBeNull();
    expect((await fixed(datasetId, { undo: fix.id })).leftOut).toBe(0);
    expect(await shown<Dataset>(`/datasets/${datasetId}`)).toMatchObject({ contentCount: 10, leftOut: 0 });
    expect(counted(await report(datasetId))).toMatchObject({
      "not-natural-language": 3,
      "exact-duplicate": 1,
      "near-duplicate": 1,
    });
  });

  it("normalises roles without touching what was imported", async () => {
    const { datasetId } = await datasetOf(ada, file);
    const rolesOf = async () => {
      const [item] = (await shown<Page<ContentItem>>(`/datasets/${datasetId}/content?q=names`)).items;
      return (await shown<Content>(`/content/${item?.id}`)).messages.map(({ role }) => role);
    };
    const { fix } = await fixed(datasetId, { issue: "unknown-roles" });
    expect(fix).toMatchObject({ action: "normalise-roles", count: 1 });
    expect(await rolesOf()).toEqual(["user", "assistant"]);
    expect(counted(await report(datasetId))).not.toHaveProperty("unknown-roles");
    await fixed(datasetId, { undo: fix.id });
    expect(await rolesOf()).toEqual(["lena", "acme desk"]);
    expect(counted(await report(datasetId))).toHaveProperty("unknown-roles", 1);
  });

  it("mends characters that were decoded wrongly, where somebody asks for it, and unmends them", async () => {
    const { datasetId } = await datasetOf(ada, record("size", ["user", "Welche GrÃ¶ÃŸe hat die Lampe â€“ danke ðŸ˜€"]));
    const read = async () => {
      const [item] = (await shown<Page<ContentItem>>(`/datasets/${datasetId}/content`)).items;
      const { messages, title } = await shown<Content>(`/content/${item?.id}`);
      return { title, said: messages[0]?.content };
    };
    const before = await read();
    expect(before.said).toContain("GrÃ¶ÃŸe");
    const { fix } = await fixed(datasetId, { issue: "broken-characters" });
    expect(fix).toMatchObject({ action: "mend-characters", count: 1 });
    expect(await read()).toEqual({
      title: expect.stringContaining("Größe"),
      said: "Welche Größe hat die Lampe – danke 😀",
    });
    expect(counted(await report(datasetId))).not.toHaveProperty("broken-characters");
    await fixed(datasetId, { undo: fix.id });
    expect(await read()).toEqual(before);
    expect(counted(await report(datasetId))).toHaveProperty("broken-characters", 1);
  });

  it("hands out the bad rows as CSV and JSONL", async () => {
    const { datasetId } = await datasetOf(ada, file);
    const { issues } = await report(datasetId);
    const rowsOf = async (kind: IssueKind, format: string) => {
      const { rows } = issues.find((issue) => issue.kind === kind) as Issue;
      const answer = await call(`${rows.replace("/api", "")}&format=${format}`, { headers: ada.bearer });
      expect([answer.status, answer.headers.get("content-disposition")]).toEqual([
        200,
        expect.stringContaining(`-${kind}.${format}`),
      ]);
      return answer.text();
    };
    const csv = (await rowsOf("not-natural-language", "csv")).trim().split("\r\n");
    expect(csv[0]).toBe("id,contentId,title,language,tokens,quality,detail,repeats");
    expect(csv.slice(1).map((line) => line.split(",")[0])).toEqual(["code", "hash", "mash"]);
    expect(JSON.parse(await rowsOf("exact-duplicate", "jsonl"))).toMatchObject({ id: "exact", repeats: "good" });
  });

  it("of another's dataset is forbidden, and what can't be put right is refused", async () => {
    const { datasetId } = await datasetOf(ada, record("a", ["user", long]));
    const ben = await signUp();
    for (const path of ["quality", "quality/rows?issue=very-short"]) {
      expect((await call(`/datasets/${datasetId}/${path}`, { headers: ben.bearer })).status).toBe(403);
    }
    const fix = (who: Somebody, body: unknown) => call(`/datasets/${datasetId}/fixes`, { headers: who.bearer, body });
    expect((await fix(ben, { issue: "very-short" })).status).toBe(403);
    expect(await codeOf(await fix(ada, { issue: "very-short" }))).toBe("wrong_state");
    expect(await codeOf(await fix(ada, { issue: "over-long" }))).toBe("wrong_state");
    expect(await codeOf(await fix(ada, { undo: "fix_unknown" }))).toBe("unknown_reference");
    expect(await codeOf(await fix(ada, { issue: "nonsense" }))).toBe("invalid_request");
  });
});
