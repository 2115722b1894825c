import { Unzip, type UnzipFile, UnzipInflate, UnzipPassThrough } from "fflate";
import { ParallaxError } from "../contract/error.ts";
import { checkUnpacked } from "./gunzip.ts";

export interface ZipEntry {
  /** As the archive says it: never used as a path. */
  name: string;
  chunks: AsyncIterable<Uint8Array>;
}

const mostEntries = 20_000;
/** Packed bytes that are unpacked at once: at its steepest, packing makes 1,032 bytes of one. */
const step = 16 * 1024;
/** The table of contents stands at the end, before a comment (APPNOTE 4.3.16). */
const directorySigns = "PK\x05\x06";
const tailBytes = 22 + 65_535;

/**
 * The files of a zip archive, one after another as they are unpacked: nothing is held but what is on its way. The bytes
 * of an entry have to be read, or left, before the next one is asked for.
 * @throws ParallaxError where it is protected, broken off, or unpacks to more than is read
 */
export async function* unzip(
  head: Uint8Array,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<ZipEntry, void, undefined> {
  if (((head[6] ?? 0) & 1) === 1) {
    throw new ParallaxError(
      "unreadable",
      "This zip archive is protected with a password. Unpack it and import the files in it.",
    );
  }
  const unpacking = new Unpacking(chunks);
  for (let entries = 0; ; entries++) {
    const entry = await unpacking.next();
    if (entry === null) break;
    if (entries >= mostEntries)
      throw new ParallaxError(
        "too_large",
        `The archive holds more than ${mostEntries.toLocaleString("en")} files. Import them in parts.`,
      );
    yield { name: entry.name, chunks: entry.read() };
    await passOver(entry.read());
  }
  if (!unpacking.isWhole) {
    throw new ParallaxError(
      "unreadable",
      "This zip archive is incomplete: its table of contents at the end is missing. Download it again.",
    );
  }
}

/** What nobody reads has to be unpacked all the same, to find the next file; what is wrong with it concerns nobody. */
async function passOver(chunks: AsyncIterable<Uint8Array>): Promise<void> {
  const iterator = chunks[Symbol.asyncIterator]();
  try {
    while (!(await iterator.next()).done);
  } catch (error) {
    if (!(error instanceof ParallaxError) || error.code === "too_large") throw error;
  }
}

interface Arriving {
  name: string;
  waiting: Uint8Array[];
  ended: boolean;
  problem: string | null;
}

class Unpacking {
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #unzip: Unzip;
  readonly #entries: Arriving[] = [];
  #pending = new Uint8Array(0);
  #tail = new Uint8Array(0);
  #packed = 0;
  #unpacked = 0;
  #ended = false;
  #bomb: unknown = null;

  constructor(chunks: AsyncIterable<Uint8Array>) {
    this.#source = chunks[Symbol.asyncIterator]();
    this.#unzip = new Unzip((file) => this.#arrive(file));
    this.#unzip.register(UnzipInflate);
    this.#unzip.register(UnzipPassThrough);
  }

  get isWhole(): boolean {
    return new TextDecoder("windows-1252").decode(this.#tail).includes(directorySigns);
  }

  async next(): Promise<{ name: string; read: () => AsyncGenerator<Uint8Array, void, undefined> } | null> {
    while (this.#entries.length === 0) if (!(await this.#push())) return null;
    if (this.#bomb !== null) throw this.#bomb;
    const entry = this.#entries.shift();
    return entry === undefined ? null : { name: entry.name, read: () => this.#read(entry) };
  }

  async *#read(entry: Arriving): AsyncGenerator<Uint8Array, void, undefined> {
    for (;;) {
      const chunk = entry.waiting.shift();
      if (chunk !== undefined) yield chunk;
      else if (entry.problem !== null) {
        const problem = entry.problem;
        entry.problem = null;
        entry.ended = true;
        throw new ParallaxError("unreadable", problem);
      } else if (entry.ended) return;
      else if (!(await this.#push())) {
        entry.ended = true;
        throw new ParallaxError(
          "unreadable",
          "This zip archive is incomplete: it breaks off in the middle of a file. Download it again.",
        );
      }
    }
  }

  #arrive(file: UnzipFile): void {
    const entry: Arriving = { name: file.name, waiting: [], ended: false, problem: null };
    this.#entries.push(entry);
    file.ondata = (error, chunk, final) => {
      if (error) {
        entry.problem =
          "the file in the archive is damaged, protected with a password or packed in a way that is not read";
        return;
      }
      this.#unpacked += chunk.byteLength;
      if (chunk.byteLength > 0) entry.waiting.push(chunk);
      if (final) entry.ended = true;
    };
    try {
      file.start();
    } catch {
      entry.problem = "the file is packed in a way that is not read";
    }
  }

  /** Unpacks a little more; false at the end of the archive. */
  async #push(): Promise<boolean> {
    if (this.#bomb !== null) throw this.#bomb;
    if (this.#ended) return false;
    if (this.#pending.length === 0) {
      const next = await this.#source.next();
      if (next.done) this.#ended = true;
      else this.#pending = new Uint8Array(next.value);
    }
    const piece = this.#pending.subarray(0, step);
    this.#pending = this.#pending.subarray(step);
    this.#packed += piece.byteLength;
    this.#remember(piece);
    try {
      this.#unzip.push(piece.slice(), this.#ended);
    } catch {
      // Said by the table of contents that is missing, or by the file that was being unpacked.
      for (const entry of this.#entries) if (!entry.ended) entry.problem = "the file in the archive is damaged";
      this.#ended = true;
    }
    try {
      checkUnpacked(this.#packed, this.#unpacked);
    } catch (error) {
      this.#bomb = error;
      this.#ended = true;
      throw error;
    }
    return true;
  }

  #remember(piece: Uint8Array): void {
    const joined = new Uint8Array(Math.min(tailBytes, this.#tail.length) + piece.length);
    joined.set(this.#tail);
    joined.set(piece, this.#tail.length);
    this.#tail = joined.slice(-tailBytes);
  }
}
