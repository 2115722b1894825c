import { openFacetNames, type TaskInput } from "../../worker/analysis/job.ts";
import type { KnownLabel } from "../../worker/engines/ask.ts";
import type { Ledger } from "./ledger.ts";
import type { TaskRow } from "./rows.ts";
import type { LedgerStorage } from "./storage.ts";

/** The task that read a content, and what it was shown. */
export interface Asked {
  task: number;
  phase: string;
  round: number;
  stream: number;
  /** Times that the whole task was begun again. */
  retries: number;
  contentIds: string[];
  /** The labels as far as the ledger can still tell: those that stood for themselves when the task was first granted. */
  known: Record<string, KnownLabel[]>;
}

/** Who read a content last; null where the ledger does not know. */
export function askedOf(storage: LedgerStorage, ledger: Ledger, contentId: string): Asked | null {
  if (!ledger.find()) return null;
  const [item] = storage.all<{ ordinal: number }>("SELECT ordinal FROM item WHERE content_id = ?", contentId);
  if (!item) return null;
  const [task] = storage.all<TaskRow>(
    `SELECT task.* FROM task, json_each(task.input, '$.ordinals') AS one
     WHERE task.name = 'extract' AND task.grants > 0 AND one.value = ? ORDER BY task.id DESC LIMIT 1`,
    item.ordinal,
  );
  if (!task) return null;
  const input = JSON.parse(task.input) as TaskInput;
  const ordinals = input.name === "extract" ? input.ordinals : [];
  const contents = storage.all<{ content_id: string }>(
    "SELECT content_id FROM item WHERE ordinal IN (SELECT value FROM json_each(?)) ORDER BY ordinal",
    JSON.stringify(ordinals),
  );
  const known: Asked["known"] = {};
  for (const facet of openFacetNames(ledger.spec().facets)) {
    // What was merged later stood for itself then.
    known[facet] = storage.all<{ label: string; description: string }>(
      `SELECT label, description FROM label WHERE facet = ?1 AND version <= ?2
         AND (merged_into IS NULL OR (merged_at > ?3 AND origin <> 'based-on'))
       ORDER BY version, task, place LIMIT 500`,
      facet,
      task.label_version ?? 0,
      task.started_at ?? 0,
    );
  }
  return {
    task: task.id,
    phase: task.phase,
    round: task.round,
    stream: task.stream,
    retries: Math.max(0, task.grants - 1),
    contentIds: contents.map(({ content_id }) => content_id),
    known,
  };
}
