import type { Model } from "../worker/contract/model.ts";

/** Columns that the list of models can be sorted by. */
export const modelColumns = ["name", "context", "input", "output", "released", "retires"] as const;
export type ModelColumn = (typeof modelColumns)[number];

export function readColumn(text: string | undefined): ModelColumn | null {
  return modelColumns.find((column) => column === text) ?? null;
}

function fieldOf(model: Model, column: ModelColumn): string | number | null {
  if (column === "name") return model.name.toLowerCase();
  if (column === "context") return model.contextTokens;
  if (column === "input") return model.prices?.input ?? null;
  if (column === "output") return model.prices?.output ?? null;
  if (column === "released") return model.releasedAt;
  return model.lifecycle?.retiresAt ?? null;
}

/** Sorted by one column; what is not known sinks to the bottom, whichever way it is sorted. Ties keep their order. */
export function sortModels(models: Model[], column: ModelColumn | null, down: boolean): Model[] {
  if (column === null) return models;
  return [...models].sort((a, b) => {
    const [one, other] = [fieldOf(a, column), fieldOf(b, column)];
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1;
    if (one === other) return 0;
    return one < other === down ? 1 : -1;
  });
}

export interface ModelFilter {
  q?: string | undefined;
  /** `yours`: what can be asked now. */
  available?: string | undefined;
  /** Lifecycle. */
  state?: string | undefined;
}

/** Every word of the search has to stand somewhere in what a model is called. */
export function filterModels(models: Model[], { q = "", available, state }: ModelFilter): Model[] {
  const words = q
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  return models.filter((model) => {
    if (available === "yours" && !model.available) return false;
    if (available === "others" && model.available) return false;
    if (state !== undefined && state !== "" && (model.lifecycle?.state ?? "unknown") !== state) return false;
    const called = [model.id, model.name, model.family, model.vendor, model.catalogueId].join(" ").toLowerCase();
    return words.every((word) => called.includes(word));
  });
}

/** Why a model can't read for an analysis; null where it can. */
export function unfit(model: Pick<Model, "usable" | "reason" | "modalities" | "type">): string | null {
  if (!model.usable) return model.reason ?? "It is retired.";
  if (model.type === "embedding") return "It gives vectors and no words.";
  if (model.modalities !== null && !model.modalities.output.includes("text")) return "It does not write text.";
  return null;
}

/** By provider, in the order in which the list names them first; those that can't be used last within each. */
export function byProvider(models: Model[]): { provider: string; models: Model[] }[] {
  const groups = new Map<string, Model[]>();
  for (const model of models) groups.set(model.provider, [...(groups.get(model.provider) ?? []), model]);
  return [...groups].map(([provider, list]) => ({
    provider,
    models: [...list.filter((model) => unfit(model) === null), ...list.filter((model) => unfit(model) !== null)],
  }));
}

/** "Retires 30 Nov 2026, take x": what to know of a model's end; null where there is nothing. */
export function endWords(lifecycle: Model["lifecycle"]): string | null {
  if (lifecycle === null || (lifecycle.state === "active" && lifecycle.retiresAt === null)) return null;
  const day = lifecycle.retiresAt?.slice(0, 10);
  const ends =
    lifecycle.state === "retired"
      ? day === undefined
        ? "Retired"
        : `Retired on ${day}`
      : day === undefined
        ? "Deprecated"
        : `Retires on ${day}`;
  return lifecycle.replacement === null ? ends : `${ends}; take ${lifecycle.replacement} instead`;
}
