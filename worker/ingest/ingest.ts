import type { ImportReport } from "../contract/content.ts";
import { ByteSource } from "./byte-source.ts";
import type { ContentStore } from "./content-store.ts";
import type { TableMapping } from "./formats/table-mapping.ts";
import { type MeasuredContent, measure } from "./measure.ts";
import { normalise } from "./normalise.ts";
import { readFile } from "./read-file.ts";
import type { RawRecord } from "./record.ts";
import { newRun, type Run } from "./run.ts";
import { Tally } from "./tally.ts";

export type { ContentStore, Saved } from "./content-store.ts";
export type { MeasuredContent } from "./measure.ts";

export interface ImportSource {
  body: ReadableStream<Uint8Array>;
  /** "auto", or a format's name. */
  format: string;
  filename: string | null;
  /** Which column of a table holds what; null where that is to be found out. */
  mapping?: TableMapping | null | undefined;
}

/** 100 MB, what a Worker is sent at most. */
const largestFile = 100 * 1024 * 1024;
/** What is stored at once. */
const sliceContents = 500;
const sliceCharacters = 700_000;

/**
 * Reads a file into a store, in slices: bytes, open, decode, detect, format, translate, normalise, measure, store.
 * Records that cannot be read are reported and the rest is imported.
 * @throws ParallaxError where nothing in the file can be read, or it is too large
 */
export async function ingest(source: ImportSource, store: ContentStore): Promise<ImportReport> {
  const run = newRun(source.format, source.mapping ?? null);
  return ingestRun(source, store, run);
}

/** @param run what was seen on the way is left in it, for a preview to show */
export async function ingestRun(source: ImportSource, store: ContentStore, run: Run): Promise<ImportReport> {
  const bytes = new ByteSource(source.body, largestFile);
  try {
    const tally = new Tally(run.warnings);
    const slice = new Slice(store, tally);
    for await (const record of recordsOf(bytes, source.filename ?? "", run)) {
      const content = "reason" in record ? record : normalise(record.value, record.at, run.reading);
      if ("reason" in content) tally.reject(record.at, content.reason);
      else {
        if ("format" in record && record.format) tally.saw(record.format);
        await slice.add(measure(content));
      }
    }
    await slice.flush();
    run.format = tally.format;
    return tally.report(bytes.size);
  } finally {
    await bytes.close();
  }
}

async function* recordsOf(bytes: ByteSource, filename: string, run: Run): AsyncGenerator<RawRecord, void, undefined> {
  yield* readFile(bytes, filename, run);
  // Conversations that are spread over a file wait for its end.
  yield* run.translation.rest();
}

/** Contents on their way to the store. */
class Slice {
  readonly #store: ContentStore;
  readonly #tally: Tally;
  #measuring: Promise<MeasuredContent>[] = [];
  #characters = 0;

  constructor(store: ContentStore, tally: Tally) {
    this.#store = store;
    this.#tally = tally;
  }

  async add({ measuring, size }: { measuring: Promise<MeasuredContent>; size: number }): Promise<void> {
    if (this.#characters + size > sliceCharacters) await this.flush();
    this.#measuring.push(measuring);
    this.#characters += size;
    if (this.#measuring.length >= sliceContents) await this.flush();
  }

  async flush(): Promise<void> {
    if (this.#measuring.length === 0) return;
    const contents = await Promise.all(this.#measuring);
    this.#measuring = [];
    this.#characters = 0;
    this.#tally.add(contents, await this.#store.save(contents));
  }
}
