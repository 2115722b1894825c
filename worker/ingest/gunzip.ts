import { Gunzip } from "fflate";
import { ParallaxError } from "../contract/error.ts";
import { crc32 } from "../crc32.ts";

/** Bytes that an archive may unpack to. */
export const mostUnpacked = 400 * 1024 * 1024;
/** Text packs to a fifth or a tenth; what packs to less than this share, over a size worth asking about, was made to. */
const steepest = 250;
const askedFrom = 8 * 1024 * 1024;

/** @throws ParallaxError `too_large` where an archive unpacks to more than is read */
export function checkUnpacked(packed: number, unpacked: number): void {
  if (unpacked > mostUnpacked)
    throw new ParallaxError(
      "too_large",
      `The archive unpacks to more than ${mostUnpacked / 1024 / 1024} MB. Import its files in parts.`,
    );
  if (unpacked > askedFrom && unpacked > packed * steepest)
    throw new ParallaxError(
      "too_large",
      `The archive unpacks to more than ${steepest} times its size: that is no export.`,
    );
}

/** Packed bytes that are unpacked at once. */
const step = 16 * 1024;
/** The trailer of a member, and the header of the next one, which shows that it ended. */
const kept = 1024;
const trailer = 8;

/**
 * The bytes inside a gzip archive, of all its members (RFC 1952: archives that were put one behind another are one). What
 * stands before a break is handed out before the break is said.
 * @throws ParallaxError where it is broken, or unpacks to more than is read
 */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  const members = new Members();
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.byteLength; at += step) yield* members.push(chunk.subarray(at, at + step), false);
  }
  yield* members.push(new Uint8Array(0), true);
}

class Members {
  readonly #gunzip: Gunzip;
  #ready: Uint8Array[] = [];
  #packed = 0;
  #unpacked = 0;
  #crc = 0;
  #tail = new Uint8Array(0);

  constructor() {
    this.#gunzip = new Gunzip((bytes) => {
      this.#unpacked += bytes.byteLength;
      this.#crc = crc32(bytes, this.#crc);
      if (bytes.byteLength > 0) this.#ready.push(bytes);
    });
    this.#gunzip.onmember = (start) => this.#check(start);
  }

  *push(piece: Uint8Array, last: boolean): Generator<Uint8Array, void, undefined> {
    this.#packed += piece.byteLength;
    const tail = new Uint8Array(Math.min(kept, this.#tail.length) + piece.length);
    tail.set(this.#tail.slice(-kept));
    tail.set(piece, tail.length - piece.length);
    this.#tail = tail;
    let broken = false;
    try {
      this.#gunzip.push(piece.slice(), last);
      if (last) this.#check(this.#packed);
    } catch {
      broken = true;
    }
    checkUnpacked(this.#packed, this.#unpacked);
    yield* this.#ready.splice(0);
    if (broken) throw new ParallaxError("unreadable", "This gzip archive is incomplete or damaged. Download it again.");
  }

  /** @param end where a member ends, its trailer included: a checksum of what it holds, and its size */
  #check(end: number): void {
    const at = this.#tail.length - (this.#packed - end) - trailer;
    if (at >= 0) {
      const said = new DataView(this.#tail.buffer, at, 4).getUint32(0, true);
      if (said !== this.#crc) throw new Error("the checksum is another");
    }
    this.#crc = 0;
  }
}
