import { ListChecks } from "lucide";
import type { Batch } from "../../worker/contract/findings.ts";
import { api } from "../api.ts";
import { taskWords } from "../call-words.ts";
import { count, duration, plural, share } from "../format.ts";
import { settled } from "../live-state.ts";
import { useLoad, usePages } from "../load.ts";
import { Empty } from "../parts/empty.tsx";
import { More } from "../parts/more.tsx";
import { Panel } from "../parts/panel.tsx";
import type { TabProps } from "../tab-props.ts";

const looks: Record<Batch["status"], { tone: string; word: string }> = {
  pending: { tone: "", word: "Pending" },
  queued: { tone: "", word: "Queued" },
  leased: { tone: "running", word: "Running" },
  waiting: { tone: "warn", word: "Retrying" },
  done: { tone: "ok", word: "Done" },
  failed: { tone: "error", word: "Failed" },
  cancelled: { tone: "", word: "Cancelled" },
};

/** The paid work, call by call: what each batch did, how often it was tried, what went wrong. */
export default function Batches({ analysis }: TabProps) {
  const { id } = analysis;
  const pages = usePages(
    `batches ${id} ${settled(analysis) ? "end" : analysis.progress.batchesDone}`,
    (cursor, signal) => api.batches(id, { limit: 200, cursor }, signal),
  );
  const stats = useLoad(settled(analysis) ? `stats ${id}` : null, (signal) => api.stats(id, signal));
  const facts = stats.data;
  return (
    <>
      {facts !== undefined && (
        <dl class="stats">
          <div>
            <dt>Streams busy</dt>
            <dd>
              {share(
                facts.processing.averageStreamUtilization,
                facts.processing.averageStreamUtilization > 1 ? 100 : 1,
              )}
            </dd>
            <dd class="sub">
              {plural(facts.processing.totalRounds, "round")}, {plural(facts.processing.syncPoints, "sync point")}
            </dd>
          </div>
          <div>
            <dt>Asked again</dt>
            <dd>{count(facts.processing.streams.reduce((sum, stream) => sum + stream.retryAttempts, 0))}</dd>
            <dd class="sub">
              {count(facts.processing.streams.reduce((sum, stream) => sum + stream.missing, 0))} answers were missing
            </dd>
          </div>
          <div>
            <dt>Labels reconciled</dt>
            <dd>{count(facts.resolution.conflictsResolved)}</dd>
            <dd class="sub">of {plural(facts.resolution.conflictsFound, "likely duplicate")}</dd>
          </div>
          {facts.consistency !== null && (
            <div>
              <dt>Consistency</dt>
              <dd>{share(facts.consistency, 1)}</dd>
              <dd class="sub">same label for like contents</dd>
            </div>
          )}
        </dl>
      )}
      <div class="card">
        <Panel load={pages} what="the batches" lines={10}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon={ListChecks} title="No batches yet">
                They appear when the contents are divided among the streams.
              </Empty>
            ) : (
              <table class="table fixed">
                <thead>
                  <tr>
                    <th style={{ width: "90px" }}>Batch</th>
                    <th>Status</th>
                    <th class="wide" style={{ width: "130px" }}>
                      Phase
                    </th>
                    <th class="widest" style={{ width: "150px" }}>
                      Task
                    </th>
                    <th class="wide number">Stream</th>
                    <th class="widest number">Round</th>
                    <th class="number">Contents</th>
                    <th class="wide number">Retries</th>
                    <th class="wide number">Took</th>
                    <th class="widest" style={{ width: "20%" }}>
                      Error
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {items.map((batch) => (
                    <tr key={`${batch.phase} ${batch.batch}`}>
                      <td>{count(batch.batch)}</td>
                      <td>
                        <span class={`badge ${looks[batch.status].tone}`} title={batch.error ?? undefined}>
                          {looks[batch.status].word}
                        </span>
                        <span class="second">{taskWords(batch.task)}</span>
                      </td>
                      <td class="wide">{sentenceCase(batch.phase)}</td>
                      <td class="widest">{taskWords(batch.task)}</td>
                      <td class="wide number">{batch.stream === null ? "–" : batch.stream + 1}</td>
                      <td class="widest number">{roundOf(batch)}</td>
                      <td class="number">{batch.items === 0 ? "–" : count(batch.items)}</td>
                      <td class="wide number">{count(batch.retryCount)}</td>
                      <td class="wide number">{took(batch)}</td>
                      <td class="widest" title={batch.error ?? undefined}>
                        {batch.error ?? ""}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )
          }
        </Panel>
        {pages.data !== undefined && <More pages={pages} noun="batch" />}
      </div>
    </>
  );
}

const sentenceCase = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Discovery counts its rounds from 0, classification from 1; the phases after them have none. */
function roundOf({ phase, round }: Batch): string {
  if (phase === "discovery") return count(round + 1);
  return phase === "classification" ? count(round) : "–";
}

function took(batch: Batch): string {
  if (batch.startedAt === null || batch.completedAt === null) return "–";
  return duration((Date.parse(batch.completedAt) - Date.parse(batch.startedAt)) / 1000);
}
