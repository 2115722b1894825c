import { useId, useRef } from "preact/hooks";
import type { PromptPreview } from "../../worker/contract/template-trial.ts";
import { type FacetDraft, promptTasks, takesChoices } from "../template-draft.ts";

interface PromptFieldsProps {
  task: string;
  taskLink: (task: string) => string;
  prompts: Record<string, string>;
  /** The facets that a placeholder may name. */
  facets: FacetDraft[];
  placeholders: PromptPreview["placeholders"];
  fault: (task: string) => string | undefined;
  onChange: (prompts: Record<string, string>) => void;
}

/** Own words for each task, with the placeholders at hand. They add to the prompt; nothing of it can be taken away. */
export function PromptFields({ task, taskLink, prompts, facets, placeholders, fault, onChange }: PromptFieldsProps) {
  const field = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const said = prompts[task] ?? "";
  const about = promptTasks.find((one) => one.task === task);
  const wrong = fault(task);
  const put = (text: string): void => {
    const at = area.current?.selectionStart ?? said.length;
    const end = area.current?.selectionEnd ?? at;
    onChange({ ...prompts, [task]: `${said.slice(0, at)}${text}${said.slice(end)}` });
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + text.length, at + text.length);
    });
  };
  return (
    <div class="card">
      <nav class="tabs prompt-tabs" aria-label="Tasks with own words">
        {promptTasks.map((one) => (
          <a key={one.task} href={taskLink(one.task)} aria-current={one.task === task ? "page" : undefined}>
            {one.word}
            {(prompts[one.task] ?? "").trim() !== "" && <span class="unseen"> (has own words)</span>}
            {(prompts[one.task] ?? "").trim() !== "" && <i class="dot" aria-hidden="true" />}
          </a>
        ))}
      </nav>
      <div class="card-body stack">
        <div class="field">
          <label for={field}>{about?.help}</label>
          <textarea
            id={field}
            ref={area}
            class="input mono"
            rows={6}
            spellcheck={false}
            value={said}
            aria-invalid={wrong !== undefined}
            aria-describedby={`${field}-note`}
            placeholder="What a reader of your contents should know: your products, what counts as resolved, words to use."
            onInput={(event) => onChange({ ...prompts, [task]: event.currentTarget.value })}
          />
          <span id={`${field}-note`} class={wrong === undefined ? "hint" : "fault"} aria-live="polite">
            {wrong ?? "The task, the rules, the facets, known labels and the contents stand in the prompt anyway."}
          </span>
        </div>
        <div class="chips">
          {placeholders.length > 0 && <span class="small quiet">Put in</span>}
          {placeholders.map(({ name, ofFacet, description }) => {
            const facet = ofFacet ? facetFor(name, facets) : null;
            if (ofFacet && facet === null) return null;
            const text = `{{${name}${facet === null ? "" : `:${facet}`}}}`;
            return (
              <button key={name} type="button" class="chip mono" title={description} onClick={() => put(text)}>
                {text}
              </button>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A facet of which the placeholder has something to say; null where there is none. */
function facetFor(placeholder: string, facets: FacetDraft[]): string | null {
  const fits = ({ type, choices, examples }: FacetDraft): boolean =>
    placeholder === "choices"
      ? takesChoices(type) && choices.trim() !== ""
      : placeholder !== "examples" || examples.trim() !== "";
  return facets.find((facet) => facet.name.trim() !== "" && fits(facet))?.name.trim() ?? null;
}
