import { ArrowDown, ArrowUp, Copy, Trash2 } from "lucide";
import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";
import { type FacetDraft, facetTypes, takesChoices, takesLimits } from "../template-draft.ts";
import { Icon } from "./icon.tsx";

interface FacetFieldsProps {
  facet: FacetDraft;
  place: number;
  of: number;
  /** By field: "name", "choices" … */
  fault: (field: string) => string | undefined;
  onChange: (facet: FacetDraft) => void;
  onMove: (by: -1 | 1) => void;
  onCopy: () => void;
  onRemove: () => void;
}

/** One facet while it is written: the fields that its type takes, and its place among the others. */
export function FacetFields({ facet, place, of, fault, onChange, onMove, onCopy, onRemove }: FacetFieldsProps) {
  const id = useId();
  const set = (change: Partial<FacetDraft>) => onChange({ ...facet, ...change });
  const said = facet.name.trim() === "" ? `Facet ${place + 1}` : facet.name;
  const kind = facetTypes.find(({ type }) => type === facet.type);
  return (
    <fieldset class="card facet-fields" data-facet={facet.key} aria-label={said}>
      <div class="card-head">
        <span>
          <span class="quiet">{place + 1}.</span> <b class="mono">{said}</b>
        </span>
        <span class="facet-tools">
          <button
            type="button"
            class="icon-button"
            data-move="up"
            aria-label={`Move ${said} up`}
            disabled={place === 0}
            onClick={() => onMove(-1)}
          >
            <Icon of={ArrowUp} />
          </button>
          <button
            type="button"
            class="icon-button"
            data-move="down"
            aria-label={`Move ${said} down`}
            disabled={place === of - 1}
            onClick={() => onMove(1)}
          >
            <Icon of={ArrowDown} />
          </button>
          <button type="button" class="icon-button" aria-label={`Copy ${said}`} onClick={onCopy}>
            <Icon of={Copy} />
          </button>
          <button
            type="button"
            class="icon-button"
            aria-label={`Remove ${said}`}
            disabled={of === 1}
            title={of === 1 ? "A template needs at least one facet" : undefined}
            onClick={onRemove}
          >
            <Icon of={Trash2} />
          </button>
        </span>
      </div>
      <div class="card-body stack">
        <div class="facet-pair">
          <Field id={`${id}n`} label="Name" fault={fault("name")} hint="As results call it: refundReason">
            <input
              id={`${id}n`}
              class="input mono"
              autocomplete="off"
              spellcheck={false}
              maxLength={40}
              value={facet.name}
              aria-invalid={fault("name") !== undefined}
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
          </Field>
          <Field id={`${id}t`} label="Type" fault={fault("type")} hint={kind?.help}>
            <select
              id={`${id}t`}
              class="input"
              value={facet.type}
              onChange={(event) => set({ type: facetTypes[event.currentTarget.selectedIndex]?.type ?? facet.type })}
            >
              {facetTypes.map(({ type, word }) => (
                <option key={type} value={type}>
                  {word}
                </option>
              ))}
            </select>
          </Field>
        </div>
        <Lines
          id={`${id}d`}
          label="What it asks"
          rows={2}
          value={facet.description}
          fault={fault("description")}
          onType={(description) => set({ description })}
        />
        {takesChoices(facet.type) && (
          <Lines
            id={`${id}c`}
            label={facet.type === "choice" ? "Choices, one a line" : "Allowed entries, one a line (may stay empty)"}
            rows={4}
            value={facet.choices}
            fault={fault("choices")}
            onType={(choices) => set({ choices })}
          />
        )}
        {takesLimits(facet.type) && (
          <div class="facet-pair">
            {(["min", "max"] as const).map((limit) => (
              <Field
                key={limit}
                id={`${id}${limit}`}
                label={limit === "min" ? "Least" : "Most"}
                fault={fault(limit)}
                hint={
                  facet.type === "score" ? `${limit === "min" ? 1 : 5} where left empty` : "No limit where left empty"
                }
              >
                <input
                  id={`${id}${limit}`}
                  class="input"
                  inputMode="decimal"
                  autocomplete="off"
                  value={facet[limit]}
                  aria-invalid={fault(limit) !== undefined}
                  onInput={(event) => set({ [limit]: event.currentTarget.value })}
                />
              </Field>
            ))}
          </div>
        )}
        <details open={facet.prompt !== "" || fault("prompt") !== undefined || fault("examples") !== undefined}>
          <summary class="small">
            Examples{facet.examples.trim() !== "" && ` (${facet.examples.trim().split("\n").length})`} and own words
          </summary>
          <div class="stack">
            <Lines
              id={`${id}e`}
              label="Examples, one a line"
              rows={3}
              value={facet.examples}
              fault={fault("examples")}
              onType={(examples) => set({ examples })}
            />
            <Lines
              id={`${id}p`}
              label="Own words, added behind the description"
              rows={2}
              value={facet.prompt}
              fault={fault("prompt")}
              onType={(prompt) => set({ prompt })}
            />
          </div>
        </details>
      </div>
    </fieldset>
  );
}

interface LinesProps {
  id: string;
  label: string;
  rows: number;
  value: string;
  fault: string | undefined;
  onType: (value: string) => void;
}

function Lines({ id, label, rows, value, fault, onType }: LinesProps) {
  return (
    <Field id={id} label={label} fault={fault}>
      <textarea
        id={id}
        class="input"
        rows={rows}
        value={value}
        aria-invalid={fault !== undefined}
        aria-describedby={fault === undefined ? undefined : `${id}-note`}
        onInput={(event) => onType(event.currentTarget.value)}
      />
    </Field>
  );
}

interface FieldProps {
  id: string;
  label: string;
  hint?: string | undefined;
  fault: string | undefined;
  children: ComponentChildren;
}

/** A labelled field with its hint, or what is wrong with it. */
export function Field({ id, label, hint, fault, children }: FieldProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children}
      {(fault ?? hint) !== undefined && (
        <span id={`${id}-note`} class={fault === undefined ? "hint" : "fault"}>
          {fault ?? hint}
        </span>
      )}
    </div>
  );
}
