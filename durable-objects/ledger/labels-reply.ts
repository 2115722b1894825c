import type { Label, LabelOrigin, LabelsReply, Merge } from "../../worker/contract/labels.ts";
import type { LedgerStorage } from "./storage.ts";

type Standing = Pick<Label, "label" | "count" | "description">;

interface Alias {
  alias: string;
  by: Merge["by"];
  reason: string;
  count: number;
  at: number;
}

/** Labels and merges as the API shows them. */
export function labelsReply(
  storage: LedgerStorage,
  openFacets: string[],
  standing: (facet: string) => Standing[],
): LabelsReply {
  const facets: Record<string, Label[]> = {};
  const merges: Merge[] = [];
  for (const facet of openFacets) {
    const origins = storage.all<{ label: string; origin: LabelOrigin }>(
      "SELECT label, origin FROM label WHERE facet = ? AND merged_into IS NULL",
      facet,
    );
    const originOf = new Map(origins.map((row) => [row.label, row.origin]));
    const aliasesOf = readAliases(storage, facet);
    facets[facet] = standing(facet).map((label) => ({
      ...label,
      aliases: (aliasesOf.get(label.label) ?? []).map(({ alias }) => alias),
      origin: originOf.get(label.label) ?? "stream",
    }));
    for (const [canonical, aliases] of aliasesOf) {
      for (const { alias, at, ...said } of aliases) {
        merges.push({ facet, canonical, aliases: [alias], ...said, at: new Date(at).toISOString() });
      }
    }
  }
  return { facets, merges };
}

/** Every way of writing that differs from the word that stands for it, by that word. */
function readAliases(storage: LedgerStorage, facet: string): Map<string, Alias[]> {
  const rows = storage.all<{
    said: string;
    head: string;
    merged: number;
    reason: string | null;
    at: number | null;
    by: Merge["by"] | null;
    count: number | null;
  }>(
    `SELECT spelling.said AS said, coalesce(head.label, own.label) AS head, own.merged_into IS NOT NULL AS merged,
            own.reason AS reason, own.merged_at AS at, merged_by.by AS by, said.count AS count
     FROM spelling JOIN label AS own ON own.facet = spelling.facet AND own.fold = spelling.fold
     LEFT JOIN label AS head ON head.facet = own.facet AND head.fold = own.merged_into
     LEFT JOIN merged_by ON merged_by.facet = own.facet AND merged_by.fold = own.fold
     LEFT JOIN said ON said.facet = spelling.facet AND said.said = spelling.said
     WHERE spelling.facet = ? AND spelling.said <> coalesce(head.label, own.label) ORDER BY spelling.said`,
    facet,
  );
  const aliases = new Map<string, Alias[]>();
  for (const { said, head, merged, reason, at, by, count } of rows) {
    const list = aliases.get(head) ?? [];
    list.push({
      alias: said,
      by: merged ? (by ?? "model") : "rule",
      reason: merged ? (reason ?? "") : "equal after folding case and punctuation",
      count: count ?? 0,
      at: at ?? 0,
    });
    aliases.set(head, list);
  }
  return aliases;
}
