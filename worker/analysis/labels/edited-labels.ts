import type { Summary } from "../../contract/analysis.ts";
import { ParallaxError } from "../../contract/error.ts";
import { newId } from "../../contract/id.ts";
import type { LabelEdit, LabelsReply, MadeLabelEdit } from "../../contract/labels.ts";
import type { Facet } from "../../contract/template.ts";
import { specOf } from "../../db/analyses.ts";
import { readAnalysisParts, saveSummary } from "../../db/analysis-parts.ts";
import { addLabelEdit, listLabelEdits, undoLabelEdit } from "../../db/label-edits.ts";
import { listLabels } from "../../db/labels.ts";
import { applyCanonical } from "../../db/results.ts";
import { contentsHaving, readPairs, readSpan, readTally } from "../../db/tallies.ts";
import { followLabels } from "../insights/follow-labels.ts";
import type { JobSpec } from "../job.ts";
import { changedWords, editLabels, obstacleTo } from "./edit-labels.ts";

/** The labels as they stand: what models found with what people made of it. */
export async function labelsAsEdited(db: D1Database, analysisId: string): Promise<LabelsReply> {
  const [found, edits] = await Promise.all([listLabels(db, analysisId), listLabelEdits(db, analysisId)]);
  return withEdits(found, edits);
}

/** @param found what models have found by now */
export function withEdits(found: LabelsReply, edits: MadeLabelEdit[]): LabelsReply {
  return { ...editLabels(found, standing(edits)), edits };
}

function standing(edits: MadeLabelEdit[]): MadeLabelEdit[] {
  return edits.filter(({ undoneAt }) => undoneAt === null);
}

/**
 * Makes one edit and brings every result to its words at once. One that has been made already changes nothing.
 * @param by who makes it
 * @throws ParallaxError where it can't be made
 */
export async function editByHand(
  db: D1Database,
  analysisId: string,
  facet: string,
  edit: LabelEdit,
  by: string,
  now: number,
): Promise<LabelsReply> {
  const before = await labelsAsEdited(db, analysisId);
  const obstacle = obstacleTo(before, facet, edit);
  if (obstacle !== null) {
    const [verb = ""] = Object.keys(edit);
    throw new ParallaxError("invalid_request", obstacle, { errors: [{ path: verb, message: obstacle }] });
  }
  const made = { facet, edit, at: new Date(now).toISOString() };
  const { facets } = editLabels(before, [made]);
  if (JSON.stringify(facets) === JSON.stringify(before.facets)) return before;
  await addLabelEdit(db, analysisId, { id: newId("labelEdit", now), facet, edit, by, at: now });
  return follow(db, analysisId, before);
}

/** Takes an edit back: the last that stands, or the one named. One taken back already stays so. */
export async function undoByHand(
  db: D1Database,
  analysisId: string,
  which: true | string,
  now: number,
): Promise<LabelsReply> {
  const before = await labelsAsEdited(db, analysisId);
  const edits = before.edits ?? [];
  const id = which === true ? standing(edits).at(-1)?.id : which;
  if (id === undefined) return before;
  if (!edits.some((edit) => edit.id === id)) {
    const message = `There is no edit ${id}.`;
    throw new ParallaxError("unknown_reference", message, { errors: [{ path: "undo", message }] });
  }
  await undoLabelEdit(db, analysisId, id, now);
  return follow(db, analysisId, before);
}

/** Brings results from the words that stood before to those that stand now, and insights to what the results now say. */
async function follow(db: D1Database, analysisId: string, before: LabelsReply): Promise<LabelsReply> {
  const [found, edits] = await Promise.all([listLabels(db, analysisId), listLabelEdits(db, analysisId)]);
  const after = withEdits(found, edits);
  await bringResults(db, analysisId, before, after);
  const [{ summary }, spec] = await Promise.all([readAnalysisParts(db, analysisId), specOf(db, analysisId)]);
  if (summary !== null && spec !== null) {
    const { facets } = JSON.parse(spec) as JobSpec;
    await saveSummary(db, analysisId, await followLabels(summary, found, after, facets, countsOf(db, analysisId)));
  }
  return after;
}

function countsOf(db: D1Database, analysisId: string): Parameters<typeof followLabels>[4] {
  return {
    span: () => readSpan(db, analysisId),
    tally: (key, middle) => readTally(db, analysisId, key, middle),
    pairs: (a, b) => readPairs(db, analysisId, a, b),
    having: (values, since, limit) => contentsHaving(db, analysisId, values, since, limit),
  };
}

/**
 * A job has written its labels and results: what people had changed is made to them again.
 * @returns what the job says of its results, as it is after that
 */
export async function reapplyEdits(
  db: D1Database,
  analysisId: string,
  summary: Summary | null,
  facets: Facet[],
): Promise<Summary | null> {
  const edits = await listLabelEdits(db, analysisId);
  if (standing(edits).length === 0) return summary;
  const found = await listLabels(db, analysisId);
  const edited = withEdits(found, edits);
  await bringResults(db, analysisId, found, edited);
  return summary && followLabels(summary, found, edited, facets, countsOf(db, analysisId));
}

async function bringResults(db: D1Database, analysisId: string, from: LabelsReply, to: LabelsReply): Promise<void> {
  for (const facet of Object.keys(to.facets)) {
    await applyCanonical(db, analysisId, facet, changedWords(from, to, facet));
  }
}
