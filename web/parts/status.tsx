import { Ban, CircleCheck, CircleX, Clock, type IconNode, LoaderCircle, Pause, TriangleAlert } from "lucide";
import type { Analysis } from "../../worker/contract/analysis.ts";
import { Icon } from "./icon.tsx";

interface Look {
  word: string;
  tone: string;
  icon: IconNode;
}

const looks: Record<Analysis["status"], Look> = {
  pending: { word: "Queued", tone: "", icon: Clock },
  running: { word: "Running", tone: "running", icon: LoaderCircle },
  paused: { word: "Paused", tone: "warn", icon: Pause },
  completed: { word: "Done", tone: "ok", icon: CircleCheck },
  failed: { word: "Failed", tone: "error", icon: CircleX },
  cancelled: { word: "Cancelled", tone: "", icon: Ban },
};

/** The state of an analysis: colour, word and icon. A finished one with failed contents is "Done with gaps". */
export function StatusBadge({ analysis }: { analysis: Pick<Analysis, "status" | "progress"> }) {
  const gaps = analysis.status === "completed" && analysis.progress.itemsFailed > 0;
  const look = gaps ? { word: "Done with gaps", tone: "warn", icon: TriangleAlert } : looks[analysis.status];
  return (
    <span class={`badge ${look.tone}`}>
      <Icon of={look.icon} size={12} {...(analysis.status === "running" ? { class: "spin" } : {})} />
      {look.word}
    </span>
  );
}
