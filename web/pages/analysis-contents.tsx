import { SearchX } from "lucide";
import { useEffect } from "preact/hooks";
import type { Facet } from "../../worker/contract/template.ts";
import { through } from "../answered.ts";
import { api } from "../api.ts";
import { count, facetName } from "../format.ts";
import { settled } from "../live-state.ts";
import { useLoad, usePages } from "../load.ts";
import { Empty } from "../parts/empty.tsx";
import { FilterChips } from "../parts/filter-chips.tsx";
import { More } from "../parts/more.tsx";
import { Panel } from "../parts/panel.tsx";
import { ResultRows } from "../parts/result-rows.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { usePlace } from "../place.ts";
import { chipsOf, type Filter, filterOf, noFilter } from "../result-filter.ts";
import type { TabProps } from "../tab-props.ts";
import { scaleOf, valueWord } from "../tally.ts";

const chipsAtMost = 8;
const columnsAtMost = 3;

/** Every content with what was found in it, filtered by the URL: `?facet=&value=&q=&status=&cluster=&language=&sentiment=&from=&to=&peek=`. */
export default function Contents({ analysis, onList }: TabProps) {
  const { id } = analysis;
  const { query, change, link } = usePlace();
  const filter = filterOf(query);
  const set = Object.keys(filter).length > 0;
  const template = useLoad(`template ${analysis.templateId}`, (signal) => api.template(analysis.templateId, signal));
  const labels = useLoad(`labels ${id}`, (signal) => api.labels(id, signal));
  const pages = usePages(`results ${id} ${settled(analysis)} ${JSON.stringify(filter)}`, (cursor, signal) =>
    api.results(id, { ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const items = pages.data;
  useEffect(() => {
    onList({
      ids: (items ?? []).map((item) => item.contentId),
      results: new Map((items ?? []).map((item) => [item.contentId, item])),
    });
  }, [items, onList]);

  const facets = (template.data?.facets ?? []).filter((facet) => facet.type !== "text" && facet.type !== "list");
  const filterable = facets.filter((facet) => valuesOf(facet, labels.data?.facets[facet.name]).length > 0);
  const facet = filterable.find((one) => one.name === query.facet) ?? filterable[0];
  const values = facet === undefined ? [] : valuesOf(facet, labels.data?.facets[facet.name]);

  return (
    <>
      <div class="filters">
        <div>
          <SearchBox
            label="Search summaries and titles"
            value={query.q ?? ""}
            onSearch={(text) => change({ q: text, peek: undefined }, true)}
          />
          {filterable.length > 1 && (
            <select
              class="input"
              aria-label="Facet"
              value={facet?.name ?? ""}
              onChange={(event) => change({ facet: event.currentTarget.value, value: undefined }, true)}
            >
              {filterable.map((one) => (
                <option key={one.name} value={one.name}>
                  {facetName(one.name)}
                </option>
              ))}
            </select>
          )}
          <select
            class="input"
            aria-label="Status"
            value={query.status ?? ""}
            onChange={(event) => change({ status: event.currentTarget.value }, true)}
          >
            <option value="">Any status</option>
            <option value="done">Done</option>
            <option value="fallback">By the built-in engine</option>
            <option value="failed">Failed</option>
          </select>
          {!settled(analysis) && (
            <>
              <span class="badge info">partial</span>
              <button type="button" class="chip" onClick={pages.reload}>
                Show the newest
              </button>
            </>
          )}
        </div>
        {facet !== undefined && (
          <nav aria-label={`Filter by ${facetName(facet.name)}`}>
            <div class="chips">
              <a
                class="chip"
                href={link({ facet: facet.name, value: undefined, peek: undefined })}
                aria-current={filter.value === undefined ? "true" : undefined}
              >
                All <span class="quiet">{count(through(analysis.progress))}</span>
              </a>
              {shownValues(values, query.value).map((one) => (
                <a
                  key={one.value}
                  class="chip"
                  href={link({
                    facet: facet.name,
                    value: query.value === one.value ? undefined : one.value,
                    peek: undefined,
                  })}
                  aria-current={query.value === one.value ? "true" : undefined}
                >
                  <span
                    class="swatch"
                    style={{ "--hue": one.place < 8 ? `var(--hue-${one.place})` : "var(--hue-other)" }}
                  />
                  {valueWord(facet, one.value)}{" "}
                  {one.count !== undefined && <span class="quiet">{count(one.count)}</span>}
                </a>
              ))}
              {values.length > chipsAtMost && (
                <select
                  class="input"
                  aria-label={`All values of ${facetName(facet.name)}`}
                  value=""
                  onChange={(event) => change({ facet: facet.name, value: event.currentTarget.value })}
                >
                  <option value="">{count(values.length - chipsAtMost)} more</option>
                  {values.slice(chipsAtMost).map((one) => (
                    <option key={one.value} value={one.value}>
                      {valueWord(facet, one.value)} {one.count === undefined ? "" : `(${count(one.count)})`}
                    </option>
                  ))}
                </select>
              )}
            </div>
          </nav>
        )}
        <Chips analysisId={id} filter={filter} />
      </div>
      <div class="card">
        <Panel load={pages} what="the results" lines={12} safe="Nothing is lost: the results are stored.">
          {(list) =>
            list.length > 0 ? (
              <ResultRows
                items={list}
                facets={facets.slice(0, columnsAtMost).map((one) => one.name)}
                link={(peeked) => link({ peek: peeked })}
                open={(peeked) => change({ peek: peeked })}
              />
            ) : set ? (
              <Empty
                icon={SearchX}
                title={inWords(filter)}
                action={
                  <a class="button" href={link(noFilter)}>
                    Clear the filter
                  </a>
                }
              />
            ) : (
              <Empty icon={SearchX} title="No results yet">
                The first ones appear as soon as a batch is read.
              </Empty>
            )
          }
        </Panel>
        {items !== undefined && <More pages={pages} of={set ? undefined : through(analysis.progress)} noun="content" />}
      </div>
    </>
  );
}

interface Value {
  value: string;
  count: number | undefined;
  /** Its rank; the colour stays with it under any filter. */
  place: number;
}

/** Values to filter by: the labels with their counts; for a closed list its choices where nothing was counted. */
function valuesOf(facet: Facet, labels: { label: string; count: number }[] | undefined): Value[] {
  if (labels !== undefined && labels.length > 0) {
    return [...labels]
      .filter((label) => label.count > 0)
      .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
      .map((label, place) => ({ value: label.label, count: label.count, place }));
  }
  if (facet.type === "score") return scoreValues(facet);
  if (facet.type === "boolean") return ["true", "false"].map((value, place) => ({ value, count: undefined, place }));
  return (facet.choices ?? []).map((value, place) => ({ value, count: undefined, place }));
}

/** The steps of a scale, where it has few enough to choose from. */
function scoreValues(facet: Facet): Value[] {
  const { min, max } = scaleOf(facet);
  if (!Number.isInteger(min) || !Number.isInteger(max) || max - min > 10) return [];
  return Array.from({ length: max - min + 1 }, (_, place) => ({
    value: String(min + place),
    count: undefined,
    place,
  }));
}

/** The first values, and the chosen one wherever it ranks. */
function shownValues(values: Value[], chosen: string | undefined): Value[] {
  const first = values.slice(0, chipsAtMost);
  const other = values.slice(chipsAtMost).find((one) => one.value === chosen);
  return other === undefined ? first : [...first, other];
}

function inWords(filter: Filter): string {
  return `Nothing matches ${chipsOf(filter)
    .map(({ words }) => words)
    .join(" and ")}`;
}

/** Every filter in force, those that have no other place on this page among them. */
function Chips({ analysisId, filter }: { analysisId: string; filter: Filter }) {
  const clusters = useLoad(filter.cluster === undefined ? null : `clusters ${analysisId}`, (signal) =>
    api.clusters(analysisId, signal),
  );
  const node = clusters.data?.nodes.find((one) => one.id === filter.cluster);
  return <FilterChips filter={filter} clusterName={node?.name} />;
}
