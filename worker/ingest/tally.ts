import type { ImportReport } from "../contract/content.ts";
import { ParallaxError } from "../contract/error.ts";
import { hasBrokenCharacters } from "../quality/mend-characters.ts";
import type { Saved } from "./content-store.ts";
import type { MeasuredContent } from "./measure.ts";
import { type FormatName, quoted } from "./record.ts";
import type { Warnings } from "./warnings.ts";

const shownRejections = 200;
const shownRenames = 20;

/** Counts what became of each record. */
export class Tally {
  readonly #warnings: Warnings;
  readonly #languages = new Map<string, number>();
  readonly #formats = new Map<string, { title: string; count: number }>();
  readonly #rejected: { at: string; reason: string }[] = [];
  #rejectedCount = 0;
  #imported = 0;
  #duplicates = 0;
  #renamed: Saved["renamed"] = [];
  #renamedCount = 0;

  constructor(warnings: Warnings) {
    this.#warnings = warnings;
  }

  reject(at: string, reason: string): void {
    this.#rejectedCount++;
    if (this.#rejected.length < shownRejections) this.#rejected.push({ at, reason });
  }

  /** A record of this format is among those that are read. */
  saw({ key, title }: FormatName): void {
    const seen = this.#formats.get(key) ?? { title, count: 0 };
    this.#formats.set(key, { title, count: seen.count + 1 });
  }

  /** The format of most records. */
  get format(): FormatName {
    const [most] = [...this.#formats].toSorted(([, a], [, b]) => b.count - a.count);
    return most === undefined ? { key: "json", title: "JSON file" } : { key: most[0], title: most[1].title };
  }

  add(contents: MeasuredContent[], saved: Saved): void {
    for (const content of contents) {
      this.#languages.set(content.language, (this.#languages.get(content.language) ?? 0) + 1);
      if (hasBrokenCharacters(content.messages[0]?.content ?? "")) {
        this.#warnings.add(
          "Text looks as if it had been decoded wrongly once before (such as Ã¶ for ö); it was imported as it is",
          content.at,
        );
      }
    }
    this.#imported += saved.imported;
    this.#duplicates += saved.duplicates;
    this.#renamedCount += saved.renamed.length;
    this.#renamed = [...this.#renamed, ...saved.renamed].slice(0, shownRenames);
  }

  /** @param size of the file, in bytes */
  report(size: number): ImportReport {
    if (this.#imported + this.#duplicates === 0) this.#refuse(size);
    return {
      imported: this.#imported,
      duplicates: this.#duplicates,
      rejectedCount: this.#rejectedCount,
      rejected: this.#rejected,
      warnings: [...this.#warnings.list(), ...this.#renames()],
      format: this.format.key,
      languages: Object.fromEntries([...this.#languages].toSorted(([, a], [, b]) => b - a)),
    };
  }

  #renames(): string[] {
    if (this.#renamedCount === 0) return [];
    const shown = this.#renamed.map(
      ({ externalId, storedAs, at }) => `${quoted(externalId)} (${at}) as ${quoted(storedAs, 60)}`,
    );
    const more = this.#renamedCount - this.#renamed.length;
    return [
      `${this.#renamedCount} contents have the id of another content and were stored under a new one: ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`,
    ];
  }

  /** Nothing could be read: says what stood in the way. */
  #refuse(size: number): never {
    if (this.#rejectedCount === 0) throw new ParallaxError("unreadable", "The file holds no records.");
    const reasons = this.#rejected.slice(0, 3).map(({ at, reason }) => `${at}: ${reason}`);
    const cut = this.#rejected.some(({ reason }) => reason.includes("ends in the middle"))
      ? ` The file ends after ${size} bytes and looks cut off.`
      : "";
    throw new ParallaxError(
      "unreadable",
      `None of the ${this.#rejectedCount} records can be read. ${reasons.join("; ")}.${cut}`,
      {
        errors: this.#rejected.slice(0, 20).map(({ at, reason }) => ({ path: at, message: reason })),
      },
    );
  }
}
