import type { Breakdown } from "../../worker/contract/breakdown.ts";
import type { Facet } from "../../worker/contract/template.ts";
import { api } from "../api.ts";
import { dateOnly, facetName, language, plural } from "../format.ts";
import { useLast, useLoad } from "../load.ts";
import { usePlace } from "../place.ts";
import { daysOf, type Filter } from "../result-filter.ts";
import { Bars } from "./bars.tsx";
import { Panel } from "./panel.tsx";

interface BreakdownsProps {
  analysisId: string;
  filter: Filter;
  facets: Facet[];
  /** Changes when there may be new results. */
  version: string;
}

type By = "facet" | "time" | "language" | "sentiment";
const shown = 8;

/** How what is chosen splits: by a facet, over time, by language and sentiment. Each row is a filter. */
export function Breakdowns({ analysisId, filter, facets, version }: BreakdownsProps) {
  const { query, change } = usePlace();
  const facet = facets.find(({ name }) => name === (query.by ?? query.facet)) ?? facets[0];
  const card = { analysisId, filter, version };
  return (
    <div class="breakdowns">
      {facet !== undefined && (
        <Card {...card} by="facet" of={facet.name} title={facetName(facet.name)}>
          {facets.length > 1 && (
            <select
              class="input"
              aria-label="Break down by"
              value={facet.name}
              onChange={(event) => change({ by: event.currentTarget.value }, true)}
            >
              {facets.map(({ name }) => (
                <option key={name} value={name}>
                  {facetName(name)}
                </option>
              ))}
            </select>
          )}
        </Card>
      )}
      <Card {...card} by="time" title="Over time" />
      <Card {...card} by="language" title="Language" />
      <Card {...card} by="sentiment" title="Sentiment" />
    </div>
  );
}

interface CardProps {
  analysisId: string;
  filter: Filter;
  version: string;
  by: By;
  of?: string;
  title: string;
  children?: preact.ComponentChildren;
}

function Card({ analysisId, filter, version, by, of, title, children }: CardProps) {
  const { link } = usePlace();
  const load = useLast(
    useLoad(`breakdown ${analysisId} ${version} ${by} ${of} ${JSON.stringify(filter)}`, (signal) =>
      api.breakdown(analysisId, { ...filter, by, ...(of === undefined ? {} : { of }) }, signal),
    ),
  );
  return (
    <section class="card" aria-label={`By ${title.toLowerCase()}`}>
      <div class="card-head">
        <h2>{title}</h2>
        {children}
      </div>
      <Panel load={load} what={`counts by ${title.toLowerCase()}`} lines={4}>
        {(found) => {
          const valued = found.rows.filter(({ value }) => value !== null);
          const without = found.rows.find(({ value }) => value === null)?.count ?? 0;
          if (valued.length === 0) {
            return (
              <p class="card-body quiet small">
                {by === "time" && found.total > 0
                  ? "None of these contents says when it happened."
                  : "Nothing to count."}
              </p>
            );
          }
          // Times are read in their order; where there are many the latest count.
          const rows = by === "time" ? valued.slice(-26) : valued.slice(0, shown);
          const left = valued.length - rows.length + found.left;
          return (
            <>
              <Bars
                total={found.total}
                rows={rows.map(({ value, count }) => ({
                  label: labelOf(found, value ?? ""),
                  count,
                  href: link({ ...changesFor(found, value ?? "", filter), peek: undefined }),
                }))}
              />
              {(left > 0 || without > 0) && (
                <p class="card-body quiet small">
                  {left > 0 &&
                    `${plural(left, by === "time" ? `earlier ${found.unit ?? "day"}` : "more value")} not shown. `}
                  {without > 0 && `${plural(without, "content")} without one.`}
                </p>
              )}
            </>
          );
        }}
      </Panel>
    </section>
  );
}

function labelOf({ by, unit }: Breakdown, value: string): string {
  if (by === "language") return language(value);
  if (by !== "time") return value === "true" ? "Yes" : value === "false" ? "No" : value;
  if (unit === "month") return value;
  return unit === "week" ? `Week of ${dateOnly(value)}` : dateOnly(value);
}

/** A click on a row chooses it, another lets it go. */
function changesFor({ by, of, unit }: Breakdown, value: string, filter: Filter): Record<string, string | undefined> {
  if (by === "facet") {
    const chosen = filter.facet === of && filter.value === value;
    return { facet: chosen ? undefined : (of ?? undefined), value: chosen ? undefined : value };
  }
  if (by === "time") {
    const days = daysOf(value, unit ?? "day");
    const chosen = filter.from === days.from && filter.to === days.to;
    return chosen ? { from: undefined, to: undefined } : days;
  }
  if (by === "language") return { language: filter.language === value ? undefined : value };
  return { sentiment: filter.sentiment === value ? undefined : value };
}
