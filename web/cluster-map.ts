import { hierarchy, treemap, treemapSquarify } from "d3-hierarchy";
import type { ClusterNode } from "../worker/contract/findings.ts";

export interface Tile {
  node: ClusterNode;
  /** A group with its children inside, the strip that names a group, or a cluster alone. */
  kind: "group" | "leaf";
  hue: string;
  left: number;
  top: number;
  width: number;
  height: number;
}

export const headHeight = 22;

/** Children of a node; of null the roots. Largest first, so that a colour follows a rank. */
export function childrenOf(nodes: ClusterNode[], parentId: string | null): ClusterNode[] {
  const known = new Set(nodes.map((node) => node.id));
  return nodes
    .filter((node) => (node.parentId !== null && known.has(node.parentId) ? node.parentId : null) === parentId)
    .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
}

/** From the root down to a node, for the breadcrumb; an unknown id gives none. */
export function pathTo(nodes: ClusterNode[], id: string | undefined): ClusterNode[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const path: ClusterNode[] = [];
  for (
    let node = byId.get(id ?? "");
    node !== undefined && !path.includes(node);
    node = byId.get(node.parentId ?? "")
  ) {
    path.unshift(node);
  }
  return path;
}

/** Whether a node is another or lies beneath it. */
export function isWithin(nodes: ClusterNode[], id: string, outer: string): boolean {
  return pathTo(nodes, id).some((node) => node.id === outer);
}

/** The nodes with what of their contents passes a filter; those with nothing left are gone. */
export function withCounts(nodes: ClusterNode[], counts: Map<string, number>): ClusterNode[] {
  const sizes = new Map<string, number>();
  for (const [id, size] of counts) {
    for (const node of pathTo(nodes, id)) sizes.set(node.id, (sizes.get(node.id) ?? 0) + size);
  }
  return nodes.flatMap((node) => {
    const size = sizes.get(node.id) ?? 0;
    return size > 0 ? [{ ...node, size }] : [];
  });
}

/** A top cluster keeps its colour in every view: the hue goes by its rank among the roots. */
export function hueOf(nodes: ClusterNode[], node: ClusterNode): string {
  const root = pathTo(nodes, node.id)[0] ?? node;
  const rank = childrenOf(nodes, null).indexOf(root);
  return rank >= 0 && rank < 8 ? `var(--hue-${rank})` : "var(--hue-other)";
}

interface Branch {
  node: ClusterNode | null;
  children: Branch[];
}

/**
 * Places the children of a node, and theirs where there is room, in a rectangle.
 * @param deep whether to show two levels
 */
export function layTiles(
  nodes: ClusterNode[],
  parentId: string | null,
  width: number,
  height: number,
  deep: boolean,
): Tile[] {
  const branch = (node: ClusterNode, depth: number): Branch => ({
    node,
    children: depth > 0 ? childrenOf(nodes, node.id).map((child) => branch(child, depth - 1)) : [],
  });
  const root: Branch = { node: null, children: childrenOf(nodes, parentId).map((node) => branch(node, deep ? 1 : 0)) };
  const tree = hierarchy(root, (one) => one.children)
    .sum((one) => (one.children.length === 0 ? Math.max(1, one.node?.size ?? 0) : 0))
    .sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const layout = treemap<Branch>()
    .size([width, height])
    .tile(treemapSquarify.ratio(1.3))
    .paddingInner(2)
    .paddingOuter((one) => (one.depth === 0 ? 3 : 0))
    .paddingTop((one) => (one.depth === 0 ? 3 : one.children ? headHeight : 0))
    .round(true)(tree);
  return layout.descendants().flatMap((place) => {
    const { node } = place.data;
    if (node === null) return [];
    return [
      {
        node,
        kind: place.children ? ("group" as const) : ("leaf" as const),
        hue: hueOf(nodes, node),
        left: place.x0,
        top: place.y0,
        width: place.x1 - place.x0,
        height: place.y1 - place.y0,
      },
    ];
  });
}

/** Less room than this holds nothing of a name: two letters and the dots. */
export const leastName = 26;
/** With less than this a name is cut so short that it had better run down, where the tile is tall. */
const fairName = 40;
const lineHeight = 16;

export interface TileWords {
  /** Name above count; both in one line; both in one line that runs down; nothing that can be seen. */
  way: "stacked" | "line" | "upright" | "nothing";
  /** Where the one line begins, where that is not as in every tile. */
  top?: number;
  /** Lines of the name. */
  lines: number;
}

/** How name and count of a tile are written. @param name @param number their widths, in pixels */
export function wordsIn(tile: Pick<Tile, "kind" | "width" | "height">, name: number, number: number): TileWords {
  const room = tile.width - 10;
  if (tile.kind === "group") return { way: room < leastName ? "nothing" : "line", lines: 1 };
  const tall = tile.width >= 20 && tile.height - 8 >= fairName + number;
  if (room < Math.min(fairName, name) && tall) return { way: "upright", lines: 1 };
  if (room < Math.min(leastName, name)) return { way: "nothing", lines: 0 };
  const lines = Math.floor((tile.height - 8) / lineHeight);
  if (lines >= 2) return { way: "stacked", lines: lines - 1 };
  if (tile.height < 14) return { way: "nothing", lines: 0 };
  return { way: "line", lines: 1, top: Math.max(-1, Math.min(4, (tile.height - lineHeight) / 2)) };
}

/** The tile next to one in a direction: the nearest whose centre lies that way. -1 where there is none. */
export function tileToward(tiles: Tile[], from: number, direction: "left" | "right" | "up" | "down"): number {
  const start = tiles[from];
  if (start === undefined) return -1;
  const here = { x: start.left + start.width / 2, y: start.top + Math.min(start.height, headHeight) / 2 };
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, tile] of tiles.entries()) {
    const x = tile.left + tile.width / 2 - here.x;
    const y = tile.top + Math.min(tile.height, headHeight) / 2 - here.y;
    const along = { left: -x, right: x, up: -y, down: y }[direction];
    const aside = direction === "left" || direction === "right" ? Math.abs(y) : Math.abs(x);
    const distance = along + aside * 2;
    if (index !== from && along > 0 && distance < least) {
      best = index;
      least = distance;
    }
  }
  return best;
}
