import type { Layout } from "./formats/csv-layout.ts";
import type { TableMapping } from "./formats/table-mapping.ts";
import type { Reading } from "./message.ts";
import type { FormatName } from "./record.ts";
import { Translation } from "./translation.ts";
import { Warnings } from "./warnings.ts";

/** A table that was met, with its first rows: what a preview shows of it. */
export interface SeenTable {
  path: string;
  names: string[];
  /** Null where no column was found to hold messages. */
  layout: Layout | null;
  rows: string[][];
}

/** What the stages of one import share. */
export interface Run {
  /** "auto", or a format's name. */
  asked: string;
  mapping: TableMapping | null;
  warnings: Warnings;
  /** Changes with every file of an archive: each has its own order of dates. */
  reading: Reading;
  translation: Translation;
  tables: SeenTable[];
  /** The format of most records, known at the end. */
  format: FormatName | null;
}

export function newRun(asked: string, mapping: TableMapping | null): Run {
  const warnings = new Warnings();
  const reading: Reading = { warnings, dateOrder: null };
  return { asked, mapping, warnings, reading, translation: new Translation(), tables: [], format: null };
}
