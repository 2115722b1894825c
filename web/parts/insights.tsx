import { useState } from "preact/hooks";
import type { Insight } from "../../worker/contract/reply.ts";
import { examplesUnsaid } from "../examples-unsaid.ts";
import { usePlace } from "../place.ts";

const shownAtMost = 4;
const insightsAtFirst = 8;

interface InsightsProps {
  items: Insight[];
  analysisId: string;
  /** Titles of contents by their id, as far as they are known. */
  titles?: Map<string, string>;
}

const tones = { common: "", rising: "info", unusual: "warn" } as const;
const noTitles = new Map<string, string>();

/** Insights with the contents they rest on; each opens in the drawer. */
export function Insights({ items, analysisId, titles = noTitles }: InsightsProps) {
  const { link } = usePlace();
  const [all, setAll] = useState(false);
  return (
    <>
      <ul class="insights">
        {items.slice(0, all ? items.length : insightsAtFirst).map((insight, index) => (
          <li key={`${insight.kind} ${insight.title}`}>
            <span class="swatch" style={{ "--hue": `var(--hue-${index % 8})` }} />
            <div>
              <h3>
                {insight.kind !== undefined && insight.kind !== "said" && (
                  <span class={`badge ${tones[insight.kind]}`}>{insight.kind}</span>
                )}{" "}
                {insight.title}
              </h3>
              <p>{insight.detail}</p>
              {insight.unproven !== undefined && (
                <p class="small">
                  <span class="badge warn">Unproven</span> The counts do not show {insight.unproven.join(", ")}.
                </p>
              )}
              {insight.chance !== undefined && (
                <p class="small quiet">
                  By chance alone{" "}
                  {insight.chance < 0.0001
                    ? "in fewer than 1 of 10,000"
                    : `in ${(insight.chance * 100).toFixed(2)} % of`}{" "}
                  such analyses.
                </p>
              )}
              {insight.filter !== undefined && (
                <a class="small" href={`/analyses/${analysisId}/contents?${new URLSearchParams(insight.filter)}`}>
                  Show these contents
                </a>
              )}
              {insight.contentIds.length > 0 && (
                <div class="chips">
                  {insight.contentIds.slice(0, shownAtMost).map((id, place) => (
                    <a
                      key={id}
                      class="chip"
                      title={titles.get(id)}
                      href={link({ peek: id })}
                      data-content={id}
                      aria-label={titles.has(id) ? undefined : `#${place + 1}, example of “${insight.title}”`}
                    >
                      <span class="clip" dir="auto">
                        {titles.get(id) ?? `#${place + 1}`}
                      </span>
                    </a>
                  ))}
                  <Unsaid words={examplesUnsaid(insight, shownAtMost)} />
                </div>
              )}
            </div>
          </li>
        ))}
      </ul>
      {items.length > insightsAtFirst && (
        <button type="button" class="button plain" onClick={() => setAll(!all)}>
          {all ? "Show fewer" : `Show all ${items.length}`}
        </button>
      )}
    </>
  );
}

function Unsaid({ words }: { words: string | null }) {
  return words === null ? null : <span class="quiet small">{words}</span>;
}
