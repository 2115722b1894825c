import { useRef } from "preact/hooks";
import type { Result } from "../../worker/contract/findings.ts";
import { facetName, share } from "../format.ts";
import { useWindow } from "../rows-in-view.ts";
import { valueText } from "./result-about.tsx";
import { useRowKeys } from "./row-keys.ts";
import { Spacer } from "./spacer.tsx";

interface ResultRowsProps {
  items: Result[];
  /** Facets that have a column. */
  facets: string[];
  link: (contentId: string) => string;
  open: (contentId: string) => void;
}

const tones: Record<NonNullable<Result["sentiment"]>, string> = {
  positive: "ok",
  neutral: "",
  mixed: "warn",
  negative: "error",
};

/** Results as rows of equal height. Only those in view are in the document. */
export function ResultRows({ items, facets, link, open }: ResultRowsProps) {
  const body = useRef<HTMLTableSectionElement>(null);
  const { start, end, rowHeight } = useWindow(body, items.length);
  const current = useRowKeys(
    items.map((item) => item.contentId),
    body,
    rowHeight,
    open,
  );
  const first = facets[0];
  return (
    <table class="table fixed sticky results" aria-rowcount={items.length + 1}>
      <thead>
        <tr>
          <th class="lead">Content</th>
          {facets.map((facet, place) => (
            <th key={facet} class={place < 2 ? "wide" : "widest"}>
              {facetName(facet)}
            </th>
          ))}
          <th class="wide mood">Sentiment</th>
          <th class="widest number sure">Confidence</th>
        </tr>
      </thead>
      <tbody ref={body}>
        {start > 0 && <Spacer rows={start} rowHeight={rowHeight} />}
        {items.slice(start, end).map((item, index) => (
          <tr
            key={item.contentId}
            class={`row ${item.contentId === current ? "current" : ""}`}
            aria-rowindex={start + index + 2}
          >
            <td>
              <div class="main-cell">
                <a
                  class="clip"
                  href={link(item.contentId)}
                  data-content={item.contentId}
                  dir="auto"
                  title={item.summary}
                >
                  {item.status === "failed" && <span class="badge error">Failed</span>}
                  {item.status === "fallback" && <span class="badge warn">Fallback</span>}{" "}
                  {item.title || item.summary || item.externalId}
                </a>
                <span class="second clip">
                  {item.status === "failed"
                    ? (item.error ?? "No result")
                    : first === undefined
                      ? item.summary
                      : valueText(item.facets[first])}
                  {item.sentiment !== null && item.status !== "failed" && ` · ${item.sentiment}`}
                </span>
              </div>
            </td>
            {facets.map((facet, place) => (
              <td key={facet} class={place < 2 ? "wide" : "widest"} title={valueText(item.facets[facet])}>
                {valueText(item.facets[facet])}
              </td>
            ))}
            <td class="wide">
              {item.sentiment === null ? "–" : <span class={`badge ${tones[item.sentiment]}`}>{item.sentiment}</span>}
            </td>
            <td class="widest number">{item.confidence === null ? "–" : share(item.confidence, 1)}</td>
          </tr>
        ))}
        {end < items.length && <Spacer rows={items.length - end} rowHeight={rowHeight} />}
      </tbody>
    </table>
  );
}
