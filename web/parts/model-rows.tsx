import { ArrowDown, ArrowUp } from "lucide";
import type { Model } from "../../worker/contract/model.ts";
import { compact, count, money } from "../format.ts";
import { isLexical } from "../model-name.ts";
import { endWords, type ModelColumn } from "../model-order.ts";
import { usePlace } from "../place.ts";
import { tokenPrice } from "../price-words.ts";
import { Icon } from "./icon.tsx";

interface ModelRowsProps {
  models: Model[];
  column: ModelColumn | null;
  down: boolean;
}

const heads: { column: ModelColumn; word: string; class: string; title: string }[] = [
  { column: "name", word: "Model", class: "lead-wide", title: "by name" },
  { column: "context", word: "Context", class: "wide number", title: "by how much it reads at once" },
  { column: "input", word: "Input price", class: "wide number", title: "by the price of what it reads" },
  { column: "output", word: "Output price", class: "wide number", title: "by the price of what it writes" },
  { column: "released", word: "Released", class: "widest", title: "by its release" },
  { column: "retires", word: "Lifecycle", class: "", title: "by the day it ends" },
];

/** Models as a table; a click on a head sorts, a second one turns the order. */
export function ModelRows({ models, column, down }: ModelRowsProps) {
  const { link } = usePlace();
  return (
    <table class="table fixed sticky models">
      <thead>
        <tr>
          {heads.map((head) => {
            const sorted = head.column === column;
            const next = sorted && !down ? "down" : undefined;
            return (
              <th
                key={head.column}
                class={head.class}
                aria-sort={sorted ? (down ? "descending" : "ascending") : undefined}
              >
                <a class="sort" href={link({ sort: head.column, dir: next })} title={`Sort ${head.title}`}>
                  {head.word}
                  {sorted && <Icon of={down ? ArrowDown : ArrowUp} size={12} />}
                </a>
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.id}>
            <td>
              <div class="main-cell">
                <span class="model-name clip" title={model.description}>
                  {model.name} {model.available && <span class="badge ok">Can be asked</span>}
                </span>
                <span class="mono small quiet clip">{model.id}</span>
                <span class="second">
                  {model.contextTokens === null ? "" : `${compact(model.contextTokens)} context, `}
                  {tokenPrice(model.prices)}
                </span>
              </div>
            </td>
            <td class="wide number" title={model.contextTokens === null ? "not known" : count(model.contextTokens)}>
              {model.contextTokens === null ? "–" : compact(model.contextTokens)}
            </td>
            <Price model={model} side="input" />
            <Price model={model} side="output" />
            <td class="widest">{model.releasedAt ?? "–"}</td>
            <td class="wrap">
              <Life model={model} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Price({ model, side }: { model: Model; side: "input" | "output" }) {
  const source = model.provenance.prices;
  const from =
    source === null || source === undefined
      ? "Nobody says what it costs"
      : `${source.source}, ${source.date}${source.doubt === null ? "" : `. ${source.doubt}`}`;
  return (
    <td class="wide number" title={from}>
      {model.prices === null ? <span class="quiet">unknown</span> : money(model.prices[side])}
      {model.changed.includes("prices") && <span class="unseen">, taken over from a later source</span>}
    </td>
  );
}

function Life({ model }: { model: Model }) {
  const state = model.lifecycle?.state;
  const words = endWords(model.lifecycle);
  const tone = state === "retired" ? "error" : state === "deprecated" ? "warn" : "";
  if (isLexical(model.id)) return <span class="quiet">built in</span>;
  if (words === null) return <span class="quiet">{state === undefined ? "not known" : state}</span>;
  return <span class={`badge wrap ${tone}`}>{words}</span>;
}
