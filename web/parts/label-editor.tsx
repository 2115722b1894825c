import { Merge, Undo2 } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { LabelsPatch, LabelsReply } from "../../worker/contract/labels.ts";
import { api } from "../api.ts";
import { count, facetName, plural } from "../format.ts";
import { searchLabels } from "../label-search.ts";
import { usePlace } from "../place.ts";
import { asApiError } from "../problem.ts";
import { Dialog } from "./dialog.tsx";
import { Icon } from "./icon.tsx";
import { LabelHistory } from "./label-history.tsx";
import { LabelRename, LabelRow, LabelWords } from "./label-row.tsx";
import { SearchBox } from "./search-box.tsx";

/** So many are seen without searching. */
const seenAtOnce = 8;

type Target = () => HTMLElement | null | undefined;

/**
 * Labels of one facet changed by hand: rename in place, merge what is ticked, split off words, undo. Applied at once. What
 * is searched for stands in the address (`find`); what was ticked stays so while another is searched for.
 */
export function LabelEditor(props: {
  analysisId: string;
  facet: string;
  labels: LabelsReply;
  onChange: (labels: LabelsReply) => void;
  onClose: () => void;
}) {
  const { analysisId, facet, labels, onChange, onClose } = props;
  const { query, change: move } = usePlace();
  const [chosen, setChosen] = useState<string[]>([]);
  const [renaming, setRenaming] = useState<string | null>(null);
  const [splitting, setSplitting] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const body = useRef<HTMLDivElement>(null);
  /** What takes the focus when the next state is drawn: what had it is gone by then, or was disabled meanwhile. */
  const target = useRef<Target | null>(null);
  useEffect(() => {
    if (busy || target.current === null) return;
    target.current()?.focus();
    target.current = null;
  });
  const search = query.find ?? "";
  const list = labels.facets[facet] ?? [];
  const searched = list.length > seenAtOnce || search !== "";
  const found = new Map(searchLabels(list, search).map(({ label, also }) => [label.label, also]));
  const edits = (labels.edits ?? []).filter((edit) => edit.facet === facet);
  const standing = edits.filter(({ undoneAt }) => undoneAt === null);

  const field = (): HTMLElement | null | undefined => body.current?.querySelector<HTMLElement>('input[type="search"]');
  /** A part of a label's row; where that is not to be seen, the first row, or the search. */
  const inRow = (label: string, part: string): Target => {
    const rows = "li[data-label]:not([hidden])";
    return () =>
      body.current?.querySelector<HTMLElement>(`${rows}[data-label="${CSS.escape(label)}"] ${part}`) ??
      body.current?.querySelector<HTMLElement>(`${rows} input`) ??
      field();
  };
  const change = async (patch: LabelsPatch, then: Target): Promise<void> => {
    const before = document.activeElement;
    setBusy(true);
    setFault(null);
    try {
      onChange(await api.changeLabels(analysisId, patch));
      setChosen([]);
      setRenaming(null);
      setSplitting(null);
      target.current = then;
    } catch (error) {
      setFault(asApiError(error).message);
      target.current = () => (before instanceof HTMLElement ? before : null);
    }
    setBusy(false);
  };
  const tick = (label: string): void => {
    setFault(null);
    setChosen(chosen.includes(label) ? chosen.filter((one) => one !== label) : [...chosen, label]);
  };

  return (
    <Dialog title={`Labels of ${facetName(facet)}`} onClose={onClose}>
      <div ref={body} class="stack">
        {fault !== null && (
          <p class="note error" role="alert">
            {fault}
          </p>
        )}
        {searched && (
          <div class="label-finder">
            <SearchBox
              label="Search labels and folded words"
              value={search}
              onSearch={(text) => move({ find: text }, true)}
            />
            <span class="small quiet" role="status">
              {search === "" ? plural(list.length, "label") : `${count(found.size)} of ${count(list.length)}`}
              {chosen.length > 0 && `, ${count(chosen.length)} ticked`}
            </span>
          </div>
        )}
        <div class={`label-list ${searched ? "tall" : ""}`}>
          {found.size === 0 && search !== "" && (
            <p class="row">
              <span class="quiet">No label and no folded word holds “{search}”.</span>
              <button
                type="button"
                class="button"
                onClick={() => {
                  target.current = field;
                  move({ find: undefined }, true);
                }}
              >
                Clear the search
              </button>
            </p>
          )}
          <ul class="label-editor" aria-label="Labels" aria-busy={busy} hidden={found.size === 0}>
            {/* Those not searched for are hidden, not gone: what had the focus gets it back after a search. */}
            {list.map((label) => (
              <li key={label.label} data-label={label.label} hidden={!found.has(label.label)}>
                {renaming === label.label ? (
                  <LabelRename
                    label={label.label}
                    onRename={(to) =>
                      void change({ facet, rename: { from: label.label, to } }, inRow(to, '[data-does="rename"]'))
                    }
                    onCancel={() => {
                      target.current = inRow(label.label, '[data-does="rename"]');
                      setRenaming(null);
                      setFault(null);
                    }}
                  />
                ) : (
                  <LabelRow
                    label={label}
                    also={found.get(label.label) ?? []}
                    chosen={chosen.includes(label.label)}
                    busy={busy}
                    onTick={() => tick(label.label)}
                    onRename={() => setRenaming(label.label)}
                    onSplit={() => setSplitting(splitting === label.label ? null : label.label)}
                  />
                )}
                {splitting === label.label && (
                  <LabelWords
                    label={label}
                    busy={busy}
                    onSplit={(alias) =>
                      void change(
                        { facet, split: { label: label.label, aliases: [alias] } },
                        inRow(label.label, "input"),
                      )
                    }
                    onCancel={() => {
                      target.current = inRow(label.label, '[data-does="split"]');
                      setSplitting(null);
                    }}
                  />
                )}
              </li>
            ))}
          </ul>
        </div>
        {chosen.length > 1 && (
          <p class="row">
            <span class="small">Merge {chosen.length} labels into</span>
            {chosen.map((into) => (
              <button
                key={into}
                type="button"
                class="button"
                disabled={busy}
                onClick={() => void change({ facet, merge: { labels: chosen, into } }, inRow(into, "input"))}
              >
                <Icon of={Merge} size={14} />
                {into}
              </button>
            ))}
          </p>
        )}
        <LabelHistory edits={edits} />
        <div>
          <button
            type="button"
            class="button"
            data-does="undo"
            disabled={busy || standing.length === 0}
            onClick={() =>
              void change(
                { undo: standing.at(-1)?.id ?? true },
                () => body.current?.querySelector<HTMLElement>('[data-does="undo"]:enabled') ?? inRow("", "input")(),
              )
            }
          >
            <Icon of={Undo2} size={14} />
            Undo the last change
          </button>
        </div>
        <p class="small quiet">
          Results, counts and what was counted follow at once; names of clusters and what a model wrote stay. Analyses
          based on this one begin with these words.
        </p>
      </div>
    </Dialog>
  );
}
