import { Save } from "lucide";
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { api } from "../api.ts";
import { useDraft } from "../draft.ts";
import { useLast, useLoad } from "../load.ts";
import { usePlace } from "../place.ts";
import { jobPrice } from "../price-words.ts";
import { type ApiError, asApiError } from "../problem.ts";
import { usePreview } from "../prompt-preview.ts";
import { faultsByPath, inputOf, promptTasks, sameDraft, type TemplateDraft } from "../template-draft.ts";
import { say } from "../toast.ts";
import { readingModels } from "../vector-models.ts";
import { Icon } from "./icon.tsx";
import { PageHead } from "./page-head.tsx";
import { ModelSelect, PromptPreviewCard } from "./prompt-preview.tsx";
import { TemplateEditor } from "./template-editor.tsx";
import { TemplateTrial } from "./template-trial.tsx";

interface TemplateWorkProps {
  /** Null for one that is not kept yet. */
  id: string | null;
  /** Under which its draft outlives a reload. */
  place: string;
  saved: TemplateDraft;
  onSaved?: () => void;
  actions?: ComponentChildren;
}

/** The desk at which a template is written: editor, final prompt, trial, save. */
export function TemplateWork({ id, place, saved, onSaved, actions }: TemplateWorkProps) {
  const { query, change, go, link } = usePlace();
  const [draft, keep, forget] = useDraft(`template ${place}`, () => saved);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ of: string; error: ApiError } | null>(null);
  const model = query.model ?? "local/lexical";
  const task = promptTasks.some((one) => one.task === query.task) ? (query.task ?? "extract") : "extract";
  const input = inputOf(draft);
  const asText = JSON.stringify(input);
  const named = { ...input, name: input.name || "Untitled" };
  const models = useLoad("models to ask", (signal) => api.models({ available: "true" }, signal));
  const others = useLoad("templates", (signal) => api.templates(signal));
  // A facet without a name is not wrong yet: it is being written.
  const nameless = input.facets.some(({ name }) => name === "");
  const preview = usePreview(nameless ? null : { template: named, task, model });
  const latest = useLast(preview).data;
  const fault = refused?.of === asText ? refused.error : null;
  const faults = faultsByPath(draft, [...(preview.error?.faults ?? []), ...(fault?.faults ?? [])]);
  const changed = id === null || !sameDraft(draft, saved);

  const save = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setRefused(null);
    try {
      const kept =
        id === null
          ? await api.createTemplate(input)
          : await api.changeTemplate(id, { ...input, category: draft.category.trim() });
      forget();
      say(`${kept.name} is saved`);
      onSaved?.();
      if (id === null) go(`/templates/${kept.id}`, true);
    } catch (error) {
      setRefused({ of: asText, error: asApiError(error) });
    }
    setBusy(false);
  };

  return (
    <>
      <PageHead
        title={id === null ? "New template" : saved.name}
        above={[{ word: "Templates", href: "/templates" }]}
        badge={changed && id !== null ? <span class="badge warn">Not saved</span> : undefined}
        actions={
          <>
            {changed && id !== null && (
              <button
                type="button"
                class="button plain"
                onClick={() => {
                  keep(saved);
                  forget();
                }}
              >
                Undo all changes
              </button>
            )}
            {actions}
            <button type="button" class="button primary" disabled={busy || !changed} onClick={() => void save()}>
              <Icon of={Save} />
              Save the template
            </button>
          </>
        }
      />
      {fault !== null && (
        <p class="note error" role="alert">
          {fault.faults.length > 0 ? "Not saved yet: what is missing or does not fit is marked below." : fault.message}
        </p>
      )}
      <form
        class="analyze template-page"
        onSubmit={(event) => event.preventDefault()}
        onKeyDown={(event) => {
          if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey)) return;
          event.preventDefault();
          if (changed) void save();
        }}
      >
        <TemplateEditor
          draft={draft}
          faults={faults}
          categories={[...new Set((others.data ?? []).flatMap(({ category }) => category ?? []))]}
          task={task}
          taskLink={(one) => link({ task: one === "extract" ? undefined : one })}
          placeholders={latest?.task === task ? latest.placeholders : []}
          onChange={keep}
        />
        <div class="aside">
          <ModelSelect
            models={readingModels(models.data ?? [])}
            value={model}
            onChoose={(chosen) => change({ model: chosen }, true)}
          />
          <PromptPreviewCard load={preview} task={task} waits={nameless} />
          <TemplateTrial
            price={latest === undefined || latest.task !== "extract" ? null : jobPrice(latest)}
            ready={faults.size === 0 && !nameless}
            onTry={(contentIds) => api.tryDraft({ template: named, contentIds, model })}
          />
        </div>
      </form>
    </>
  );
}
