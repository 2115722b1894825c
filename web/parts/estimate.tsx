import { TriangleAlert } from "lucide";
import type { EstimateReply } from "../api.ts";
import { compact, count, duration, money, plural } from "../format.ts";
import { type Load, useLast } from "../load.ts";
import { mayPass } from "../problem.ts";
import { Icon } from "./icon.tsx";
import { Panel } from "./panel.tsx";

/** What an analysis will take, before it is started, with what that rests on. */
export function EstimateCard({ load: fresh }: { load: Load<EstimateReply> }) {
  const load = useLast(fresh);
  const refused = fresh.error !== undefined && fresh.data === undefined && !mayPass(fresh.error) ? fresh.error : null;
  return (
    <section
      class={`card ${load.old && refused === null ? "outdated" : ""}`}
      aria-labelledby="estimate"
      aria-busy={load.old && refused === null}
    >
      <div class="card-head">
        <h2 id="estimate">Estimate</h2>
      </div>
      <div class="card-body" aria-live="polite">
        {refused !== null ? (
          <div class="note warn" role="alert">
            <Icon of={TriangleAlert} />
            <div>
              <strong>These settings do not fit together.</strong> {refused.message}
            </div>
          </div>
        ) : (
          <Panel load={load} what="the estimate" safe="The analysis can be started without it." lines={5}>
            {({ contents, estimates }) => {
              const estimate = estimates[0];
              if (estimate === undefined) return <p>No estimate for this engine.</p>;
              const { costUsd, seconds, inputTokens, outputTokens } = estimate;
              return (
                <div class="stack">
                  <dl class="facts">
                    <dt>Cost</dt>
                    <dd>
                      <strong>{money(costUsd?.mid ?? null)}</strong>
                      {costUsd !== null && costUsd.low !== costUsd.high && (
                        <span class="quiet">
                          {" "}
                          {money(costUsd.low)} to {money(costUsd.high)}
                        </span>
                      )}
                    </dd>
                    <dt>Time</dt>
                    <dd>
                      {seconds.low === seconds.high
                        ? duration(seconds.mid)
                        : `${duration(seconds.low)} to ${duration(seconds.high)}`}
                    </dd>
                    <dt>Calls</dt>
                    <dd>
                      {estimate.calls === 0
                        ? "none"
                        : `${count(estimate.calls)}, ${
                            estimate.cached >= contents
                              ? "to agree on labels, name clusters and sum up"
                              : `about ${plural(estimate.batchSize, "content")} each`
                          }`}
                    </dd>
                    <dt>Tokens</dt>
                    <dd>
                      {compact(inputTokens.mid)} in, {compact(outputTokens.mid)} out
                    </dd>
                    {estimate.cached > 0 && (
                      <>
                        <dt>Already there</dt>
                        <dd>{plural(estimate.cached, "content")}, not paid again</dd>
                      </>
                    )}
                  </dl>
                  {estimate.assumptions.length > 0 && (
                    <details>
                      <summary class="small quiet">What this rests on</summary>
                      <ul class="small quiet plain-list">
                        {estimate.assumptions.map((one) => (
                          <li key={one}>{one}</li>
                        ))}
                      </ul>
                    </details>
                  )}
                </div>
              );
            }}
          </Panel>
        )}
      </div>
    </section>
  );
}
