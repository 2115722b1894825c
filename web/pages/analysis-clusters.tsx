import { LayoutGrid, ScatterChart, Table2 } from "lucide";
import { useEffect } from "preact/hooks";
import type { ClusterNode } from "../../worker/contract/findings.ts";
import { api } from "../api.ts";
import { childrenOf, pathTo, withCounts } from "../cluster-map.ts";
import { count, plural } from "../format.ts";
import { labelNodes } from "../label-map.ts";
import { settled } from "../live-state.ts";
import { useLast, useLoad, usePages } from "../load.ts";
import { Breakdowns } from "../parts/breakdowns.tsx";
import { ClusterPlane } from "../parts/cluster-plane.tsx";
import { ClusterTable } from "../parts/cluster-table.tsx";
import { Empty } from "../parts/empty.tsx";
import { ExplorerFacts, NameAudit } from "../parts/explorer-facts.tsx";
import { FilterChips } from "../parts/filter-chips.tsx";
import { Icon } from "../parts/icon.tsx";
import { LabelMap } from "../parts/label-map.tsx";
import { More } from "../parts/more.tsx";
import { Panel } from "../parts/panel.tsx";
import { ResultRows } from "../parts/result-rows.tsx";
import { SearchBox } from "../parts/search-box.tsx";
import { Treemap } from "../parts/treemap.tsx";
import { usePlace } from "../place.ts";
import { type Filter, filterOf } from "../result-filter.ts";
import type { TabProps } from "../tab-props.ts";

const views = [
  { name: undefined, word: "Treemap", icon: LayoutGrid },
  { name: "map", word: "Map", icon: ScatterChart },
  { name: "table", word: "Table", icon: Table2 },
];
const columnsAtMost = 3;

/**
 * Contents grouped by meaning, as a treemap, a map of likeness or a table. One choice (`?cluster=`) and one filter hold
 * for all three, for how they split and for the contents beneath; all of it stands in the address.
 */
export default function Clusters({ analysis, watch, onList }: TabProps) {
  const { id } = analysis;
  const { query } = usePlace();
  const filter = filterOf(query);
  const load = useLoad(
    `clusters ${id}`,
    (signal) => api.clusters(id, signal),
    () => (settled(analysis) ? null : 5000),
  );
  const { cluster: _, ...others } = filter;
  const narrowed = Object.keys(others).length > 0;
  const counts = useLast(
    useLoad(narrowed ? `breakdown ${id} cluster ${JSON.stringify(others)}` : null, (signal) =>
      api.breakdown(id, { ...others, by: "cluster" }, signal),
    ),
  );

  return (
    <Panel load={load} what="the clusters" lines={10}>
      {(reply) => {
        const { nodes, hidden } = reply;
        if (nodes.length === 0) {
          const found = settled(analysis) ? null : labelNodes(watch.state.value?.labels ?? new Map());
          if (found !== null) return <LabelMap analysisId={id} found={found} />;
          return (
            <div class="card">
              <Empty icon={LayoutGrid} title={settled(analysis) ? "No clusters" : "No clusters yet"}>
                {settled(analysis)
                  ? analysis.options.cluster
                    ? `No group of ${count(analysis.options.minClusterSize)} or more contents can be shown. ${hidden.reason}`
                    : "This analysis was started without clusters."
                  : "Contents are grouped by meaning once all of them are read."}
              </Empty>
            </div>
          );
        }
        const rows = counts.data?.rows ?? [];
        const passing = new Map(rows.flatMap(({ value, count: size }) => (value === null ? [] : [[value, size]])));
        const shown = narrowed && counts.data !== undefined ? withCounts(nodes, passing) : nodes;
        const selected = nodes.find((node) => node.id === filter.cluster);
        return (
          <div class="stack explorer">
            <Head nodes={nodes} selected={selected} partial={!settled(analysis)} />
            <FilterChips filter={filter} clusterName={selected?.name} />
            <Picture nodes={nodes} shown={shown} selected={selected} total={analysis.progress.itemsTotal} />
            {/* Beneath: what is chosen from must not move away under whoever chooses. */}
            {selected?.description && <p class="quiet">{selected.description}</p>}
            {selected !== undefined && <NameAudit node={selected} />}
            <ExplorerFacts reply={reply} total={analysis.progress.itemsTotal} />
            <Chosen analysis={analysis} watch={watch} onList={onList} filter={filter} />
          </div>
        );
      }}
    </Panel>
  );
}

/** Where one is, what is searched for, and as what it is seen. */
function Head(props: { nodes: ClusterNode[]; selected: ClusterNode | undefined; partial: boolean }) {
  const { nodes, selected, partial } = props;
  const { query, link, change } = usePlace();
  const path = pathTo(nodes, selected?.id);
  const leaves = nodes.filter((node) => childrenOf(nodes, node.id).length === 0).length;
  return (
    <div class="actions">
      <nav aria-label="Where in the clusters" style={{ flex: "1 1 240px", minWidth: "0" }}>
        <ol class="crumbs wrap">
          <li>
            {selected === undefined ? (
              <span aria-current="page">All contents</span>
            ) : (
              <a href={link({ cluster: undefined, peek: undefined })}>All contents</a>
            )}
          </li>
          {path.map((node) => (
            <li key={node.id}>
              <span aria-hidden="true">/</span>
              {node === selected ? (
                <span class="clip" aria-current="page">
                  {node.name}
                </span>
              ) : (
                <a class="clip" href={link({ cluster: node.id, peek: undefined })}>
                  {node.name}
                </a>
              )}
            </li>
          ))}
          <li>
            · {selected === undefined ? plural(leaves, "cluster") : plural(selected.size, "content")}
            {partial && <span class="badge info">partial</span>}
          </li>
        </ol>
      </nav>
      <SearchBox
        label="Search summaries and titles"
        value={query.q ?? ""}
        onSearch={(text) => change({ q: text, peek: undefined }, true)}
      />
      <select
        class="input"
        aria-label="Status"
        value={query.status ?? ""}
        onChange={(event) => change({ status: event.currentTarget.value, peek: undefined }, true)}
      >
        <option value="">Any status</option>
        <option value="done">Done</option>
        <option value="fallback">By the built-in engine</option>
        <option value="failed">Failed</option>
      </select>
      <nav class="segmented" aria-label="Treemap, map or table">
        {views.map(({ name, word, icon }) => (
          <a key={word} href={link({ view: name })} aria-current={query.view === name ? "true" : undefined}>
            <Icon of={icon} size={14} />
            {word}
          </a>
        ))}
      </nav>
    </div>
  );
}

interface PictureProps {
  nodes: ClusterNode[];
  /** Those with contents that pass the filter, and how many. */
  shown: ClusterNode[];
  selected: ClusterNode | undefined;
  total: number;
}

function Picture({ nodes, shown, selected, total }: PictureProps) {
  const { query, link, change } = usePlace();
  /** Chosen again it is let go: what holds it is chosen instead. */
  const select = (id: string): void =>
    change({ cluster: id === selected?.id ? (selected.parentId ?? undefined) : id, peek: undefined });
  if (shown.length === 0) {
    return (
      <div class="card">
        <Empty icon={LayoutGrid} title="No cluster holds such contents">
          Take a filter away to see more.
        </Empty>
      </div>
    );
  }
  if (query.view === "map") return <ClusterPlane nodes={shown} selected={selected?.id} onSelect={select} />;
  if (query.view === "table") {
    return (
      <ClusterTable
        nodes={shown}
        parentId={null}
        total={total}
        selected={selected?.id}
        address={(clusterId) => link({ cluster: clusterId, peek: undefined })}
      />
    );
  }
  // One goes into a group; a cluster without children is shown among its like.
  const isGroup = selected !== undefined && childrenOf(nodes, selected.id).length > 0;
  const inside = selected === undefined || isGroup ? (selected?.id ?? null) : selected.parentId;
  return (
    <Treemap
      nodes={shown}
      parentId={inside}
      selected={selected?.id}
      onDrill={select}
      onOpen={select}
      onUp={selected && (() => select(selected.id))}
    />
  );
}

/** How what is chosen splits, and its contents. */
function Chosen({ analysis, onList, filter }: TabProps & { filter: Filter }) {
  const { id } = analysis;
  const { link, change } = usePlace();
  const template = useLoad(`template ${analysis.templateId}`, (signal) => api.template(analysis.templateId, signal));
  const version = String(settled(analysis));
  const pages = usePages(`results ${id} ${version} ${JSON.stringify(filter)}`, (cursor, signal) =>
    api.results(id, { ...filter, limit: 50, ...(cursor === undefined ? {} : { cursor }) }, signal),
  );
  const items = pages.data;
  useEffect(() => {
    onList({
      ids: (items ?? []).map((item) => item.contentId),
      results: new Map((items ?? []).map((item) => [item.contentId, item])),
    });
  }, [items, onList]);
  const facets = (template.data?.facets ?? []).filter(({ type }) => type !== "text");
  return (
    <>
      <Breakdowns analysisId={id} filter={filter} facets={facets} version={version} />
      <section class="card" aria-label="Contents of what is chosen">
        <Panel load={pages} what="the results" lines={8} safe="Nothing is lost: the results are stored.">
          {(list) =>
            list.length === 0 ? (
              <Empty icon={Table2} title="No content passes these filters" />
            ) : (
              <ResultRows
                items={list}
                facets={facets
                  .filter(({ type }) => type !== "list")
                  .slice(0, columnsAtMost)
                  .map(({ name }) => name)}
                link={(peeked) => link({ peek: peeked })}
                open={(peeked) => change({ peek: peeked })}
              />
            )
          }
        </Panel>
        {items !== undefined && <More pages={pages} noun="content" />}
      </section>
    </>
  );
}
