import { facetName, plural } from "../format.ts";
import type { LabelNodes } from "../label-map.ts";
import { usePlace } from "../place.ts";
import { Treemap } from "./treemap.tsx";

/** The labels found so far as a map that grows while contents are read; clusters take its place when all are read. */
export function LabelMap({ analysisId, found: { facet, nodes } }: { analysisId: string; found: LabelNodes }) {
  const { go } = usePlace();
  const open = (value: string): void => go(`/analyses/${analysisId}/contents?${new URLSearchParams({ facet, value })}`);
  return (
    <div class="stack">
      <p class="small quiet">
        {facetName(facet)} so far: {plural(nodes.length, "label")}, the more contents the larger.{" "}
        <span class="badge info">partial</span> Clusters by meaning take their place once all contents are read.
      </p>
      <Treemap nodes={nodes} parentId={null} label="Labels by size" onDrill={open} onOpen={open} />
    </div>
  );
}
