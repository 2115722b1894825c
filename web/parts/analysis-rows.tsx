import type { Analysis } from "../../worker/contract/analysis.ts";
import { answered } from "../answered.ts";
import { ago, count, money, share } from "../format.ts";
import { ModelBadge } from "./model-badge.tsx";
import { StatusBadge } from "./status.tsx";

interface AnalysisRowsProps {
  items: Analysis[];
  now: number;
  /** Names of the projects by their id, where the list is of several. */
  projects?: Map<string, string>;
}

/** Analyses as a table; running ones show how far they are. */
export function AnalysisRows({ items, now, projects }: AnalysisRowsProps) {
  return (
    <div class="card">
      <table class="table fixed">
        <thead>
          <tr>
            <th class="lead-wide">Analysis</th>
            {projects && <th class="wide">Project</th>}
            <th>Status</th>
            <th class="wide">Model</th>
            <th class="wide number">Contents</th>
            <th class="widest number">Cost</th>
            <th class="wide number">Started</th>
          </tr>
        </thead>
        <tbody>
          {items.map((analysis) => {
            const { itemsTotal, percent, currentStep } = analysis.progress;
            const done = answered(analysis.progress);
            const cost = money(analysis.usage.costUsd);
            return (
              <tr key={analysis.id} class="row">
                <td>
                  <div class="main-cell">
                    <a class="clip" href={`/analyses/${analysis.id}`}>
                      {analysis.name}
                    </a>
                    <span class="second clip">
                      {projects?.get(analysis.projectId) ?? `${count(done)} of ${count(itemsTotal)}, ${cost}`}
                    </span>
                  </div>
                </td>
                {projects && <td class="wide">{projects.get(analysis.projectId) ?? ""}</td>}
                <td>
                  <StatusBadge analysis={analysis} />
                  {analysis.status === "running" && (
                    <span class="small quiet" title={currentStep}>
                      {" "}
                      {share(percent, 100)}
                    </span>
                  )}
                  {analysis.status === "paused" && (
                    <a
                      class="small above go-on"
                      href={`/analyses/${analysis.id}?recover=1`}
                      aria-label={`Go on with ${analysis.name}`}
                    >
                      Go on…
                    </a>
                  )}
                </td>
                <td class="wide">
                  <ModelBadge model={analysis.model} at={analysis.startedAt} short />
                </td>
                <td class="wide number">
                  {done < itemsTotal && `${count(done)} of `}
                  {count(itemsTotal)}
                </td>
                <td class="widest number">{cost}</td>
                <td class="wide number">
                  <time dateTime={analysis.createdAt}>{ago(analysis.createdAt, now)}</time>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** How soon to look again: every 2 s while one of them works. */
export function soonIfRunning(items: Analysis[]): number | null {
  return items.some((analysis) => analysis.status === "running" || analysis.status === "pending") ? 2000 : null;
}
