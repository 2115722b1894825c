import { Plus } from "lucide";
import { useId, useLayoutEffect, useRef } from "preact/hooks";
import type { PromptPreview } from "../../worker/contract/template-trial.ts";
import { doubled, emptyFacet, moduleWords, moved, type TemplateDraft } from "../template-draft.ts";
import { FacetFields, Field } from "./facet-fields.tsx";
import { Icon } from "./icon.tsx";
import { PromptFields } from "./prompt-fields.tsx";

interface TemplateEditorProps {
  draft: TemplateDraft;
  /** By path: "facets.0.name". */
  faults: Map<string, string>;
  categories: string[];
  task: string;
  taskLink: (task: string) => string;
  placeholders: PromptPreview["placeholders"];
  onChange: (draft: TemplateDraft) => void;
}

/** Everything of a template that can be written: name, facets, modules, own words. */
export function TemplateEditor(props: TemplateEditorProps) {
  const { draft, faults, categories, task, taskLink, placeholders, onChange } = props;
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  // Where the focus goes once the change is drawn: a moved facet keeps it, a new one gets it.
  const next = useRef<string | null>(null);
  useLayoutEffect(() => {
    if (next.current === null) return;
    list.current?.querySelector<HTMLElement>(next.current)?.focus();
    next.current = null;
  });
  const set = (change: Partial<TemplateDraft>) => onChange({ ...draft, ...change });
  const { facets } = draft;
  const move = (at: number, by: -1 | 1): void => {
    const to = at + by;
    const word = to === 0 ? "down" : to === facets.length - 1 ? "up" : by === -1 ? "up" : "down";
    next.current = `[data-facet="${facets[at]?.key}"] [data-move="${word}"]`;
    set({ facets: moved(facets, at, by) });
  };
  const add = (): void => {
    const facet = emptyFacet(facets);
    next.current = `[data-facet="${facet.key}"] input`;
    set({ facets: [...facets, facet] });
  };
  return (
    <div class="stack">
      <section class="card card-body stack" aria-label="About">
        <div class="facet-pair">
          <Field id={`${id}n`} label="Name" fault={faults.get("name")}>
            <input
              id={`${id}n`}
              class="input"
              maxLength={120}
              value={draft.name}
              aria-invalid={faults.has("name")}
              onInput={(event) => set({ name: event.currentTarget.value })}
            />
          </Field>
          <Field id={`${id}c`} label="Category" fault={faults.get("category")}>
            <input
              id={`${id}c`}
              class="input"
              maxLength={60}
              list={`${id}l`}
              value={draft.category}
              onInput={(event) => set({ category: event.currentTarget.value })}
            />
            <datalist id={`${id}l`}>
              {categories.map((category) => (
                <option key={category} value={category} />
              ))}
            </datalist>
          </Field>
        </div>
        <Field id={`${id}d`} label="What it is for" fault={faults.get("description")}>
          <textarea
            id={`${id}d`}
            class="input"
            rows={2}
            maxLength={2000}
            value={draft.description}
            onInput={(event) => set({ description: event.currentTarget.value })}
          />
        </Field>
      </section>
      <h2 class="section" id="facets">
        Facets
      </h2>
      {faults.has("facets") && <p class="note error">{faults.get("facets")}</p>}
      <div class="stack" ref={list}>
        {facets.map((facet, place) => (
          <FacetFields
            key={facet.key}
            facet={facet}
            place={place}
            of={facets.length}
            fault={(field) => faults.get(`facets.${place}.${field}`)}
            onChange={(changed) => set({ facets: facets.map((one, at) => (at === place ? changed : one)) })}
            onMove={(by) => move(place, by)}
            onCopy={() => set({ facets: doubled(facets, place) })}
            onRemove={() => {
              const beside = facets[place + 1] ?? facets[place - 1];
              next.current = `[data-facet="${beside?.key}"] input`;
              set({ facets: facets.filter((_, at) => at !== place) });
            }}
          />
        ))}
        <div>
          <button type="button" class="button" disabled={facets.length >= 30} onClick={add}>
            <Icon of={Plus} />
            Add a facet
          </button>
        </div>
      </div>
      <h2 class="section" id="modules">
        Modules
      </h2>
      <fieldset class="card card-body modules" aria-label="Modules">
        {moduleWords.map(({ name, word, help }) => (
          <label key={name} class="check">
            <input
              type="checkbox"
              checked={draft.modules[name]}
              onChange={(event) => set({ modules: { ...draft.modules, [name]: event.currentTarget.checked } })}
            />
            <span>
              {word}
              <span class="quiet small"> {help}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <h2 class="section" id="prompts">
        Own words
      </h2>
      <PromptFields
        task={task}
        taskLink={taskLink}
        prompts={draft.prompts}
        facets={facets}
        placeholders={placeholders}
        fault={(one) => faults.get(`prompts.${one}`)}
        onChange={(prompts) => set({ prompts })}
      />
    </div>
  );
}
