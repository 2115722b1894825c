import type { CountedLabel, JobSpec, LabelGroup, ResultRow } from "../../worker/analysis/job.ts";
import { openFacetNames, openFacets } from "../../worker/analysis/job.ts";
import { countable, foldLabel } from "../../worker/analysis/labels/labels.ts";
import type { LabelOrigin, LabelsReply } from "../../worker/contract/labels.ts";
import { moodKey } from "../../worker/contract/reply.ts";
import type { KnownLabel } from "../../worker/engines/ask.ts";
import { labelConflicts } from "./label-conflicts.ts";
import { labelsReply } from "./labels-reply.ts";
import { firstRow, type LedgerStorage } from "./storage.ts";

/**
 * The words of a job, kept in step between its streams. A new word gets a version; a task sees the words up to the
 * version it was first granted with, so that repeating it after a crash puts the same question. Within a version the
 * spelling of the earliest task wins, so the order in which answers arrive does not matter.
 */
export class LedgerLabels {
  readonly #storage: LedgerStorage;

  constructor(storage: LedgerStorage) {
    this.#storage = storage;
  }

  /** Writes the labels a job starts with (`basedOn`), and the words that were folded into them before. */
  start(spec: JobSpec): void {
    for (const { name } of openFacets(spec.facets)) {
      const labels = spec.startLabels[name] ?? [];
      for (const [place, { label, description }] of labels.entries())
        this.#add(name, label, description, "based-on", 0, 0, place);
      for (const { label, aliases = [] } of labels) {
        for (const { alias, by, reason } of aliases) this.#addAlias(name, label, alias, by, reason, spec.createdAt);
      }
    }
  }

  /** A word that another stands for. One that stands for itself, or is folded already, stays as it is. */
  #addAlias(facet: string, label: string, alias: string, by: string, reason: string, now: number): void {
    const [into, fold] = [foldLabel(label), foldLabel(alias)];
    const isLabel = "SELECT 1 AS one FROM label WHERE facet = ? AND fold = ?";
    const known = fold === into || firstRow(this.#storage, isLabel, facet, fold) !== undefined;
    this.#storage.all("INSERT OR IGNORE INTO spelling (facet, said, fold) VALUES (?, ?, ?)", facet, alias, fold);
    if (known) return;
    this.#storage.all(
      `INSERT INTO label (facet, fold, label, description, origin, version, task, place, count, merged_into, reason, merged_at)
       VALUES (?, ?, ?, '', 'based-on', 0, 0, 0, 0, ?, ?, ?)`,
      facet,
      fold,
      alias,
      into,
      reason,
      now,
    );
    this.#storage.all("INSERT OR REPLACE INTO merged_by (facet, fold, by) VALUES (?, ?, ?)", facet, fold, by);
  }

  /** The words that stand for themselves up to a version, in the order they were found: what a prompt lists. */
  known(spec: JobSpec, version: number): Record<string, KnownLabel[]> {
    const known: Record<string, KnownLabel[]> = {};
    for (const facet of openFacets(spec.facets)) {
      known[facet.name] = this.#storage.all<{ label: string; description: string }>(
        `SELECT label, description FROM label WHERE facet = ? AND version <= ? AND merged_into IS NULL
         ORDER BY version, task, place LIMIT 500`,
        facet.name,
        version,
      );
    }
    return known;
  }

  /**
   * Counts the words of a task's results; unknown ones become labels of `version`.
   * @returns the labels that are new
   */
  take(
    spec: JobSpec,
    rows: ResultRow[],
    task: number,
    version: number,
    origin: LabelOrigin,
  ): { facet: string; label: string }[] {
    const added: { facet: string; label: string }[] = [];
    const open = new Set(openFacets(spec.facets).map((facet) => facet.name));
    rows.forEach((row, place) => {
      if (row.status === "failed") return;
      for (const [facet, value] of Object.entries(row.facets)) {
        const word = countable(value);
        if (word === null) continue;
        if (!open.has(facet)) this.#tally(facet, word);
        else if (this.#add(facet, word, "", origin, version, task, place)) added.push({ facet, label: word });
      }
      if (row.sentiment !== null) this.#tally(moodKey, row.sentiment);
    });
    return added;
  }

  /** @returns true if the word was not known */
  #add(
    facet: string,
    label: string,
    description: string,
    origin: LabelOrigin,
    version: number,
    task: number,
    place: number,
  ): boolean {
    const fold = foldLabel(label);
    const count = origin === "based-on" ? 0 : 1;
    const before = firstRow<{ version: number; task: number }>(
      this.#storage,
      "SELECT version, task FROM label WHERE facet = ? AND fold = ?",
      facet,
      fold,
    );
    this.#storage.all("INSERT OR IGNORE INTO spelling (facet, said, fold) VALUES (?, ?, ?)", facet, label, fold);
    this.#storage.all(
      `INSERT INTO said (facet, said, count) VALUES (?1, ?2, ?3)
       ON CONFLICT (facet, said) DO UPDATE SET count = count + ?3`,
      facet,
      label,
      count,
    );
    if (before) {
      this.#storage.all("UPDATE label SET count = count + ? WHERE facet = ? AND fold = ?", count, facet, fold);
      if (before.version === version && task < before.task) {
        this.#storage.all(
          "UPDATE label SET label = ?, task = ?, place = ? WHERE facet = ? AND fold = ?",
          label,
          task,
          place,
          facet,
          fold,
        );
      }
      return false;
    }
    this.#storage.all(
      `INSERT INTO label (facet, fold, label, description, origin, version, task, place, count)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      facet,
      fold,
      label,
      description,
      origin,
      version,
      task,
      place,
      count,
    );
    return true;
  }

  /** A result is replaced: its words are counted once less. A word that nobody uses any more is not shown. */
  takeBack(spec: JobSpec, facets: ResultRow["facets"], sentiment: string | null): void {
    const open = new Set(openFacets(spec.facets).map((facet) => facet.name));
    for (const [facet, value] of Object.entries(facets)) {
      const word = countable(value);
      if (word === null) continue;
      if (!open.has(facet)) this.#untally(facet, word);
      else {
        this.#storage.all(
          "UPDATE label SET count = count - 1 WHERE facet = ? AND fold = ? AND count > 0",
          facet,
          foldLabel(word),
        );
        this.#storage.all("UPDATE said SET count = count - 1 WHERE facet = ? AND said = ? AND count > 0", facet, word);
      }
    }
    if (sentiment !== null) this.#untally(moodKey, sentiment);
  }

  #untally(facet: string, value: string): void {
    this.#storage.all("UPDATE tally SET count = count - 1 WHERE facet = ? AND value = ?", facet, value);
    this.#storage.all("DELETE FROM tally WHERE facet = ? AND value = ? AND count <= 0", facet, value);
  }

  #tally(facet: string, value: string): void {
    this.#storage.all(
      `INSERT INTO tally (facet, value, count) VALUES (?, ?, 1)
       ON CONFLICT (facet, value) DO UPDATE SET count = count + 1`,
      facet,
      value,
    );
  }

  /** Folds the aliases of each group into its canonical label. Groups are already transitive and checked. */
  merge(facet: string, groups: LabelGroup[], now: number): void {
    for (const group of groups) {
      const into = foldLabel(group.canonical);
      this.#storage.all(
        `INSERT OR IGNORE INTO label (facet, fold, label, description, origin, version, task, place)
         SELECT ?1, ?2, ?3, '', 'stream', label_version, 0, 0 FROM job`,
        facet,
        into,
        group.canonical,
      );
      for (const alias of group.aliases) {
        const fold = foldLabel(alias);
        if (fold === into) continue;
        this.#storage.all(
          "UPDATE label SET merged_into = ?, reason = ?, merged_at = ? WHERE facet = ? AND fold = ? AND merged_into IS NULL",
          into,
          group.reason,
          now,
          facet,
          fold,
        );
        // A job whose contents were asked again is reconciled again: what stood for others takes them along.
        this.#storage.all("UPDATE label SET merged_into = ? WHERE facet = ? AND merged_into = ?", into, facet, fold);
        const by = group.by ?? "model";
        this.#storage.all("INSERT OR REPLACE INTO merged_by (facet, fold, by) VALUES (?, ?, ?)", facet, fold, by);
      }
    }
  }

  /** Gives every label the spelling that was answered most often, whoever came first; fixed ones keep theirs. */
  respell(facet: string): void {
    this.#storage.all(
      `UPDATE label SET label = coalesce((SELECT said.said FROM spelling
           JOIN said ON said.facet = spelling.facet AND said.said = spelling.said
         WHERE spelling.facet = label.facet AND spelling.fold = label.fold AND said.count > 0
         ORDER BY said.count DESC, said.said LIMIT 1), label)
       WHERE facet = ? AND origin <> 'based-on'`,
      facet,
    );
  }

  /** The labels that stand, with their counts, most frequent first. */
  standing(facet: string): { label: string; count: number; description: string }[] {
    return this.#storage.all(
      `SELECT label, description, count FROM
         (SELECT head.label AS label, head.description AS description, head.origin AS origin,
              head.count + coalesce((SELECT sum(alias.count) FROM label AS alias
                WHERE alias.facet = head.facet AND alias.merged_into = head.fold), 0) AS count
          FROM label AS head WHERE head.facet = ? AND head.merged_into IS NULL)
       WHERE count > 0 OR origin = 'based-on' ORDER BY count DESC, label`,
      facet,
    );
  }

  allStanding(spec: JobSpec): Record<string, CountedLabel[]> {
    const fixed = new Set(
      this.#storage
        .all<{ key: string }>("SELECT facet || ' ' || label AS key FROM label WHERE origin = 'based-on'")
        .map(({ key }) => key),
    );
    const ofFacet = (facet: string): CountedLabel[] =>
      this.standing(facet).map((label) => (fixed.has(`${facet} ${label.label}`) ? { ...label, fixed: true } : label));
    return Object.fromEntries(openFacets(spec.facets).map(({ name }) => [name, ofFacet(name)]));
  }

  /** Values with their counts for every facet and, by `moodKey`, the sentiment: the 30 most frequent of each. */
  counts(spec: JobSpec): Record<string, { value: string; count: number }[]> {
    const counts: Record<string, { value: string; count: number }[]> = {};
    for (const facet of spec.facets) {
      const words =
        facet.type === "label"
          ? this.standing(facet.name).map(({ label, count }) => ({ value: label, count }))
          : this.tallied(facet.name);
      if (words.length > 0) counts[facet.name] = words.slice(0, 30);
    }
    if (spec.modules.sentiment) counts[moodKey] = this.tallied(moodKey);
    return counts;
  }

  /** Values of a closed facet (`moodKey`: of the sentiment), most frequent first. */
  tallied(facet: string): { value: string; count: number }[] {
    return this.#storage.all("SELECT value, count FROM tally WHERE facet = ? ORDER BY count DESC, value", facet);
  }

  /** Every spelling that differs from the word that now stands for it. */
  canonical(facet: string): Record<string, string> {
    const rows = this.#storage.all<{ said: string; label: string }>(
      `SELECT spelling.said AS said, coalesce(head.label, own.label) AS label
       FROM spelling JOIN label AS own ON own.facet = spelling.facet AND own.fold = spelling.fold
       LEFT JOIN label AS head ON head.facet = own.facet AND head.fold = own.merged_into
       WHERE spelling.facet = ?`,
      facet,
    );
    const differing = rows.filter((row) => row.said !== row.label);
    return Object.fromEntries(differing.map((row) => [row.said, row.label]));
  }

  /** Labels and merges as the API shows them. */
  reply(spec: JobSpec): LabelsReply {
    return labelsReply(this.#storage, openFacetNames(spec.facets), (facet) => this.standing(facet));
  }

  conflicts(): ReturnType<typeof labelConflicts> {
    return labelConflicts(this.#storage);
  }

  /** Of two contents with one final label, how often their readers used one word; null where no two share a label. */
  consistency(): number | null {
    const heads = this.#storage.all<{ pairs: number; alike: number }>(
      `SELECT sum(count) * (sum(count) - 1.0) AS pairs, sum(count * (count - 1.0)) AS alike
       FROM label GROUP BY facet, coalesce(merged_into, fold)`,
    );
    const pairs = heads.reduce((sum, head) => sum + head.pairs, 0);
    return pairs === 0 ? null : heads.reduce((sum, head) => sum + head.alike, 0) / pairs;
  }
}
