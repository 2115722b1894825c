import type { ClusterNode } from "../../worker/contract/findings.ts";
import { childrenOf, hueOf } from "../cluster-map.ts";
import { count, share } from "../format.ts";

interface ClusterTableProps {
  nodes: ClusterNode[];
  parentId: string | null;
  total: number;
  selected: string | undefined;
  address: (clusterId: string) => string;
}

/** The same clusters as rows: the map's equal for whoever reads better than they look. */
export function ClusterTable({ nodes, parentId, total, selected, address }: ClusterTableProps) {
  const rows: { node: ClusterNode; depth: number }[] = [];
  const add = (id: string | null, depth: number): void => {
    for (const node of childrenOf(nodes, id)) {
      rows.push({ node, depth });
      if (depth < 8) add(node.id, depth + 1);
    }
  };
  add(parentId, 0);
  return (
    <div class="card">
      <table class="table fixed">
        <thead>
          <tr>
            <th class="lead-most">Cluster</th>
            <th class="wide">Description</th>
            <th class="number" style={{ width: "90px" }}>
              Contents
            </th>
            <th class="wide number" style={{ width: "80px" }}>
              Share
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ node, depth }) => (
            <tr key={node.id} class={`row ${node.id === selected ? "current" : ""}`}>
              <td>
                <div class="main-cell indent" style={{ "--depth": String(depth) }}>
                  <a
                    class="clip"
                    href={address(node.id)}
                    title={node.name}
                    aria-current={node.id === selected ? "true" : undefined}
                  >
                    <span class="swatch inline" style={{ "--hue": hueOf(nodes, node) }} />
                    {depth === 0 ? <b>{node.name}</b> : node.name}
                  </a>
                  <span class="second wrap">{node.description}</span>
                </div>
              </td>
              <td class="wide wrap">{node.description}</td>
              <td class="number">{count(node.size)}</td>
              <td class="wide number">{share(node.size, total)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
