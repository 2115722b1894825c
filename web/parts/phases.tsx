import { Check, LoaderCircle } from "lucide";
import type { Phase, Progress, Status } from "../../worker/contract/analysis.ts";
import { Icon } from "./icon.tsx";

const phases: Phase[] = ["discovery", "classification", "reconciliation", "clustering", "insights", "summary"];

/** How far one phase is, from 0 to 1. Only the phases that read contents have fractions of their own. */
export function phaseShare(phase: Phase, progress: Progress, status: Status): number {
  const now = phases.indexOf(progress.phase);
  const at = phases.indexOf(phase);
  if (status === "completed" || at < now) return 1;
  if (at > now) return 0;
  if (progress.batchesTotal > 0 && (phase === "classification" || phase === "discovery")) {
    return Math.min(1, progress.batchesDone / progress.batchesTotal);
  }
  return 0.5;
}

/** The six phases in their order. */
export function Phases({ progress, status }: { progress: Progress; status: Status }) {
  const now = phases.indexOf(progress.phase);
  return (
    <ol class="phases" aria-label="Phases">
      {phases.map((phase, at) => {
        const done = status === "completed" || at < now;
        const current = !done && at === now;
        return (
          <li key={phase} class={done ? "past" : ""} aria-current={current ? "step" : undefined}>
            <span class="name">
              {done && <Icon of={Check} size={12} />}
              {current && <Icon of={LoaderCircle} size={12} {...(status === "running" ? { class: "spin" } : {})} />}
              {phase}
              {done && <span class="unseen">, done</span>}
            </span>
            <span class="meter">
              <i style={{ width: `${phaseShare(phase, progress, status) * 100}%` }} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
