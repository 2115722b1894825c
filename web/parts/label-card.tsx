import { Pencil } from "lucide";
import { useEffect, useState } from "preact/hooks";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { Label, LabelsReply } from "../../worker/contract/labels.ts";
import { answered } from "../answered.ts";
import { count, facetName, plural } from "../format.ts";
import { settled } from "../live-state.ts";
import { usePlace } from "../place.ts";
import { Bars } from "./bars.tsx";
import { Icon } from "./icon.tsx";
import { LabelEditor } from "./label-editor.tsx";

const barsAtFirst = 8;

/**
 * The labels of one facet with their counts; once the models are done with them they can be changed by hand: the open
 * editor stands in the address (`edit`).
 */
export function LabelCard(props: {
  facet: string;
  labels: Label[];
  /** The labels of all facets. */
  all: LabelsReply;
  analysis: Analysis;
  onChange: () => void;
}) {
  const { facet, labels, analysis, onChange } = props;
  const [all, setAll] = useState(false);
  const { query, change } = usePlace();
  /** The labels as the open editor has left them. */
  const [edited, setEdited] = useState<LabelsReply | null>(null);
  const open = query.edit === facet;
  useEffect(() => {
    // Closed, by whatever way: the next time it begins with what is there then.
    if (!open) setEdited(null);
  }, [open]);
  const editable = settled(analysis) && labels.length > 0;
  const sorted = [...labels].sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
  const shown = all ? sorted : sorted.slice(0, barsAtFirst);
  return (
    <section class="card" aria-label={facetName(facet)}>
      <div class="card-head">
        <h2>
          {facetName(facet)} <span class="small quiet">{plural(labels.length, "label")}</span>
        </h2>
        {editable && (
          <button
            type="button"
            class="icon-button"
            aria-label={`Edit the labels of ${facetName(facet)}`}
            title="Rename, merge, split"
            onClick={() => change({ edit: facet })}
          >
            <Icon of={Pencil} size={14} />
          </button>
        )}
      </div>
      {labels.length === 0 && <p class="card-body quiet">No labels.</p>}
      <Bars
        total={answered(analysis.progress)}
        rows={shown.map((label) => ({
          label: label.label,
          count: label.count,
          title: [label.description, label.aliases.length > 0 ? `Also said: ${label.aliases.join(", ")}` : ""]
            .filter((part) => part !== "")
            .join(" · "),
          href: `/analyses/${analysis.id}/contents?${new URLSearchParams({ facet, value: label.label })}`,
        }))}
      />
      {labels.length > barsAtFirst && (
        <button type="button" class="button plain" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${count(labels.length)}`}
        </button>
      )}
      {editable && open && (
        <LabelEditor
          analysisId={analysis.id}
          facet={facet}
          labels={edited ?? props.all}
          onChange={(changed) => {
            setEdited(changed);
            onChange();
          }}
          onClose={() => change({ edit: undefined, find: undefined }, true)}
        />
      )}
    </section>
  );
}
