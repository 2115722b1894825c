import type { MadeLabelEdit } from "../../worker/contract/labels.ts";
import { dateTime, plural } from "../format.ts";

/** What was changed by hand, the oldest first. */
export function LabelHistory({ edits }: { edits: MadeLabelEdit[] }) {
  if (edits.length === 0) return null;
  return (
    <details>
      <summary class="small">{plural(edits.length, "change")} by hand</summary>
      <ol class="small">
        {edits.map(({ id, edit, at, undoneAt }) => (
          <li key={id}>
            {editInWords(edit)} <span class="quiet">{dateTime(at)}</span>
            {undoneAt !== null && <span class="badge">taken back</span>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function editInWords(edit: MadeLabelEdit["edit"]): string {
  if ("rename" in edit) return `“${edit.rename.from}” renamed to “${edit.rename.to}”`;
  if ("merge" in edit)
    return `${edit.merge.labels.map((one) => `“${one}”`).join(", ")} merged into “${edit.merge.into}”`;
  return `${edit.split.aliases.map((one) => `“${one}”`).join(", ")} split from “${edit.split.label}”`;
}
