import type { Analysis, Phase } from "../../worker/contract/analysis.ts";
import { count, dollars, duration } from "./amounts.ts";
import { printable, shorten } from "./printable.ts";

export interface Screen {
  isTTY?: boolean | undefined;
  columns?: number | undefined;
  write(text: string): unknown;
}

/** The phases in which contents are read: the time left counts those and knows nothing of what comes after. */
const reading = new Set<Phase>(["discovery", "classification"]);

/** One line on how far an analysis is: phase, items, cost, and the time left until all are read. */
export function progressLine(analysis: Analysis): string {
  const { progress, usage } = analysis;
  const parts = [`${count(progress.itemsDone)}/${count(progress.itemsTotal)}`, printable(progress.phase)];
  if (progress.itemsFallback > 0) parts.push(`${count(progress.itemsFallback)} by the built-in engine`);
  if (progress.itemsFailed > 0) parts.push(`${count(progress.itemsFailed)} failed`);
  if (usage.calls > 0 && usage.costUsd !== 0) parts.push(dollars(usage.costUsd, usage.costKnown));
  if (analysis.status === "paused") parts.push(`paused: ${printable(analysis.pauseReason ?? "")}`);
  else if (reading.has(progress.phase) && progress.itemsDone < progress.itemsTotal && progress.etaSeconds !== null)
    parts.push(`${duration(progress.etaSeconds)} left`);
  return parts.join(" · ");
}

export function bar(percent: number, width: number): string {
  const full = Math.round((Math.min(100, Math.max(0, percent)) / 100) * width);
  return "█".repeat(full) + "░".repeat(width - full);
}

/**
 * Shows progress: on a terminal one line that is drawn over, elsewhere a line whenever the phase changes or ten
 * percent were done, so that a log stays short.
 */
export function progressView(screen: Screen): { show(analysis: Analysis): void; end(): void } {
  let last = "";
  let drawn = false;
  return {
    show(analysis) {
      const { phase, percent } = analysis.progress;
      if (screen.isTTY) {
        const width = (screen.columns ?? 80) - 1;
        const line = `  ${bar(percent, 24)} ${String(Math.floor(percent)).padStart(3)} %  ${progressLine(analysis)}`;
        screen.write(`\r\u001b[2K${shorten(line, width)}`);
        drawn = true;
        return;
      }
      const step = `${analysis.status} ${phase} ${Math.floor(percent / 10)}`;
      if (step === last) return;
      last = step;
      screen.write(`  ${String(Math.floor(percent)).padStart(3)} %  ${progressLine(analysis)}\n`);
    },
    end() {
      if (drawn) screen.write("\n");
      drawn = false;
    },
  };
}
