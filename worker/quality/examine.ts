import type { Dataset } from "../contract/project.ts";
import type { IssueKind, QualityReport } from "../contract/quality.ts";
import { readContents } from "../db/contents.ts";
import {
  keepReport,
  keptReport,
  listFixes,
  saveChecks,
  saveTwins,
  scanContents,
  titlesOf,
  uncheckedContents,
} from "../db/quality.ts";
import { checkContent } from "./check-content.ts";
import { Findings } from "./findings.ts";
import { sketchOf, sketchToText } from "./sketch.ts";

type Stores = Pick<Env, "DB" | "FILES">;

/** Contents that were imported without a look and get theirs in one request; more come with the next. */
const mostChecked = 2_000;
const checkedAtOnce = 200;
const pageSize = 4_000;
/** Characters of a content by which its language and nature are told. */
const openingCharacters = 4_000;

/**
 * The quality report of a dataset: kept until something changes, else made in one pass over what the import noted of each
 * content. Whoever calls has checked whose the dataset is.
 */
export async function examine(env: Stores, dataset: Dataset): Promise<QualityReport> {
  const { DB: db } = env;
  const { state, report: kept } = await keptReport(db, dataset.id);
  if (kept) return kept;
  const left = await checkSome(env, dataset.id);
  const findings = new Findings(dataset.contentCount);
  for (let after = ""; ; ) {
    const page = await scanContents(db, dataset.id, after, pageSize);
    for (const content of page) findings.add(content);
    const last = page.at(-1);
    if (!last || page.length < pageSize) break;
    after = last.id;
  }
  await saveTwins(db, findings.compare());
  const titles = await titlesOf(
    db,
    findings.examples().map(({ contentId }) => contentId),
  );
  const rows = (kind: IssueKind) => `/api/datasets/${dataset.id}/quality/rows?issue=${kind}`;
  const found = findings.report(titles, rows);
  const report: QualityReport = {
    datasetId: dataset.id,
    ...found,
    leftOut: dataset.leftOut,
    complete: left === 0,
    checked: Math.max(0, found.contents - left),
    redactPii: dataset.redactPii,
    fixes: await listFixes(db, dataset.id),
  };
  if (report.complete) await keepReport(db, state, report);
  return report;
}

/** Looks at some of the contents that nobody looked at. @returns how many there are left, roughly */
async function checkSome(env: Stores, datasetId: string): Promise<number> {
  const ids = await uncheckedContents(env.DB, datasetId, mostChecked + 1);
  const now = ids.slice(0, mostChecked);
  for (let start = 0; start < now.length; start += checkedAtOnce) {
    const contents = await readContents(env, now.slice(start, start + checkedAtOnce));
    await saveChecks(
      env.DB,
      contents.map(({ id, kind, messages, language, tokens, images }) => {
        const texts = messages.map(({ content }) => content);
        const opening = texts.join("\n").slice(0, openingCharacters);
        const measured = { kind, language, languages: [], tokens, images };
        return { id, checks: checkContent(messages, opening, measured), sketch: sketchToText(sketchOf(texts)) };
      }),
    );
  }
  return ids.length - now.length;
}
