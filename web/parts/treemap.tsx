import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ClusterNode } from "../../worker/contract/findings.ts";
import { headHeight, layTiles, type Tile, tileToward } from "../cluster-map.ts";
import { compact, count, plural } from "../format.ts";

interface TreemapProps {
  nodes: ClusterNode[];
  parentId: string | null;
  /** What the map shows; clusters where nothing else is said. */
  label?: string;
  /** The cluster that is chosen. */
  selected?: string | undefined;
  /** A cluster with children was chosen. */
  onDrill: (id: string) => void;
  /** A cluster without children was chosen. */
  onOpen: (id: string) => void;
}

const arrows = new Map([
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
] as const);

/** Clusters as tiles, area by size. Tiles are buttons: one is in the tab order, arrow keys move between them. */
export function Treemap({ nodes, parentId, label = "Clusters by size", selected, onDrill, onOpen }: TreemapProps) {
  const element = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState({ width: 0, height: 0 });
  const [active, setActive] = useState(0);
  useEffect(() => {
    const map = element.current;
    if (map === null) return;
    const look = (): void => setSize({ width: map.clientWidth, height: map.clientHeight });
    const watcher = new ResizeObserver(look);
    watcher.observe(map);
    look();
    return () => watcher.disconnect();
  }, []);
  const deep = size.width >= 640;
  const tiles = useMemo(
    () => (size.width === 0 ? [] : layTiles(nodes, parentId, size.width, size.height, deep)),
    [nodes, parentId, size, deep],
  );
  const measure = useMemo(textWidth, []);
  const hasChildren = useMemo(() => new Set(nodes.map((node) => node.parentId)), [nodes]);
  const reachable = Math.min(active, Math.max(0, tiles.length - 1));

  const press = (event: KeyboardEvent): void => {
    for (const [key, direction] of arrows) {
      if (event.key !== key) continue;
      event.preventDefault();
      const next = tileToward(tiles, reachable, direction);
      if (next < 0) return;
      setActive(next);
      element.current?.querySelectorAll("button")[next]?.focus();
    }
  };

  return (
    <section class="map" aria-label={label}>
      <div ref={element} class="tiles">
        {tiles.map((tile, index) => (
          <button
            key={tile.node.id}
            type="button"
            class={`tile ${tile.kind === "group" ? "head" : ""}`}
            tabIndex={index === reachable ? 0 : -1}
            aria-pressed={selected === undefined ? undefined : tile.node.id === selected}
            title={`${tile.node.name}, ${plural(tile.node.size, "content")}`}
            style={{
              left: `${tile.left}px`,
              top: `${tile.top}px`,
              width: `${tile.width}px`,
              height: `${tile.kind === "group" ? headHeight - 2 : tile.height}px`,
              "--hue": tile.hue,
            }}
            onFocus={() => setActive(index)}
            onKeyDown={press}
            onClick={() => (hasChildren.has(tile.node.id) ? onDrill(tile.node.id) : onOpen(tile.node.id))}
          >
            <Words tile={tile} measure={measure} />
          </button>
        ))}
      </div>
    </section>
  );
}

/** Name and count where they fit; where a word is too wide the count and the clipped name, in full for screen readers. */
function Words({ tile, measure }: { tile: Tile; measure: (text: string) => number }) {
  const room = tile.width - 10;
  const { name, size } = tile.node;
  const widest = Math.max(...name.split(/\s+/).map(measure));
  if (tile.kind === "group") {
    return (
      <span class="inside clip">
        <b>{name}</b> {compact(size)}
      </span>
    );
  }
  const lines = Math.floor((tile.height - 8) / 16);
  const needed = Math.ceil((measure(name) * 1.15) / Math.max(1, room));
  if (widest > room || lines < 1) {
    const inOneLine = lines < 2;
    const drawn =
      tile.height < 14 || tile.width < 18 ? "unseen" : inOneLine ? "inside tile-cut line" : "inside tile-cut";
    return (
      <span class={drawn} style={lines < 1 ? { top: `${Math.max(-1, (tile.height - 16) / 2)}px` } : {}}>
        <span>{compact(size)}</span>
        <b class={room < (inOneLine ? 56 : 40) ? "unseen" : "clip"}>{name}</b>
      </span>
    );
  }
  return (
    <span
      class={needed >= lines ? "inside tile-words cut" : "inside tile-words"}
      style={{ "--lines": String(Math.max(1, lines - 1)) }}
    >
      <b>{name}</b>
      {needed < lines && <span>{count(size)}</span>}
    </span>
  );
}

function textWidth(): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = "600 12px system-ui, sans-serif";
  return (text) => (context === null ? text.length * 7 : context.measureText(text).width);
}
