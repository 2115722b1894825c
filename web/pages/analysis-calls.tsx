import { Receipt } from "lucide";
import type { CallEntry } from "../../worker/contract/provider.ts";
import { api } from "../api.ts";
import { failureKinds, outcomeWords, taskWords } from "../call-words.ts";
import { latency } from "../countdown.ts";
import { compact, count, moment, money, plural, share, timeOfDay } from "../format.ts";
import { settled } from "../live-state.ts";
import { usePages } from "../load.ts";
import { isLexical } from "../model-name.ts";
import { Empty } from "../parts/empty.tsx";
import { More } from "../parts/more.tsx";
import { Panel } from "../parts/panel.tsx";
import { usePlace } from "../place.ts";
import { paid, priceUnknown } from "../price-words.ts";
import type { TabProps } from "../tab-props.ts";

/** Every attempt to ask a model: what it took, what it cost, how it ended. `?outcome=` filters. */
export default function Calls({ analysis }: TabProps) {
  const { id, usage } = analysis;
  // Vectors may come from a provider, whoever reads.
  const lexical = isLexical(analysis.model) && analysis.options.embeddingModel === null;
  const { query, change, link } = usePlace();
  const outcome = query.outcome;
  const pages = usePages(`calls ${id} ${outcome ?? ""} ${settled(analysis) ? "end" : ""}`, (cursor, signal) =>
    api.calls(id, { limit: 200, cursor, outcome }, signal),
  );
  return (
    <>
      <dl class="stats">
        <div>
          <dt>Calls</dt>
          <dd>{count(usage.calls)}</dd>
          <dd class="sub">{lexical ? "of the built-in engine, on this server" : "of the whole analysis"}</dd>
        </div>
        <div>
          <dt>Cost</dt>
          <dd>{usage.costUsd === null ? "–" : money(usage.costUsd)}</dd>
          <dd class="sub">{usage.costKnown ? "all calls" : paid(usage.costUsd, false)}</dd>
        </div>
        <div>
          <dt>Tokens in</dt>
          <dd>{compact(usage.inputTokens)}</dd>
          <dd class="sub">
            {lexical
              ? "estimated, nobody bills them"
              : isLexical(analysis.model)
                ? "only those of the calls below are billed"
                : `${share(usage.cachedInputTokens, usage.inputTokens)} from the provider’s cache`}
          </dd>
        </div>
        <div>
          <dt>Tokens out</dt>
          <dd>{compact(usage.outputTokens)}</dd>
          <dd class="sub">{lexical ? "estimated, nobody bills them" : "as billed"}</dd>
        </div>
      </dl>
      {!lexical && (
        <div class="filters">
          <div>
            <nav class="segmented" aria-label="Outcome">
              {[
                { value: undefined, word: "All" },
                { value: "ok", word: "Answered" },
                { value: "failed", word: "Failed" },
              ].map((one) => (
                <a
                  key={one.word}
                  href={link({ outcome: one.value })}
                  aria-current={one.value === outcome ? "true" : undefined}
                >
                  {one.word}
                </a>
              ))}
            </nav>
            <select
              class="input"
              aria-label="Kind of failure"
              value={failureKinds.includes(outcome ?? "") ? outcome : ""}
              onChange={(event) => change({ outcome: event.currentTarget.value }, true)}
            >
              <option value="">Any kind of failure</option>
              {failureKinds.map((kind) => (
                <option key={kind} value={kind}>
                  {outcomeWords(kind)}
                </option>
              ))}
            </select>
            {!settled(analysis) && (
              <button type="button" class="chip" onClick={pages.reload}>
                Show the newest
              </button>
            )}
          </div>
        </div>
      )}
      <div class="card">
        <Panel load={pages} what="the calls" lines={10}>
          {(items) =>
            items.length > 0 ? (
              <CallRows items={items} />
            ) : outcome !== undefined ? (
              <Empty
                icon={Receipt}
                title={outcome === "failed" ? "No call failed" : `No call ended with “${outcomeWords(outcome)}”`}
                action={
                  <a class="button" href={link({ outcome: undefined })}>
                    Show all calls
                  </a>
                }
              />
            ) : (
              <Empty icon={Receipt} title={lexical ? "No model was asked" : "No calls to a model"}>
                {lexical
                  ? "The built-in engine reads on this server: it asks nobody else and costs nothing, so no call is listed."
                  : "They appear as soon as a model is asked, and stay for 30 days."}
              </Empty>
            )
          }
        </Panel>
        {pages.data !== undefined && <More pages={pages} noun="call" />}
      </div>
    </>
  );
}

function CallRows({ items }: { items: CallEntry[] }) {
  const sum = (of: (call: CallEntry) => number): number => items.reduce((all, call) => all + of(call), 0);
  const known = items.filter(({ costUsd }) => costUsd !== null);
  return (
    <table class="table fixed calls">
      <thead>
        <tr>
          <th class="when">Time</th>
          <th class="wide task">Task</th>
          <th class="wide">Model</th>
          <th>Outcome</th>
          <th class="widest number">Tokens in</th>
          <th class="widest number">Cached</th>
          <th class="widest number">Out</th>
          <th class="number">Cost</th>
          <th class="wide number">First token</th>
          <th class="number took">Took</th>
        </tr>
      </thead>
      <tbody>
        {items.map((call) => (
          <tr key={call.id}>
            <td title={moment(call.at)}>
              {timeOfDay(call.at)}
              <span class="second clip">{taskWords(call.task)}</span>
            </td>
            <td class="wide">
              {taskWords(call.task)}
              {call.attempt > 1 && <span class="quiet"> #{call.attempt}</span>}
            </td>
            <td class="wide" title={call.model}>
              {call.model}
            </td>
            <td>
              <span class={`badge ${call.outcome === "ok" ? "ok" : "error"}`} title={outcomeWords(call.outcome)}>
                <span class="clip">{outcomeWords(call.outcome)}</span>
              </span>
              <span class="second wrap">{call.model}</span>
            </td>
            <td class="widest number">{count(call.inputTokens)}</td>
            <td class="widest number">{count(call.cachedInputTokens)}</td>
            <td class="widest number">{count(call.outputTokens)}</td>
            <td class="number" title={call.costUsd === null ? priceUnknown : undefined}>
              {call.costUsd === null ? "unknown" : money(call.costUsd)}
            </td>
            <td class="wide number">{latency(call.firstTokenMs)}</td>
            <td class="number">{latency(call.latencyMs)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">Shown</th>
          <td class="wide" />
          <td class="wide">{plural(items.length, "call")}</td>
          <td>{count(items.filter(({ outcome }) => outcome !== "ok").length)} failed</td>
          <td class="widest number">{compact(sum((call) => call.inputTokens))}</td>
          <td class="widest number">{compact(sum((call) => call.cachedInputTokens))}</td>
          <td class="widest number">{compact(sum((call) => call.outputTokens))}</td>
          <td class="number" title={known.length < items.length ? "without the calls of unknown price" : undefined}>
            {known.length === 0 ? "unknown" : money(sum((call) => call.costUsd ?? 0))}
          </td>
          <td class="wide" />
          <td />
        </tr>
      </tfoot>
    </table>
  );
}
