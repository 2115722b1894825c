import { Copy, Trash2 } from "lucide";
import { useState } from "preact/hooks";
import type { Template } from "../../worker/contract/template.ts";
import { api } from "../api.ts";
import { useLast, useLoad } from "../load.ts";
import { FormDialog } from "../parts/dialog.tsx";
import { Icon } from "../parts/icon.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Panel } from "../parts/panel.tsx";
import { ModelSelect, PromptPreviewCard } from "../parts/prompt-preview.tsx";
import { TemplateFacts } from "../parts/template-facts.tsx";
import { TemplateTrial } from "../parts/template-trial.tsx";
import { TemplateWork } from "../parts/template-work.tsx";
import { usePlace } from "../place.ts";
import { jobPrice } from "../price-words.ts";
import { usePreview } from "../prompt-preview.ts";
import { draftOf } from "../template-draft.ts";
import { say } from "../toast.ts";
import { readingModels } from "../vector-models.ts";

/** One template: a built-in one to read and try, one's own to change. */
export default function TemplatePage({ id }: { id: string }) {
  const load = useLoad(`template ${id}`, (signal) => api.template(id, signal));
  const [deleting, setDeleting] = useState(false);
  const { go } = usePlace();
  if (load.error !== undefined && load.data === undefined) {
    const back = (
      <a class="button" href="/templates">
        Back to templates
      </a>
    );
    return (
      <>
        <PageHead title="Template" above={[{ word: "Templates", href: "/templates" }]} />
        <Failure error={load.error} what="the template" retry={load.reload} action={back} />
      </>
    );
  }
  return (
    <Panel load={load} what="the template" lines={10}>
      {(template) =>
        template.builtIn ? (
          <BuiltIn template={template} />
        ) : (
          <>
            <TemplateWork
              key={id}
              id={id}
              place={id}
              saved={draftOf(template)}
              onSaved={load.reload}
              actions={
                <>
                  <a class="button" href={`/templates/new?from=${id}`}>
                    <Icon of={Copy} />
                    Copy
                  </a>
                  <button type="button" class="button danger" onClick={() => setDeleting(true)}>
                    <Icon of={Trash2} />
                    Delete
                  </button>
                </>
              }
            />
            {deleting && (
              <FormDialog
                title={`Delete ${template.name}`}
                action="Delete the template"
                danger
                onSubmit={async () => {
                  await api.deleteTemplate(id);
                  say(`${template.name} is deleted`);
                  go("/templates", true);
                }}
                onClose={() => setDeleting(false)}
              >
                <p>
                  Analyses that were started with it, running ones too, keep their own copy and their results. A project
                  that names it as its template needs another. This cannot be undone.
                </p>
              </FormDialog>
            )}
          </>
        )
      }
    </Panel>
  );
}

function BuiltIn({ template }: { template: Template }) {
  const { query, change } = usePlace();
  const model = query.model ?? "local/lexical";
  const models = useLoad("models to ask", (signal) => api.models({ available: "true" }, signal));
  const preview = usePreview({ templateId: template.id, model });
  const latest = useLast(preview).data;
  return (
    <>
      <PageHead
        title={template.name}
        above={[{ word: "Templates", href: "/templates" }]}
        badge={<span class="badge">Built in</span>}
        subtitle={template.description}
        actions={
          <a class="button primary" href={`/templates/new?from=${template.id}`}>
            <Icon of={Copy} />
            Make a copy
          </a>
        }
      />
      <div class="analyze template-page">
        <div class="stack">
          <TemplateFacts template={template} />
        </div>
        <div class="aside">
          <ModelSelect
            models={readingModels(models.data ?? [])}
            value={model}
            onChoose={(chosen) => change({ model: chosen }, true)}
          />
          <PromptPreviewCard load={preview} task="extract" />
          <TemplateTrial
            price={latest === undefined ? null : jobPrice(latest)}
            ready
            onTry={(contentIds) => api.tryTemplate(template.id, { contentIds, model })}
          />
        </div>
      </div>
    </>
  );
}
