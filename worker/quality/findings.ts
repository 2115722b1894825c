import type { Issue, IssueKind, QualityReport } from "../contract/quality.ts";
import { issueKindSchema } from "../contract/quality.ts";
import { suggestBatching } from "./batching.ts";
import { detailOfCheck, kindOfCheck } from "./check-content.ts";
import { findDuplicates, type Twin } from "./find-duplicates.ts";
import { issueWords } from "./issues.ts";
import { sketchBytes, sketchFromText } from "./sketch.ts";

/** A content as the report looks at it. */
export interface ScannedContent {
  id: string;
  tokens: number;
  language: string;
  quality: number | null;
  checks: string[];
  sketch: string;
  /** What the last report found it to repeat. */
  twin: string | null;
  twinExact: boolean;
}

/** What a content repeats, as it is to be written down. */
export interface TwinChange {
  id: string;
  twin: string | null;
  exact: boolean;
}

export interface ExampleToShow {
  kind: IssueKind;
  contentId: string;
  detail: string;
  of: string | null;
}

const examplesShown = 3;

interface Found {
  count: number;
  details: Map<string, number>;
  examples: ExampleToShow[];
}

/** Takes the contents of a dataset one after another, in their order, and says what is to be said of the whole. */
export class Findings {
  readonly #issues = new Map<IssueKind, Found>();
  readonly #languages = new Map<string, number>();
  readonly #ids: string[] = [];
  readonly #tokens: Uint32Array;
  readonly #sketches: Uint8Array;
  /** What the last report said of each: most contents repeat nothing. */
  readonly #before = new Map<number, { twin: string; exact: boolean }>();
  #qualities = 0;
  #rated = 0;
  #twins: Twin[] | null = null;

  /** @param most contents that may come */
  constructor(most: number) {
    this.#tokens = new Uint32Array(most);
    this.#sketches = new Uint8Array(most * sketchBytes);
  }

  add(content: ScannedContent): void {
    const place = this.#ids.length;
    // More than there were when counting began: an import is at work, and the next report will see them.
    if (place >= this.#tokens.length) return;
    this.#ids.push(content.id);
    this.#tokens[place] = content.tokens;
    sketchFromText(content.sketch, this.#sketches, place);
    if (content.twin !== null) this.#before.set(place, { twin: content.twin, exact: content.twinExact });
    this.#languages.set(content.language, (this.#languages.get(content.language) ?? 0) + 1);
    if (content.quality !== null) {
      this.#qualities += content.quality;
      this.#rated += 1;
    }
    for (const check of content.checks) {
      const kind = issueKindSchema.safeParse(kindOfCheck(check));
      if (kind.success) this.#note(kind.data, content.id, detailOfCheck(check), null);
    }
  }

  /** Compares all with each other. @returns what has changed since the last report */
  compare(): TwinChange[] {
    this.#twins = findDuplicates(this.#sketches, this.#ids.length, (place) => this.#tokens[place] ?? 0);
    const changes: TwinChange[] = [];
    const now = new Set<number>();
    for (const { place, of, exact, similarity } of this.#twins) {
      const [id, twin] = [this.#ids[place], this.#ids[of]];
      if (id === undefined || twin === undefined) continue;
      now.add(place);
      this.#note(
        exact ? "exact-duplicate" : "near-duplicate",
        id,
        exact ? "" : `${Math.round(similarity * 100)} % alike`,
        twin,
      );
      const before = this.#before.get(place);
      if (before?.twin !== twin || before.exact !== exact) changes.push({ id, twin, exact });
    }
    for (const place of this.#before.keys()) {
      const id = this.#ids[place];
      if (!now.has(place) && id !== undefined) changes.push({ id, twin: null, exact: false });
    }
    return changes;
  }

  #note(kind: IssueKind, contentId: string, detail: string, of: string | null): void {
    let found = this.#issues.get(kind);
    if (!found) {
      found = { count: 0, details: new Map(), examples: [] };
      this.#issues.set(kind, found);
    }
    found.count += 1;
    for (const word of wordsOf(kind, detail)) found.details.set(word, (found.details.get(word) ?? 0) + 1);
    if (found.examples.length < examplesShown) found.examples.push({ kind, contentId, detail: said(kind, detail), of });
  }

  /** The contents whose titles the report shows. */
  examples(): ExampleToShow[] {
    return [...this.#issues.values()].flatMap(({ examples }) => examples);
  }

  /** @param titles of the examples, by content id @param rows address of the rows of an issue */
  report(
    titles: Map<string, { externalId: string; title: string }>,
    rows: (kind: IssueKind) => string,
  ): Pick<QualityReport, "contents" | "score" | "languages" | "tokens" | "issues" | "batching"> {
    const contents = this.#ids.length;
    const sorted = this.#tokens.slice(0, contents).sort();
    const at = (share: number) => sorted[Math.min(contents - 1, Math.floor(contents * share))] ?? 0;
    const issues = issueKindSchema.options.flatMap((kind): Issue[] => {
      const found = this.#issues.get(kind);
      if (!found) return [];
      const examples = found.examples.flatMap(({ contentId, detail, of }) => {
        const shown = titles.get(contentId);
        return shown ? [{ contentId, ...shown, detail, of }] : [];
      });
      const details = Object.fromEntries([...found.details].sort(([, a], [, b]) => b - a).slice(0, 20));
      const { count } = found;
      return [{ kind, ...issueWords[kind], count, share: count / contents, details, examples, rows: rows(kind) }];
    });
    return {
      contents,
      score: this.#rated === 0 ? null : Math.round((this.#qualities / this.#rated) * 1000) / 1000,
      languages: Object.fromEntries([...this.#languages].sort(([, a], [, b]) => b - a)),
      tokens: {
        total: sorted.reduce((sum, one) => sum + one, 0),
        median: at(0.5),
        p95: at(0.95),
        most: sorted.at(-1) ?? 0,
      },
      issues,
      batching: suggestBatching(sorted),
    };
  }
}

/** What an issue's details are counted by. */
function wordsOf(kind: IssueKind, detail: string): string[] {
  if (kind === "personal-data") return detail.split(",").map((part) => part.replace(/=.*$/, ""));
  if (kind === "not-natural-language" || kind === "mixed-languages") return [detail];
  return [];
}

/** A check's detail in words. */
function said(kind: IssueKind, detail: string): string {
  if (kind === "personal-data") return detail.replaceAll("=", " × ").replaceAll(",", ", ");
  if (kind === "over-long") return `${detail} tokens`;
  if (kind !== "unknown-roles") return detail;
  const roles: unknown = JSON.parse(detail);
  return Array.isArray(roles) ? roles.join(" and ") : "";
}
