import type { Analysis, Estimate } from "../../worker/contract/analysis.ts";
import { compared } from "../compared.ts";
import { compact, count, duration, money } from "../format.ts";
import { paid } from "../price-words.ts";

type Spread = Estimate["seconds"];

interface Row {
  what: string;
  said: Spread | null;
  came: number | null;
  words: (value: number) => string;
  /** Where what came is more than a number. */
  cameWords?: string;
}

/** What was said before against what came. */
export function ActualCard({ analysis }: { analysis: Analysis }) {
  const { estimate, usage } = analysis;
  const seconds =
    analysis.startedAt && analysis.completedAt
      ? (Date.parse(analysis.completedAt) - Date.parse(analysis.startedAt)) / 1000
      : null;
  const known = estimate?.costKnown ? estimate.costUsd : null;
  const rows: Row[] = [
    { what: "Calls", said: estimate === null ? null : flat(estimate.calls), came: usage.calls, words: count },
    { what: "Tokens in", said: estimate?.inputTokens ?? null, came: usage.inputTokens, words: compact },
    { what: "Tokens out", said: estimate?.outputTokens ?? null, came: usage.outputTokens, words: compact },
    {
      what: "Cost",
      said: known,
      came: usage.costKnown ? usage.costUsd : null,
      words: money,
      cameWords: paid(usage.costUsd, usage.costKnown),
    },
    { what: "Time", said: estimate?.seconds ?? null, came: seconds, words: duration },
  ];
  const ended = analysis.status === "completed";
  return (
    <section class="card" aria-labelledby="estimate-and-actual">
      <div class="card-head">
        <h2 id="estimate-and-actual">Estimate and actual</h2>
      </div>
      <table class="table">
        <thead>
          <tr>
            <th>
              <span class="unseen">What</span>
            </th>
            <th class="number">Estimate</th>
            <th class="number">Actual</th>
            <th class="number">Against it</th>
          </tr>
        </thead>
        <tbody>
          {rows
            .filter((row) => row.came !== null || row.cameWords !== undefined)
            .map((row) => (
              <tr key={row.what}>
                <td>{row.what}</td>
                <td class="number" title={row.said === null ? undefined : spread(row.said, row.words)}>
                  {row.said === null ? "unknown" : row.words(row.said.mid)}
                </td>
                <td class="number">{row.cameWords ?? (row.came === null ? "–" : row.words(row.came))}</td>
                <td class="number" title={within(row)}>
                  {(ended && compared(row.said?.mid, row.came)) || "–"}
                </td>
              </tr>
            ))}
        </tbody>
      </table>
      <p class="card-body small quiet">
        {ended
          ? "The time is from the start to the end, pauses included."
          : "It did not come to its end, so it is not held against the estimate for the whole."}
      </p>
    </section>
  );
}

const flat = (value: number): Spread => ({ low: value, mid: value, high: value });

function spread({ low, high }: Spread, words: Row["words"]): string {
  return low === high ? words(low) : `${words(low)} to ${words(high)}`;
}

function within({ said, came }: Row): string | undefined {
  if (said === null || came === null || said.low === said.high) return undefined;
  return came >= said.low && came <= said.high ? "within the range that was said" : "outside the range that was said";
}
