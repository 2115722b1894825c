import type { Fields, RawRecord } from "./record.ts";

/** Where a record stands. */
export interface Place {
  /** "line 12", "record 3". */
  at: string;
  /** Path in an archive, or the name of the file; empty where there is none. */
  path: string;
}

/** A format whose records each hold whole conversations. */
export interface WholeFormat {
  /** What reports and `?format=` call it. */
  key: string;
  /** What people call it. */
  title: string;
  is(record: Fields): boolean;
  /** What the record holds in the project's own shape, or why it holds nothing. Pure; never changes the record. */
  read(record: Fields): Fields[] | string;
}

/** A format whose conversations are spread over many records. */
export interface GatheredFormat {
  key: string;
  title: string;
  is(record: Fields): boolean;
  gather(): Gathering;
}

export type RecordFormat = WholeFormat | GatheredFormat;

export interface Gathering {
  /** @returns why the record cannot be read; null where it was taken, or passed over as no message */
  add(record: Fields, place: Place): string | null;
  /** Characters held, about. */
  readonly held: number;
  /** The conversations, in the project's own shape. */
  rest(): Iterable<RawRecord>;
}
