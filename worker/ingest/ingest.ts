import type { ImportReport } from "../contract/content.ts";
import { ByteSource } from "./byte-source.ts";
import type { ContentStore } from "./content-store.ts";
import { learnDateOrder } from "./dates.ts";
import { detectFormat, type Format, refuseOtherKinds } from "./detect.ts";
import { decodeText, detectEncoding } from "./encoding.ts";
import { readCsv } from "./formats/csv.ts";
import { readOwnJson } from "./formats/own-json.ts";
import { type MeasuredContent, measure } from "./measure.ts";
import { normalise } from "./normalise.ts";
import { Tally } from "./tally.ts";
import { TextWindow } from "./text-window.ts";
import { Warnings } from "./warnings.ts";

export type { ContentStore, Saved } from "./content-store.ts";
export type { MeasuredContent } from "./measure.ts";

export interface ImportSource {
  body: ReadableStream<Uint8Array>;
  /** "auto", or a format's name. */
  format: string;
  filename: string | null;
}

/** 100 MB, what a Worker is sent at most. */
const largestFile = 100 * 1024 * 1024;
/** What is stored at once. */
const sliceContents = 500;
const sliceCharacters = 700_000;
/** What is looked at to tell formats, columns and dates. */
const headCharacters = 64 * 1024;

/**
 * Reads a file into a store, in slices: bytes, decode, detect, format, normalise, measure, store.
 * Records that cannot be read are reported and the rest is imported.
 * @throws ParallaxError where nothing in the file can be read, or it is too large
 */
export async function ingest(source: ImportSource, store: ContentStore): Promise<ImportReport> {
  const bytes = new ByteSource(source.body, largestFile);
  try {
    const head = await bytes.head();
    await refuseOtherKinds(head, bytes);
    const warnings = new Warnings();
    const window = new TextWindow(decodeText(bytes.chunks(), detectEncoding(head), warnings));
    await window.fill(headCharacters);
    const opening = window.text.slice(0, headCharacters);
    const format = detectFormat(opening, source.format, source.filename);
    const reading = { warnings, dateOrder: learnDateOrder(opening) };
    const tally = new Tally(warnings);
    const records = format === "csv" ? readCsv(window, warnings) : readOwnJson(window, warnings);
    const slice = new Slice(store, tally);
    for await (const record of records) {
      const content = "reason" in record ? record : normalise(record.value, record.at, reading);
      if ("reason" in content) tally.reject(record.at, content.reason, content.foreign);
      else await slice.add(measure(content));
    }
    await slice.flush();
    return tally.report(nameFormat(format, opening, source.filename), bytes.size);
  } finally {
    await bytes.close();
  }
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

/** What the report calls the format. */
function nameFormat(format: Format, opening: string, filename: string | null): string {
  const [first = "", second = ""] = opening.replaceAll("\ufeff", "").trim().split(/\n\s*/, 2);
  if (format === "csv") return first.includes("\t") ? "tsv" : "csv";
  if (!first.startsWith("{")) return "json";
  // One line alone, or one too long to see its end, may be either.
  if (second.trim() === "") return /\.(?:jsonl|ndjson)$/i.test(filename ?? "") ? "jsonl" : "json";
  return second.startsWith("{") ? "jsonl" : "json";
}
