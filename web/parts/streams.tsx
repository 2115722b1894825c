import type { Progress, StreamState } from "../../worker/contract/analysis.ts";
import { count } from "../format.ts";

const looks: Record<StreamState["state"], { tone: string; word: string }> = {
  working: { tone: "running", word: "Working" },
  waiting: { tone: "", word: "Waiting" },
  idle: { tone: "", word: "Idle" },
  failed: { tone: "error", word: "Failed" },
};

/** The parallel lanes: what each one does now. */
export function Streams({ progress }: { progress: Progress }) {
  return (
    <section class="card">
      <div class="card-head">
        <h2>Streams</h2>
        <span class="quiet">
          {progress.rounds > 0
            ? `round ${count(progress.round)} of ${count(progress.rounds)}`
            : progress.currentStep || "not started"}
        </span>
      </div>
      {progress.streams.length === 0 ? (
        <p class="card-body quiet">Streams start when the discovery is done.</p>
      ) : (
        <ul class="streams">
          {progress.streams.map((stream) => (
            <li key={stream.stream}>
              <span class="quiet">{stream.stream + 1}</span>
              <span class="clip">{stream.batch === null ? "No batch" : `Batch ${count(stream.batch)}`}</span>
              <span>{count(stream.itemsDone)}</span>
              <span class={`badge ${looks[stream.state].tone}`}>{looks[stream.state].word}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
