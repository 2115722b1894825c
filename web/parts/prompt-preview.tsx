import { TriangleAlert } from "lucide";
import type { Model } from "../../worker/contract/model.ts";
import type { PromptPreview } from "../../worker/contract/template-trial.ts";
import { taskWords } from "../call-words.ts";
import { count, sentence } from "../format.ts";
import { type Load, useLast } from "../load.ts";
import { jobPrice, jobPriceRange } from "../price-words.ts";
import { mayPass } from "../problem.ts";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";

/** The final prompt with its tokens and cost, kept up with what is typed. */
export function PromptPreviewCard(props: {
  load: Load<PromptPreview>;
  task: string;
  /** There is nothing to make a prompt of yet. */
  waits?: boolean;
}) {
  const { load: fresh, task, waits = false } = props;
  const load = useLast(fresh);
  const refused = fresh.error !== undefined && fresh.data === undefined && !mayPass(fresh.error) ? fresh.error : null;
  return (
    <section class={`card ${load.old && refused === null ? "outdated" : ""}`} aria-labelledby="final-prompt">
      <div class="card-head">
        <h2 id="final-prompt">Final prompt</h2>
        <span class="badge">{taskWords(task)}</span>
      </div>
      <div class="card-body stack">
        {refused !== null && (
          <div class="note warn" role="alert">
            <Icon of={TriangleAlert} />
            <div>
              <strong>No prompt comes of this yet.</strong> {sentence(refused.faults[0]?.message ?? refused.message)}
            </div>
          </div>
        )}
        {waits && <p class="quiet">It stands here as soon as every facet has a name.</p>}
        {refused === null && !waits && (
          <Panel load={load} what="the prompt" lines={8}>
            {(preview) => <Shown preview={preview} />}
          </Panel>
        )}
      </div>
    </section>
  );
}

function Shown({ preview }: { preview: PromptPreview }) {
  const { tokens, inputTokens, outputTokens, notes, madeUp } = preview;
  const range = jobPriceRange(preview);
  return (
    <div class="stack">
      <dl class="facts" aria-live="polite">
        <dt>This call costs</dt>
        <dd>
          <strong>{jobPrice(preview)}</strong>
          {range !== null && <span class="quiet"> {range}</span>}
        </dd>
        <dt>Tokens in</dt>
        <dd>
          about {count(inputTokens.mid)}
          <span class="quiet"> and {count(outputTokens.mid)} out</span>
        </dd>
        <dt>Of which own words</dt>
        <dd>{count(tokens.own)} in every call</dd>
      </dl>
      <Part title="Instructions" tokens={tokens.system} text={preview.system} open />
      <Part title={madeUp ? "Data (an example)" : "Data"} tokens={tokens.user} text={preview.user} />
      <Part title="Shape of the reply" tokens={tokens.schema} text={JSON.stringify(preview.schema, null, 1)} />
      {notes.map((note) => (
        <p key={note} class="small quiet">
          {note}
        </p>
      ))}
    </div>
  );
}

function Part({ title, tokens, text, open = false }: { title: string; tokens: number; text: string; open?: boolean }) {
  return (
    <details class="prompt-part" open={open}>
      <summary>
        {title} <span class="quiet small">{count(tokens)} tokens</span>
      </summary>
      {/* A field, since it scrolls and the keyboard must reach it. */}
      <textarea class="input mono prompt-text" readOnly rows={12} aria-label={title} value={text} />
    </details>
  );
}

/** Which model the prompt is reckoned for and tried with. */
export function ModelSelect(props: { models: Model[]; value: string; onChoose: (model: string) => void }) {
  const usable = props.models.filter(({ usable }) => usable);
  const known = usable.some(({ id }) => id === props.value);
  return (
    <div class="field">
      <label for="trial-model">Model</label>
      <select
        id="trial-model"
        class="input"
        value={props.value}
        onChange={(event) => props.onChoose(event.currentTarget.value)}
      >
        {!known && <option value={props.value}>{props.value}</option>}
        {usable.map(({ id, name }) => (
          <option key={id} value={id}>
            {name === id ? id : `${name} (${id})`}
          </option>
        ))}
      </select>
    </div>
  );
}
