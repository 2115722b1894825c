import type { JobSpec, LabelGroup, TaskInput } from "../../worker/analysis/job.ts";
import { openFacetNames } from "../../worker/analysis/job.ts";
import type { Look } from "../../worker/analysis/labels/label-votes.ts";
import { finalGroups } from "../../worker/analysis/labels/settle-labels.ts";
import { labelsReconciled } from "../../worker/analysis/plan.ts";
import type { LedgerLabels } from "./labels.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/**
 * What models said of the labels in this reconciliation, one row a task. Nothing is merged before the last of them is in:
 * what comes of all is decided at once, so that the order in which they came does not matter.
 */
export class LedgerLooks {
  readonly #storage: LedgerStorage;
  readonly #labels: LedgerLabels;

  constructor(storage: LedgerStorage, labels: LedgerLabels) {
    this.#storage = storage;
    this.#labels = labels;
  }

  /** A reconciliation begins: what was said in an earlier one has been applied. */
  begin(): void {
    this.#storage.all("DELETE FROM look");
    this.#storage.all("DELETE FROM label_conflict");
  }

  save(task: number, groups: LabelGroup[]): void {
    this.#storage.all("INSERT OR REPLACE INTO look (task, groups) VALUES (?, ?)", task, JSON.stringify(groups));
  }

  /** By open facet. */
  all(spec: JobSpec): Record<string, Look[]> {
    const looks: Record<string, Look[]> = Object.fromEntries(openFacetNames(spec.facets).map((name) => [name, []]));
    const rows = this.#storage.all<{ round: number; input: string; groups: string }>(
      "SELECT task.round AS round, task.input AS input, look.groups AS groups FROM look CROSS JOIN task ON task.id = look.task ORDER BY look.task",
    );
    for (const { round, input, groups } of rows) {
      const asked = JSON.parse(input) as TaskInput;
      if (asked.name !== "reconcile") continue;
      const shown = asked.labels.map(({ label }) => label);
      looks[asked.facet]?.push({
        round,
        target: asked.target ?? null,
        shown,
        groups: JSON.parse(groups) as LabelGroup[],
      });
    }
    return looks;
  }

  /** The last look has been taken: what all of them say is applied. @returns facets with merges */
  settle(spec: JobSpec): string[] {
    const at = firstRow<{ at: number | null }>(this.#storage, "SELECT max(completed_at) AS at FROM task")?.at ?? 0;
    const looks = this.all(spec);
    const changed: string[] = [];
    for (const [facet, said] of Object.entries(looks)) {
      if (said.length === 0) continue;
      const labels = this.#labels.allStanding(spec)[facet] ?? [];
      const first = labels.toSorted((a, b) => b.count - a.count).slice(0, labelsReconciled);
      const { groups, conflicts } = finalGroups(first, said, spec.options.targetLabels ?? null);
      this.#labels.merge(facet, groups, at);
      this.#labels.respell(facet);
      conflicts.forEach((conflict, place) => {
        this.#storage.all(
          "INSERT INTO label_conflict (facet, place, body) VALUES (?, ?, ?)",
          facet,
          place,
          JSON.stringify(conflict),
        );
      });
      changed.push(facet);
    }
    return changed;
  }
}
