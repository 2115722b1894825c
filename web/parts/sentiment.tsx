import type { Result } from "../../worker/contract/findings.ts";
import type { FirstResults } from "../first-results.ts";
import { count, plural, share } from "../format.ts";
import type { Load } from "../load.ts";
import { Panel } from "./panel.tsx";

type Mood = NonNullable<Result["sentiment"]>;

const moods: { mood: Mood; word: string; hue: string }[] = [
  { mood: "positive", word: "Positive", hue: "var(--hue-2)" },
  { mood: "neutral", word: "Neutral", hue: "var(--hue-other)" },
  { mood: "mixed", word: "Mixed", hue: "var(--hue-7)" },
  { mood: "negative", word: "Negative", hue: "var(--hue-1)" },
];

/** How the sentiment splits over the results that were read. */
export function Sentiment({ load }: { load: Load<FirstResults> }) {
  return (
    <section class="card">
      <div class="card-head">
        <h2>Sentiment</h2>
        {load.data !== undefined && <ReadOf read={load.data} />}
      </div>
      <Panel load={load} what="the sentiment" lines={2}>
        {({ items }) => {
          const counts = new Map<Mood, number>();
          for (const { sentiment } of items) {
            if (sentiment !== null) counts.set(sentiment, (counts.get(sentiment) ?? 0) + 1);
          }
          const total = [...counts.values()].reduce((sum, one) => sum + one, 0);
          if (total === 0) return <p class="card-body quiet">This template does not ask for sentiment.</p>;
          const shown = moods.filter((one) => (counts.get(one.mood) ?? 0) > 0);
          return (
            <div class="card-body stack">
              <div class="bar-line" aria-hidden="true">
                {shown.map((one) => (
                  <i key={one.mood} style={{ flexGrow: String(counts.get(one.mood) ?? 0), "--hue": one.hue }} />
                ))}
              </div>
              <ul class="legend">
                {shown.map((one) => (
                  <li key={one.mood} title={plural(counts.get(one.mood) ?? 0, "content")}>
                    <span class="swatch" style={{ "--hue": one.hue }} />
                    {one.word} {share(counts.get(one.mood) ?? 0, total)}
                  </li>
                ))}
              </ul>
            </div>
          );
        }}
      </Panel>
    </section>
  );
}

/** Of how many contents a figure is, since the page reads no more than the first 2,000. */
export function ReadOf({ read }: { read: FirstResults }) {
  const of = read.items.length;
  return (
    <span class="small quiet">{read.all ? `of ${plural(of, "content")}` : `of the first ${count(of)} contents`}</span>
  );
}
