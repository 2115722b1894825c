import { FlaskConical } from "lucide";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Result } from "../../worker/contract/findings.ts";
import type { Trial } from "../../worker/contract/template-trial.ts";
import { api } from "../api.ts";
import { facetName, plural, share } from "../format.ts";
import { useLoad } from "../load.ts";
import { usePlace } from "../place.ts";
import { paid } from "../price-words.ts";
import { asApiError } from "../problem.ts";
import { Empty } from "./empty.tsx";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";
import { valueText } from "./result-about.tsx";

const mostTried = 3;
const offered = 20;

interface Choice {
  id: string;
  name: string;
  contents: number;
}

/** Every dataset that holds something, with its project's name. */
async function datasetsToTry(signal: AbortSignal): Promise<Choice[]> {
  const projects = await api.projects(signal);
  const lists = await Promise.all(
    projects.slice(0, 20).map(async (project) =>
      (await api.datasets(project.id, signal)).map(({ id, name, contentCount }) => ({
        id,
        name: `${project.name} · ${name}`,
        contents: contentCount,
      })),
    ),
  );
  return lists.flat().filter(({ contents }) => contents > 0);
}

interface TemplateTrialProps {
  /** What one call is thought to cost, in words; null where it is not known yet. */
  price: string | null;
  ready: boolean;
  onTry: (contentIds: string[]) => Promise<Trial>;
}

/** Tries the template on up to three real contents: real calls, nothing kept. */
export function TemplateTrial({ price, ready, onTry }: TemplateTrialProps) {
  const { query, change } = usePlace();
  const datasets = useLoad("datasets to try", datasetsToTry);
  const datasetId = query.dataset ?? datasets.data?.[0]?.id;
  return (
    <section class="card" aria-labelledby="trial">
      <div class="card-head">
        <h2 id="trial">Try it on real contents</h2>
        <span class="small quiet">Nothing is stored but what it cost</span>
      </div>
      <div class="card-body stack">
        <Panel load={datasets} what="the datasets" lines={3}>
          {(list) =>
            datasetId === undefined ? (
              <Empty
                icon={FlaskConical}
                title="Nothing to try it on yet"
                action={
                  <a class="button" href="/projects">
                    Import contents
                  </a>
                }
              >
                As soon as a dataset holds contents, up to three of them can be read with this template here.
              </Empty>
            ) : (
              <>
                <div class="field">
                  <label for="trial-dataset">Dataset</label>
                  <select
                    id="trial-dataset"
                    class="input"
                    value={datasetId}
                    onChange={(event) => change({ dataset: event.currentTarget.value }, true)}
                  >
                    {list.map(({ id, name, contents }) => (
                      <option key={id} value={id}>
                        {name} ({plural(contents, "content")})
                      </option>
                    ))}
                  </select>
                </div>
                <Contents key={datasetId} datasetId={datasetId} price={price} ready={ready} onTry={onTry} />
              </>
            )
          }
        </Panel>
      </div>
    </section>
  );
}

function Contents({ datasetId, price, ready, onTry }: TemplateTrialProps & { datasetId: string }) {
  const contents = useLoad(`contents to try ${datasetId}`, (signal) =>
    api.contents(datasetId, { limit: offered }, signal),
  );
  const [picked, setPicked] = useState<string[] | null>(null);
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [trial, setTrial] = useState<Trial | null>(null);
  const first = (contents.data?.items ?? []).slice(0, mostTried).map(({ id }) => id);
  const chosen = picked ?? first;
  const run = async (): Promise<void> => {
    setBusy(true);
    setFault(null);
    try {
      setTrial(await onTry(chosen));
    } catch (error) {
      setFault(asApiError(error).message);
    }
    setBusy(false);
  };
  const toggle = (id: string, on: boolean): void =>
    setPicked(on ? [...chosen, id].slice(0, mostTried) : chosen.filter((one) => one !== id));
  return (
    <Panel load={contents} what="the contents" lines={4}>
      {({ items }) => (
        <>
          <fieldset class="trial-contents">
            <legend class="small quiet">
              {chosen.length} chosen, {mostTried} at most
            </legend>
            {items.map(({ id, title, externalId }) => (
              <label key={id} class="check">
                <input
                  type="checkbox"
                  checked={chosen.includes(id)}
                  disabled={!chosen.includes(id) && chosen.length >= mostTried}
                  onChange={(event) => toggle(id, event.currentTarget.checked)}
                />
                <span class="clip" dir="auto">
                  {title || externalId}
                </span>
              </label>
            ))}
          </fieldset>
          <div class="actions">
            <button
              type="button"
              class="button"
              disabled={busy || !ready || chosen.length === 0}
              onClick={() => void run()}
            >
              <Icon of={FlaskConical} />
              {busy ? "Reading…" : `Try on ${plural(chosen.length, "content")}${price === null ? "" : `, ${price}`}`}
            </button>
          </div>
          {fault !== null && (
            <p class="note error" role="alert">
              {fault}
            </p>
          )}
          <div aria-live="polite">{trial !== null && <Answers trial={trial} />}</div>
        </>
      )}
    </Panel>
  );
}

function Answers({ trial }: { trial: Trial }) {
  const { usage, model, notes, items } = trial;
  const element = useRef<HTMLDivElement>(null);
  // On most windows the answers begin below what is in view.
  useEffect(() => element.current?.scrollIntoView({ block: "nearest" }), [trial]);
  return (
    <div class="stack" ref={element}>
      <p class="small quiet">
        {model}: {plural(usage.calls, "call")}, {paid(usage.costUsd, usage.costKnown)}
      </p>
      {notes.map((note) => (
        <p key={note} class="note warn">
          {note}
        </p>
      ))}
      {items.map((item) => (
        <Answer key={item.contentId} item={item} />
      ))}
    </div>
  );
}

function Answer({ item }: { item: Result }) {
  return (
    <article class="trial-answer" aria-label={item.title || item.externalId}>
      <h3 dir="auto">{item.title || item.externalId}</h3>
      {item.status === "failed" && <p class="note error">No answer: {item.error}</p>}
      {item.status === "fallback" && <p class="note warn">The model gave no answer; the built-in engine did.</p>}
      <dl class="facts">
        {Object.entries(item.facets).map(([name, value]) => (
          <>
            <dt>{facetName(name)}</dt>
            <dd dir="auto">{Array.isArray(value) && value.length === 0 ? "–" : valueText(value)}</dd>
          </>
        ))}
        {item.sentiment !== null && (
          <>
            <dt>Sentiment</dt>
            <dd>{item.sentiment}</dd>
          </>
        )}
        {item.summary !== "" && (
          <>
            <dt>Summary</dt>
            <dd dir="auto">{item.summary}</dd>
          </>
        )}
        {item.confidence !== null && (
          <>
            <dt>Confidence</dt>
            <dd>{share(item.confidence, 1)}</dd>
          </>
        )}
      </dl>
      {item.evidence.length > 0 && (
        <p class="small quiet">
          {plural(item.evidence.filter(({ verified }) => verified).length, "quote")} of {item.evidence.length} stand
          word for word in the content
        </p>
      )}
    </article>
  );
}
