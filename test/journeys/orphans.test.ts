import { env } from "cloudflare:workers";
import { describe, expect, it } from "vitest";
import { newId } from "../../worker/contract/id.ts";
import { readModelsOf } from "../../worker/db/expire.ts";
import { sweepFiles, sweepReadModels } from "../../worker/db/orphans.ts";
import { call, type Somebody, signUp } from "./client.ts";
import { datasetOf } from "./jobs.ts";

const later = Date.now() + 2 * 86_400_000;

/** A dataset with one content whose body is too large for a row. */
async function longContent(who: Somebody): Promise<{ datasetId: string; contentId: string; bodyKey: string }> {
  const text = "Where is my parcel? ".repeat(90_000);
  const { datasetId } = await datasetOf(
    who,
    JSON.stringify({ id: "long", messages: [{ role: "user", content: text }] }),
  );
  const row = await env.DB.prepare("SELECT id, body_key FROM content WHERE dataset_id = ?")
    .bind(datasetId)
    .first<{ id: string; body_key: string }>();
  if (!row?.body_key) throw new Error("the body is in the row");
  return { datasetId, contentId: row.id, bodyKey: row.body_key };
}

const filesLeft = async () => (await env.FILES.list()).objects.map(({ key }) => key).toSorted();

describe("files that no row names", () => {
  it("go page by page, a day after they were written; those of contents and those of others stay", async () => {
    const ada = await signUp();
    const { contentId, bodyKey } = await longContent(ada);
    const orphans = Array.from({ length: 5 }, () => `content/org_gone/${newId("content", 1)}`);
    // A row names another file than this one: it was written again, and the first one forgotten.
    orphans.push(`content/org_other/${contentId}`);
    for (const key of [...orphans, "exports/keep-me"]) await env.FILES.put(key, "x");
    const kept = ["exports/keep-me", bodyKey].toSorted();

    expect(await sweepFiles(env, Date.now(), 100)).toBe(0);
    expect(await filesLeft()).toEqual([...orphans, ...kept].toSorted());
    let gone = 0;
    for (let run = 0; run < 4; run++) {
      const now = await sweepFiles(env, later, 2);
      expect(now).toBeLessThanOrEqual(2);
      gone += now;
    }
    expect(gone).toBe(6);
    expect(await filesLeft()).toEqual(kept);
    // Behind the last page it begins anew, and finds what has come since.
    await env.FILES.put("content/a/cnt_first", "x");
    for (let run = 0; run < 2; run++) gone += await sweepFiles(env, later, 2);
    expect(gone).toBe(7);
    expect((await call(`/content/${contentId}`, { headers: ada.bearer })).status).toBe(200);
  });
});

describe("read models of analyses that are gone", () => {
  it("go page by page; those of living ones and all else in the store stay", async () => {
    const insert = (id: string, swept: number | null) =>
      env.DB.prepare(
        `INSERT INTO analysis (id, organization_id, project_id, dataset_id, template_id, spec, name, model, options,
           status, progress, usage, created_at, swept_at)
         VALUES (?, 'org', '', '', '', '{}', '', 'a/b', '{}', 'completed', '{}', '{}', 0, ?)`,
      )
        .bind(id, swept)
        .run();
    const [living, swept, gone] = [newId("analysis", 1), newId("analysis", 2), newId("analysis", 3)];
    await insert(living, null);
    await insert(swept, 5);
    await env.KV.put("catalogue", "{}");
    for (const id of [living, swept, gone]) {
      for (const part of ["labels/1", "clusters/1", "insights/2"]) await env.KV.put(`${readModelsOf(id)}${part}`, "{}");
    }
    let deleted = 0;
    for (let run = 0; run < 6; run++) deleted += await sweepReadModels(env, 2);
    expect(deleted).toBe(6);
    const { keys } = await env.KV.list();
    const left = keys.map(({ name }) => name).filter((name) => !name.startsWith("sweep/"));
    const own = ["clusters/1", "insights/2", "labels/1"].map((part) => `${readModelsOf(living)}${part}`);
    expect(left).toEqual([...own, "catalogue"]);
  });
});
