import type { Owner } from "../accounts/owner.ts";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import type { Dataset } from "../contract/project.ts";
import type { Fix, IssueKind } from "../contract/quality.ts";
import {
  type BadRow,
  leaveOut,
  listBadRows,
  listFixes,
  putMended,
  putRoles,
  redactDataset,
  undoFix,
} from "../db/quality.ts";
import { assignRoles, type TwoSpeakers } from "./assign-roles.ts";
import { examine } from "./examine.ts";
import { issueWords } from "./issues.ts";
import { mendCharacters } from "./mend-characters.ts";

type Stores = Pick<Env, "DB" | "FILES">;
const pageSize = 5_000;

/**
 * Puts an issue right; nothing is deleted, and it can be taken back.
 * @throws wrong_state where there is nothing to put right, or no fix for it
 */
export async function putRight(env: Stores, owner: Owner, dataset: Dataset, issue: IssueKind): Promise<Fix> {
  const { fix: way, title } = issueWords[issue];
  if (way === null) throw new ParallaxError("wrong_state", `“${title}” is for you to know: there is no fix for it.`);
  // What repeats what is known from the last report: bring it up to date first.
  const report = await examine(env, dataset);
  const found = report.issues.find(({ kind }) => kind === issue);
  if (!found || (way.action === "redact" && report.redactPii)) {
    // Asked for once more: what was put right stays so.
    const standing = report.fixes.find((fix) => fix.issue === issue && fix.undoneAt === null);
    if (standing) return standing;
    throw new ParallaxError(
      "wrong_state",
      found
        ? "What models read of this dataset is redacted already."
        : `No content that is kept has this issue: ${title}.`,
    );
  }
  const now = Date.now();
  const fix = {
    id: newId("fix", now),
    organizationId: owner.organizationId,
    datasetId: dataset.id,
    issue,
    action: way.action,
    now,
  };
  if (way.action === "leave-out") await leaveOut(env.DB, fix);
  else if (way.action === "redact") await redactDataset(env.DB, fix, found.count);
  else if (way.action === "mend-characters") await putMended(env.DB, fix, await titlesToMend(env.DB, dataset.id));
  else await putRoles(env.DB, fix, assignRoles(await speakersOf(env.DB, dataset.id)));
  return oneFix(env.DB, dataset.id, fix.id);
}

/** Takes a fix back; one that is taken back already stays so. @throws unknown_reference */
export async function takeBack(env: Stores, dataset: Dataset, fixId: string): Promise<Fix> {
  const fix = await oneFix(env.DB, dataset.id, fixId);
  if (fix.undoneAt === null) await undoFix(env.DB, fix, Date.now());
  return oneFix(env.DB, dataset.id, fixId);
}

async function oneFix(db: D1Database, datasetId: string, id: string): Promise<Fix> {
  const fix = (await listFixes(db, datasetId)).find((one) => one.id === id);
  if (fix) return fix;
  throw new ParallaxError("unknown_reference", `This dataset has no fix ${id}.`, {
    errors: [{ path: "undo", message: "does not exist" }],
  });
}

async function speakersOf(db: D1Database, datasetId: string): Promise<TwoSpeakers[]> {
  const speakers: TwoSpeakers[] = [];
  for await (const { id, detail } of badRows(db, datasetId, "unknown-roles")) {
    const [first, second]: string[] = JSON.parse(detail);
    if (first !== undefined && second !== undefined) speakers.push({ id, speakers: [first, second] });
  }
  return speakers;
}

/** Titles stand beside the bodies and are mended once; the bodies are mended as they are read. */
async function titlesToMend(db: D1Database, datasetId: string): Promise<{ id: string; title: string; was: string }[]> {
  const titles: { id: string; title: string; was: string }[] = [];
  for await (const { id, title } of badRows(db, datasetId, "broken-characters")) {
    titles.push({ id, title: mendCharacters(title), was: title });
  }
  return titles;
}

async function* badRows(db: D1Database, datasetId: string, issue: IssueKind): AsyncGenerator<BadRow> {
  for (let after = ""; ; ) {
    const page = await listBadRows(db, datasetId, issue, after, pageSize);
    yield* page;
    const last = page.at(-1);
    if (!last || page.length < pageSize) return;
    after = last.id;
  }
}
