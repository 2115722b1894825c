import {
  type ApplyChanges,
  type ChangeField,
  changeFields,
  type ModelChange,
  type OverlayFields,
  overlayFieldsSchema,
} from "../contract/model-change.ts";

/** A change that can be taken over. */
export type Applicable = ModelChange & { field: ChangeField };

/**
 * Which of the present changes are wanted: for each field of a model the first source that says so.
 * @returns `missing`: what was named and is no change (any more)
 */
export function chooseChanges(
  changes: readonly ModelChange[],
  wanted: ApplyChanges["changes"],
): { chosen: Applicable[]; missing: string[] } {
  const applicable = changes.filter(isApplicable);
  if (wanted === "all") {
    const first = new Map<string, Applicable>();
    for (const change of applicable) {
      const key = `${change.field} ${change.model}`;
      if (!first.has(key)) first.set(key, change);
    }
    return { chosen: [...first.values()], missing: [] };
  }
  const chosen: Applicable[] = [];
  const missing: string[] = [];
  for (const { model, field, source } of wanted) {
    const change = applicable.find(
      (candidate) =>
        candidate.model === model && candidate.field === field && (source === undefined || candidate.source === source),
    );
    if (change) chosen.push(change);
    else missing.push(`${model}: ${field}`);
  }
  return { chosen, missing };
}

/** What an owner will have taken over with these changes; keyed by model, each with what it had before. */
export function overlaysWith(
  overlays: ReadonlyMap<string, OverlayFields>,
  chosen: readonly Applicable[],
): Map<string, OverlayFields> {
  const changed = new Map<string, OverlayFields>();
  for (const { model, field, to, source, seenAt } of chosen) {
    const before = changed.get(model) ?? overlays.get(model) ?? {};
    changed.set(model, overlayFieldsSchema.parse({ ...before, [field]: { value: to, source, seenAt } }));
  }
  return changed;
}

function isApplicable(change: ModelChange): change is Applicable {
  return changeFields.some((field) => field === change.field);
}
