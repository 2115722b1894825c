import type { Stats } from "../../worker/contract/findings.ts";
import type { LabelsReply } from "../../worker/contract/labels.ts";
import { count, facetName, plural, share } from "../format.ts";

/** Against the run that this one is based on: which words came, which nobody used. */
export function LabelChanges({ labels }: { labels: LabelsReply }) {
  const { changes } = labels;
  if (!changes) return null;
  return (
    <section class="card">
      <div class="card-head">
        <h2>Since the analysis this one is based on</h2>
      </div>
      <div class="card-body stack">
        {Object.entries(changes.facets).map(([facet, { added, unused }]) => (
          <div key={facet}>
            <strong>{facetName(facet)}</strong>
            <p>
              {added.length === 0
                ? "No new labels."
                : `${plural(added.length, "new label")}: ${added.map((one) => `${one.label} (${count(one.count)})`).join(", ")}.`}
            </p>
            {unused.length > 0 && <p class="small quiet">Not used this time: {unused.join(", ")}.</p>}
          </div>
        ))}
      </div>
    </section>
  );
}

/** How far readers agreed by themselves, and what was contradictory. */
export function Consistency({ stats }: { stats: Pick<Stats, "consistency" | "resolution"> }) {
  const { consistency, resolution } = stats;
  const conflicts = resolution.conflicts ?? [];
  return (
    <>
      <dt>Consistency</dt>
      <dd title="Of two contents with one final label, how often their readers had used the same word">
        {consistency === null ? "–" : share(consistency, 1)}
      </dd>
      {conflicts.length > 0 && (
        <>
          <dt>Conflicts</dt>
          <dd>
            <details>
              <summary>{plural(conflicts.length, "contradiction")} between answers</summary>
              <ul class="small">
                {conflicts.slice(0, 50).map(({ facet, labels, same, apart, outcome }) => (
                  <li key={`${facet} ${labels.join("|")}`}>
                    {labels.map((label) => `“${label}”`).join(", ")}: {same} for one, {apart} against;{" "}
                    {outcome === "merged" ? "merged" : outcome === "apart" ? "kept apart" : "left apart, undecided"}
                  </li>
                ))}
              </ul>
            </details>
          </dd>
        </>
      )}
    </>
  );
}
