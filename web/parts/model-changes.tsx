import { ArrowRight, GitCompareArrows } from "lucide";
import { useState } from "preact/hooks";
import type { ApplyChanges, ChangeField, ModelChange } from "../../worker/contract/model-change.ts";
import { api } from "../api.ts";
import { changeValue, fieldWord } from "../change-words.ts";
import { ago, dateTime, plural } from "../format.ts";
import { useLoad } from "../load.ts";
import { asApiError } from "../problem.ts";
import { say } from "../toast.ts";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";

/** What the sources say now, against what is reckoned with; nothing holds before it is applied. */
export function ModelChanges({ onApplied }: { onApplied: () => void }) {
  const load = useLoad("model changes", (signal) => api.modelChanges(signal));
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const apply = async (changes: ApplyChanges["changes"]): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      const { applied } = await api.applyChanges({ changes });
      say(`${plural(applied.length, "change")} taken over`);
      onApplied();
    } catch (error) {
      setFault(asApiError(error).message);
    }
    load.reload();
    setBusy(false);
  };
  const all = load.data ?? [];
  const open = all.filter(({ field }) => field !== "listed");
  const listed = all.filter(({ field }) => field === "listed");
  return (
    <section class="card" aria-labelledby="changes">
      <div class="card-head">
        <h2 id="changes">
          <Icon of={GitCompareArrows} />
          What the sources say now
        </h2>
        {open.length > 0 && (
          <button type="button" class="button" disabled={busy} onClick={() => void apply("all")}>
            Apply all {open.length}
          </button>
        )}
      </div>
      <Panel load={load} what="the changes" lines={2}>
        {() => (
          <>
            {fault !== null && (
              <p class="note error" role="alert">
                {fault}
              </p>
            )}
            {open.length === 0 ? (
              <p class="card-body quiet" role="status">
                Nothing differs from what is reckoned with here.
              </p>
            ) : (
              <ul class="changes">
                {open.map((change) => (
                  <Change
                    key={`${change.model} ${change.field} ${change.source}`}
                    change={change}
                    busy={busy}
                    onApply={(field) => void apply([{ model: change.model, field, source: change.source }])}
                  />
                ))}
              </ul>
            )}
            {listed.length > 0 && (
              <details class="rest">
                <summary class="small quiet">{plural(listed.length, "model")} new or gone</summary>
                <ul class="lines">
                  {listed.map((change) => (
                    <li key={`${change.model} ${change.source}`}>
                      <span class={`badge ${change.to === true ? "ok" : "warn"}`}>
                        {change.to === true ? "New" : "Gone"}
                      </span>
                      <span>
                        <span class="mono">{change.model}</span>{" "}
                        <span class="quiet">
                          {change.to === true ? "is listed now" : "is listed no more"} by {change.source}
                        </span>
                      </span>
                    </li>
                  ))}
                </ul>
              </details>
            )}
          </>
        )}
      </Panel>
    </section>
  );
}

function Change(props: { change: ModelChange; busy: boolean; onApply: (field: ChangeField) => void }) {
  const { change, busy, onApply } = props;
  const { field } = change;
  return (
    <li>
      <div>
        <strong>{fieldWord(field)}</strong> <span class="mono small">{change.model}</span>
        <p class="diff">
          <del>{changeValue(field, change.from)}</del>
          <Icon of={ArrowRight} size={12} />
          <span class="unseen">becomes</span>
          <ins>{changeValue(field, change.to)}</ins>
        </p>
        <span class="small quiet">
          {change.source},{" "}
          <time dateTime={change.seenAt} title={dateTime(change.seenAt)}>
            {ago(change.seenAt, Date.now())}
          </time>
        </span>
      </div>
      {field !== "listed" && (
        <button
          type="button"
          class="button"
          aria-label={`Apply: ${fieldWord(field)} of ${change.model}`}
          disabled={busy}
          onClick={() => onApply(field)}
        >
          Apply
        </button>
      )}
    </li>
  );
}
