import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { ClusterNode } from "../../worker/contract/findings.ts";
import { headHeight, layTiles, leastName, type Tile, tileToward, wordsIn } from "../cluster-map.ts";
import { compact, plural } from "../format.ts";

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
  /** What is chosen is let go, by Esc; absent where nothing is. */
  onUp?: (() => void) | undefined;
}

const arrows = new Map([
  ["ArrowLeft", "left"],
  ["ArrowRight", "right"],
  ["ArrowUp", "up"],
  ["ArrowDown", "down"],
] as const);

/**
 * Clusters as tiles, area by size. Tiles are buttons: one is in the tab order, arrow keys move between them, Enter goes into
 * one, Esc out of it. The focus goes along.
 */
export function Treemap(props: TreemapProps) {
  const { nodes, parentId, label = "Clusters by size", selected, onDrill, onOpen, onUp } = props;
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

  /** Where one was when a tile was pressed; undefined where none was. */
  const from = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    const left = from.current;
    from.current = undefined;
    if (left === undefined || left === parentId) return;
    // Into a group: its first tile. Out of it: the tile of the group that was left.
    const next = Math.max(
      0,
      tiles.findIndex(({ node }) => node.id === left),
    );
    setActive(next);
    element.current?.querySelectorAll("button")[next]?.focus();
  }, [parentId, selected]);

  const press = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && onUp !== undefined) {
      event.preventDefault();
      from.current = parentId;
      onUp();
    }
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
            onClick={() => {
              from.current = parentId;
              if (hasChildren.has(tile.node.id)) onDrill(tile.node.id);
              else onOpen(tile.node.id);
            }}
          >
            <Words tile={tile} measure={measure} />
          </button>
        ))}
      </div>
    </section>
  );
}

/** The name above its count, as much of it as there is room for; in full it stands in the title and for screen readers. */
function Words({ tile, measure }: { tile: Tile; measure: (text: string) => number }) {
  const { name, size } = tile.node;
  const number = compact(size);
  const room = tile.width - 10;
  const { way, top, lines } = wordsIn(tile, measure(name), measure(number));
  if (way === "nothing") {
    return (
      <span class="unseen">
        {name} {number}
      </span>
    );
  }
  if (way === "line" || way === "upright") {
    const counted = way === "upright" || room - measure(number) >= leastName;
    return (
      <span class={`inside tile-line ${way}`} style={top === undefined ? {} : { top: `${top}px` }}>
        <b class="clip">{name}</b> <span class={counted ? "" : "unseen"}>{number}</span>
      </span>
    );
  }
  return (
    <span class="inside tile-words">
      <b class={lines === 1 ? "clip" : "cut"} style={{ "--lines": String(lines) }}>
        {lines === 1 ? name : words(name, (word) => measure(word) > room)}
      </b>{" "}
      <span>{number}</span>
    </span>
  );
}

/** A word that is wider than its tile is cut by itself: the next ones still begin lines of their own. */
function words(name: string, tooWide: (word: string) => boolean): ComponentChildren {
  const all = name.split(/(\s+)/);
  return all.some(tooWide)
    ? all.map((word, place) =>
        tooWide(word) ? (
          <span key={place} class="clip">
            {word}
          </span>
        ) : (
          word
        ),
      )
    : name;
}

function textWidth(): (text: string) => number {
  const context = document.createElement("canvas").getContext("2d");
  if (context !== null) context.font = "600 12px system-ui, sans-serif";
  return (text) => (context === null ? text.length * 7 : context.measureText(text).width);
}
