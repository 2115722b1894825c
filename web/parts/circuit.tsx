import type { ModelHealth, ProviderHealth } from "../../worker/contract/provider.ts";
import { latency, since } from "../countdown.ts";
import { count, plural, sentence } from "../format.ts";
import { readModelName } from "../model-name.ts";
import { circuitWords } from "../trouble.ts";

const tones: Record<ProviderHealth["state"], string> = {
  healthy: "ok",
  degraded: "warn",
  down: "error",
  unused: "",
  off: "",
};

/** What the sentence begins with can be milder than the state that it stands for. */
const milder = new Map([
  ["Half-open", "warn"],
  ["Cooling", "warn"],
]);

/** Alone, "open" would say that it can be asked. */
const ofCircuit = new Set(["Open", "Half-open"]);

/** A provider's state: the word that its sentence begins with as a badge, the reason behind it. */
export function StateWords({ state, words }: Pick<ProviderHealth, "state" | "words">) {
  const [, word = state, reason = ""] = /^([\w-]+): (.*)$/.exec(words) ?? ["", words];
  return (
    <>
      <span class={`badge ${milder.get(word) ?? tones[state]}`}>
        <span class="dot" />
        {ofCircuit.has(word) ? `Circuit ${word.toLowerCase()}` : word.charAt(0).toUpperCase() + word.slice(1)}
      </span>
      <span>{sentence(reason)}</span>
    </>
  );
}

const circuits: Record<ModelHealth["circuit"], { tone: string; word: string }> = {
  closed: { tone: "ok", word: "Closed" },
  "half-open": { tone: "warn", word: "Half-open" },
  open: { tone: "error", word: "Open" },
};

const meanings = {
  closed: "Calls go through",
  "half-open": "One call tries whether it is back",
  open: "No calls, until a probe succeeds",
};

/** How each model behind one key is doing: circuit, why, when it is tried again, how quick it is. */
export function Circuits({ models, others, now }: { models: ModelHealth[]; others: string[]; now: number }) {
  if (models.length === 0) {
    return others.length === 0 ? (
      <p class="provider-models quiet">No models yet: test it, or name them in its settings.</p>
    ) : (
      <p class="provider-models quiet" title={others.join(", ")}>
        {plural(others.length, "model")} not asked yet: {firstOf(others)}
      </p>
    );
  }
  return (
    <div class="table-scroll">
      <table class="table circuits">
        <thead>
          <tr>
            <th>Model</th>
            <th>Circuit</th>
            <th class="wide number">In flight</th>
            <th class="wide number" title="Half of the answers began sooner, 99 of 100 began sooner">
              First token p50 · p99
            </th>
            <th class="wide number" title="Half of the answers were complete sooner, 99 of 100 were">
              Total p50 · p99
            </th>
            <th class="wide number">Last success</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.model}>
              <td class="wrap">
                {readModelName(model.model).model}
                <span class="second">
                  {model.lastSuccessAt === null
                    ? "has not answered yet"
                    : `${pair(model.totalMs)} in all, last success ${since(model.lastSuccessAt, now)}`}
                </span>
              </td>
              <td class="wrap">
                <span class={`badge ${circuits[model.circuit].tone}`} title={meanings[model.circuit]}>
                  {circuits[model.circuit].word}
                </span>
                {model.circuit !== "closed" && <span class="small"> {circuitWords(model, now)}</span>}
              </td>
              <td class="wide number">{count(model.inFlight)}</td>
              <td class="wide number">{pair(model.firstTokenMs)}</td>
              <td class="wide number">{pair(model.totalMs)}</td>
              <td class="wide number">{since(model.lastSuccessAt, now)}</td>
            </tr>
          ))}
          {others.length > 0 && (
            <tr>
              <td class="wrap quiet" colSpan={6} title={others.join(", ")}>
                {plural(others.length, "further model")} not asked yet: {firstOf(others)}
              </td>
            </tr>
          )}
        </tbody>
      </table>
    </div>
  );
}

function firstOf(models: string[]): string {
  const more = models.length - 4;
  return `${models.slice(0, 4).join(", ")}${more > 0 ? ` and ${count(more)} more` : ""}`;
}

function pair(measured: { p50: number; p99: number } | null): string {
  return measured === null ? "–" : `${latency(measured.p50)} · ${latency(measured.p99)}`;
}
