import { useEffect, useRef, useState } from "preact/hooks";
import type { ClusterNode } from "../../worker/contract/findings.ts";
import { childrenOf, hueOf, isWithin } from "../cluster-map.ts";
import { plural } from "../format.ts";

interface ClusterPlaneProps {
  nodes: ClusterNode[];
  selected: string | undefined;
  onSelect: (id: string) => void;
}

const smallest = 16;
const largest = 92;
/** A circle this wide has room for words. */
const wideEnough = 48;

/** Base clusters where they lie: what is near is alike. Area by size; those outside of what is chosen step back. */
export function ClusterPlane({ nodes, selected, onSelect }: ClusterPlaneProps) {
  const element = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [active, setActive] = useState(0);
  useEffect(() => {
    const plane = element.current;
    if (plane === null) return;
    const look = (): void => setWidth(plane.clientWidth);
    const watcher = new ResizeObserver(look);
    watcher.observe(plane);
    look();
    return () => watcher.disconnect();
  }, []);
  const leaves = nodes
    .filter((node) => childrenOf(nodes, node.id).length === 0)
    .sort((a, b) => b.size - a.size || (a.id < b.id ? -1 : 1));
  const most = Math.max(1, ...leaves.map(({ size }) => size));
  const scale = width < 640 ? 0.6 : 1;
  const reachable = Math.min(active, Math.max(0, leaves.length - 1));
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const next = reachable + (step ?? 0);
    if (step === undefined || next < 0 || next >= leaves.length) return;
    event.preventDefault();
    setActive(next);
    element.current?.querySelectorAll("button")[next]?.focus();
  };
  return (
    <section class="map" aria-label="Clusters by likeness">
      <div ref={element} class="plane">
        {leaves.map((node, index) => {
          const across = Math.max(smallest, largest * scale * Math.sqrt(node.size / most));
          const chosen = node.id === selected;
          return (
            <button
              key={node.id}
              type="button"
              class="dot"
              tabIndex={index === reachable ? 0 : -1}
              aria-pressed={chosen}
              data-aside={selected !== undefined && !isWithin(nodes, node.id, selected) ? "" : undefined}
              title={`${node.name}, ${plural(node.size, "content")}`}
              style={{
                left: `${node.x * 100}%`,
                top: `${node.y * 100}%`,
                width: `${across}px`,
                height: `${across}px`,
                "--hue": hueOf(nodes, node),
              }}
              onFocus={() => setActive(index)}
              onKeyDown={press}
              onClick={() => onSelect(node.id)}
            >
              <span class={across >= wideEnough ? "dot-words" : "unseen"}>{node.name}</span>
              <span class="unseen">, {plural(node.size, "content")}</span>
            </button>
          );
        })}
      </div>
    </section>
  );
}
