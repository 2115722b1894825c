import { ChevronRight, Play } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { AnalysisInput } from "../../worker/contract/analysis.ts";
import { api } from "../api.ts";
import { useBasedOn } from "../based-on.ts";
import { useQuotes } from "../estimates.ts";
import { facetName, plural } from "../format.ts";
import { useLast, useLoad } from "../load.ts";
import { isLexical } from "../model-name.ts";
import { readOptions, vectorModelIn } from "../options.ts";
import { AnalyzeOptions } from "../parts/analyze-options.tsx";
import { BudgetField } from "../parts/budget-field.tsx";
import { EstimateCard } from "../parts/estimate.tsx";
import { Fallbacks } from "../parts/fallbacks.tsx";
import { Icon } from "../parts/icon.tsx";
import { ModelPicker } from "../parts/model-picker.tsx";
import { PageHead } from "../parts/page-head.tsx";
import { Failure, Panel, ToProjects } from "../parts/panel.tsx";
import { WordChoice } from "../parts/word-choice.tsx";
import { usePlace } from "../place.ts";
import { jobPrice } from "../price-words.ts";
import { asApiError } from "../problem.ts";
import { readingModels } from "../vector-models.ts";

const lexical = "local/lexical";

/** Starts an analysis of one dataset. Template, model and options stand in the URL: a set-up can be handed on as a link. */
export default function Analyze({ id }: { id: string }) {
  const { query, change, go } = usePlace();
  const dataset = useLoad(`dataset ${id}`, (signal) => api.dataset(id, signal));
  const templates = useLoad("templates", (signal) => api.templates(signal));
  const models = useLoad("models to ask", (signal) => api.models({ available: "true" }, signal));
  const providers = useLoad("providers", (signal) => api.providers(signal));
  const [shown, setShown] = useState<string[]>([]);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);

  const templateId = query.template ?? templates.data?.[0]?.id;
  const model = query.model ?? lexical;
  const names = new Map((providers.data ?? []).map((provider) => [provider.slug, provider.name]));
  // The built-in engine costs nothing and never fails; a provider's vectors may do both.
  const paid = !isLexical(model) || vectorModelIn(query) !== null;
  const unasked = {
    ...(isLexical(model) ? { fallback: "", target: "" } : {}),
    ...(paid ? {} : { down: "", maxCost: "" }),
  };
  const body: AnalysisInput = {
    datasetId: id,
    model,
    options: readOptions({ ...query, model, ...unasked }),
    ...(templateId === undefined ? {} : { templateId }),
    ...(query.name?.trim() ? { name: query.name.trim() } : {}),
  };
  const asked = JSON.stringify(body);
  const ready = dataset.data !== undefined && !templates.busy;
  const estimate = useLoad(ready ? `estimate ${asked}` : null, (signal) => api.estimate(body, signal));
  const refused = useBasedOn(query.based, estimate, () => change({ based: undefined, freeze: undefined }, true));
  // Every model is reckoned for the same job; who else stands in the chain does not change what one of them would take.
  const job: AnalysisInput = { ...body, options: readOptions({ ...query, fallback: "", down: "" }) };
  const quotes = useQuotes(ready ? JSON.stringify({ ...job, model: "", name: "" }) : null, job, shown);
  // The same set-up started twice by a double click or a lost answer is one analysis.
  const key = useRef({ asked: "", value: "" });
  if (key.current.asked !== asked) key.current = { asked, value: newKey() };

  const contents = useLast(estimate).data?.contents ?? dataset.data?.contentCount ?? 0;
  const price = estimate.data?.estimates[0];
  const start = async (): Promise<void> => {
    setFault(null);
    try {
      go(`/analyses/${(await api.startAnalysis(body, key.current.value)).id}`);
    } catch (error) {
      setFault(asApiError(error).message);
      setBusy(false);
    }
  };
  // Not at once: Enter, or the press that left a field, changes the set-up in the same moment, and is drawn first.
  useEffect(() => {
    if (busy) void start();
  }, [busy]);

  const above = [{ word: "Projects", href: "/projects" }];
  if (dataset.error !== undefined && dataset.data === undefined) {
    return (
      <>
        <PageHead title="Analyze" above={above} />
        <Failure error={dataset.error} what="the dataset" retry={dataset.reload} action={<ToProjects />} />
      </>
    );
  }
  return (
    <>
      <PageHead
        title="Analyze"
        above={[...above, { word: dataset.data?.name ?? "Dataset", href: `/datasets/${id}` }]}
        subtitle={dataset.data && <span>{dataset.data.name}</span>}
      />
      {refused !== null && (
        <p class="note warn" role="alert">
          {refused}
        </p>
      )}
      <form
        class="analyze"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
        }}
      >
        <div class="stack">
          <fieldset class="stack">
            <legend class="section">What to ask of each content</legend>
            <Panel load={templates} what="the templates">
              {(list) => (
                <div class="choices">
                  {list.map((template) => (
                    <label key={template.id} class="choice">
                      <input
                        type="radio"
                        name="template"
                        checked={template.id === templateId}
                        // Words found for other questions would not be known here.
                        onChange={() => change({ template: template.id, based: undefined, freeze: undefined }, true)}
                      />
                      <b>{template.name}</b>
                      {template.description !== "" && <p>{template.description}</p>}
                      <span class="chips">
                        {template.facets.map((facet) => (
                          <span key={facet.name} class="chip" title={facet.description}>
                            {facetName(facet.name)}
                          </span>
                        ))}
                      </span>
                    </label>
                  ))}
                </div>
              )}
            </Panel>
          </fieldset>
          <fieldset class="stack">
            <legend class="section">Who reads them</legend>
            <Panel load={models} what="the models" safe="The built-in engine can be used without the list." lines={6}>
              {(list) => (
                <ModelPicker
                  models={readingModels(list)}
                  names={names}
                  chosen={model}
                  quotes={quotes}
                  onShow={setShown}
                  onChoose={(chosen) => change({ model: chosen === lexical ? undefined : chosen }, true)}
                />
              )}
            </Panel>
          </fieldset>
          {!isLexical(model) && (
            <fieldset class="stack">
              <legend class="section">Who answers when it can’t</legend>
              <Fallbacks
                models={readingModels(models.data ?? [])}
                model={model}
                query={query}
                change={(changes) => change(changes, true)}
              />
            </fieldset>
          )}
          {paid && (
            <fieldset class="stack">
              <legend class="section">What it may spend</legend>
              <div class="card card-body">
                <BudgetField
                  value={query.maxCost ?? ""}
                  hint="Optional. When it is used up the analysis pauses, and goes on once you raise it"
                  onTyped={(maxCost) => change({ maxCost }, true)}
                />
              </div>
            </fieldset>
          )}
          <fieldset class="stack">
            <legend class="section">Which words it uses</legend>
            <WordChoice
              projectId={dataset.data?.projectId}
              merges={!isLexical(model)}
              query={query}
              change={(changes) => change(changes, true)}
            />
          </fieldset>
          <details class="card">
            <summary>
              <Icon of={ChevronRight} />
              Options
            </summary>
            <AnalyzeOptions models={models.data ?? []} query={query} change={(changes) => change(changes, true)} />
          </details>
        </div>
        <div class="aside">
          <div class="go">
            <button
              type="submit"
              class="button primary big"
              disabled={busy || contents === 0}
              aria-busy={price === undefined}
            >
              <Icon of={Play} />
              {contents === 0
                ? "There is nothing to analyze yet"
                : `Analyze ${plural(contents, "content")}${price === undefined ? "" : `, ${jobPrice(price)}`}`}
            </button>
            {fault !== null && (
              <p class="note error" role="alert">
                {fault}
              </p>
            )}
          </div>
          <p class="small quiet">It goes on when this page is closed, and can be paused and cancelled.</p>
          <EstimateCard load={estimate} />
        </div>
      </form>
    </>
  );
}

function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
