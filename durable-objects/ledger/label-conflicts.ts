import type { LabelConflict } from "../../worker/contract/labels.ts";
import type { LedgerStorage } from "./storage.ts";

/** What models disagreed about when labels were reconciled last. */
export function labelConflicts(storage: LedgerStorage): (LabelConflict & { facet: string })[] {
  return storage
    .all<{ facet: string; body: string }>("SELECT facet, body FROM label_conflict ORDER BY facet, place")
    .map(({ facet, body }) => ({ facet, ...(JSON.parse(body) as LabelConflict) }));
}
