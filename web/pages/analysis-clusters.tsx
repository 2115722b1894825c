import { LayoutGrid, Table2 } from "lucide";
import { api } from "../api.ts";
import { childrenOf, pathTo } from "../cluster-map.ts";
import { count, plural, share } from "../format.ts";
import { settled } from "../live-state.ts";
import { useLoad } from "../load.ts";
import { ClusterTable } from "../parts/cluster-table.tsx";
import { Empty } from "../parts/empty.tsx";
import { Icon } from "../parts/icon.tsx";
import { Panel } from "../parts/panel.tsx";
import { Treemap } from "../parts/treemap.tsx";
import { usePlace } from "../place.ts";
import type { TabProps } from "../tab-props.ts";

/** Contents grouped by meaning: a map, and a table that says the same. `?in=` is the cluster one has gone into. */
export default function Clusters({ analysis }: TabProps) {
  const { id } = analysis;
  const { query, link, change, go } = usePlace();
  const load = useLoad(
    `clusters ${id}`,
    (signal) => api.clusters(id, signal),
    () => (settled(analysis) ? null : 5000),
  );
  const asTable = query.view === "table";
  const open = (clusterId: string): void =>
    go(`/analyses/${id}/contents?${new URLSearchParams({ cluster: clusterId })}`);

  return (
    <Panel load={load} what="the clusters" lines={10}>
      {({ nodes, hidden, method }) => {
        if (nodes.length === 0) {
          return (
            <div class="card">
              <Empty icon={LayoutGrid} title={settled(analysis) ? "No clusters" : "No clusters yet"}>
                {settled(analysis)
                  ? analysis.options.cluster
                    ? `Nothing formed a group of ${count(analysis.options.minClusterSize)} or more. ${hidden.reason}`
                    : "This analysis was started without clusters."
                  : "Contents are grouped by meaning once all of them are read."}
              </Empty>
            </div>
          );
        }
        const path = pathTo(nodes, query.in);
        const inside = path.at(-1);
        const leaves = nodes.filter((node) => childrenOf(nodes, node.id).length === 0).length;
        return (
          <>
            <div class="actions">
              <nav aria-label="Where in the clusters" style={{ flex: "1 1 240px", minWidth: "0" }}>
                <ol class="crumbs wrap">
                  <li>
                    {inside === undefined ? (
                      <span aria-current="page">All contents</span>
                    ) : (
                      <a href={link({ in: undefined })}>All contents</a>
                    )}
                  </li>
                  {path.map((node) => (
                    <li key={node.id}>
                      <span aria-hidden="true">/</span>
                      {node === inside ? (
                        <span class="clip" aria-current="page">
                          {node.name}
                        </span>
                      ) : (
                        <a class="clip" href={link({ in: node.id })}>
                          {node.name}
                        </a>
                      )}
                    </li>
                  ))}
                  <li>
                    · {inside === undefined ? plural(leaves, "cluster") : plural(inside.size, "content")}
                    {!settled(analysis) && <span class="badge info">partial</span>}
                  </li>
                </ol>
              </nav>
              {inside !== undefined && (
                <button type="button" class="button" onClick={() => open(inside.id)}>
                  Show its contents
                </button>
              )}
              <nav class="segmented" aria-label="Map or table">
                <a href={link({ view: undefined })} aria-current={asTable ? undefined : "true"}>
                  <Icon of={LayoutGrid} size={14} />
                  Map
                </a>
                <a href={link({ view: "table" })} aria-current={asTable ? "true" : undefined}>
                  <Icon of={Table2} size={14} />
                  Table
                </a>
              </nav>
            </div>
            {inside?.description && <p class="quiet">{inside.description}</p>}
            {asTable ? (
              <ClusterTable
                nodes={nodes}
                parentId={inside?.id ?? null}
                total={analysis.progress.itemsTotal}
                address={(clusterId) => `/analyses/${id}/contents?${new URLSearchParams({ cluster: clusterId })}`}
              />
            ) : (
              <Treemap
                nodes={nodes}
                parentId={inside?.id ?? null}
                onDrill={(clusterId) => change({ in: clusterId })}
                onOpen={open}
              />
            )}
            <p class="small quiet">
              {hidden.items > 0 &&
                `${plural(hidden.items, "content")} (${share(hidden.items, analysis.progress.itemsTotal)}) in ${plural(hidden.clusters, "smaller cluster")} are not shown: ${hidden.reason} `}
              {method}
            </p>
          </>
        );
      }}
    </Panel>
  );
}
