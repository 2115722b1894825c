import type { LabelEdit, MadeLabelEdit } from "../contract/labels.ts";

interface EditRecord {
  id: string;
  facet: string;
  edit: string;
  at: number;
  undoneAt: number | null;
}

/** Everything that people changed about the labels of an analysis, oldest first, what was taken back too. */
export async function listLabelEdits(db: D1Database, analysisId: string): Promise<MadeLabelEdit[]> {
  const { results } = await db
    .prepare(
      "SELECT id, facet, edit, at, undone_at AS undoneAt FROM label_edit WHERE analysis_id = ? ORDER BY id LIMIT 5000",
    )
    .bind(analysisId)
    .all<EditRecord>();
  return results.map(({ edit, at, undoneAt, ...same }) => ({
    ...same,
    edit: JSON.parse(edit) as LabelEdit,
    at: new Date(at).toISOString(),
    undoneAt: undoneAt === null ? null : new Date(undoneAt).toISOString(),
  }));
}

/** Writes an edit down. @param by who made it */
export async function addLabelEdit(
  db: D1Database,
  analysisId: string,
  edit: { id: string; facet: string; edit: LabelEdit; by: string; at: number },
): Promise<void> {
  await db.batch([
    db
      .prepare("INSERT INTO label_edit (analysis_id, id, facet, edit, by, at) VALUES (?, ?, ?, ?, ?, ?)")
      .bind(analysisId, edit.id, edit.facet, JSON.stringify(edit.edit), edit.by, edit.at),
    db.prepare("UPDATE analysis SET revision = revision + 1 WHERE id = ?").bind(analysisId),
  ]);
}

/** Takes an edit back; one that was taken back already stays so. */
export async function undoLabelEdit(db: D1Database, analysisId: string, id: string, now: number): Promise<void> {
  await db.batch([
    db
      .prepare("UPDATE label_edit SET undone_at = ? WHERE analysis_id = ? AND id = ? AND undone_at IS NULL")
      .bind(now, analysisId, id),
    db.prepare("UPDATE analysis SET revision = revision + 1 WHERE id = ?").bind(analysisId),
  ]);
}
