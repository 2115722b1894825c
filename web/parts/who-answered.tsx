import type { Analysis } from "../../worker/contract/analysis.ts";
import { answerCounts } from "../answered.ts";
import type { FirstResults } from "../first-results.ts";
import type { Load } from "../load.ts";
import { isLexical } from "../model-name.ts";
import { Bars } from "./bars.tsx";
import { Panel } from "./panel.tsx";
import { ReadOf } from "./sentiment.tsx";

/** How many contents each model answered, where more than one could: counted from the results that were read. */
export function WhoAnswered({ analysis, load }: { analysis: Analysis; load: Load<FirstResults> }) {
  if (isLexical(analysis.model)) return null;
  return (
    <section class="card" aria-labelledby="who-answered">
      <div class="card-head">
        <h2 id="who-answered">Who answered</h2>
        {load.data !== undefined && <ReadOf read={load.data} />}
      </div>
      <Panel load={load} what="who answered" lines={2}>
        {({ items }) => (
          <Bars
            total={items.length}
            rows={answerCounts(items).map(({ model, count }) => ({
              label: isLexical(model) ? "Built-in engine, instead of a model" : model,
              count,
              ...(isLexical(model) ? { href: `/analyses/${analysis.id}/contents?status=fallback` } : {}),
            }))}
          />
        )}
      </Panel>
    </section>
  );
}
