import { crc32 } from "../../crc32.ts";

/**
 * Amazon's `application/vnd.amazon.eventstream`: binary frames, each with typed headers and a payload.
 *
 *     total length 4 · headers length 4 · CRC of these 8 · headers · payload · CRC of all before
 *
 * Source: docs.aws.amazon.com, "Event stream encoding". The CRCs are checked: a frame that was cut or shifted is then told
 * from one that holds something odd, and what follows it is never read as something else.
 */
export interface Frame {
  /** The headers that hold text: `:message-type`, `:event-type`, `:exception-type`. */
  headers: Map<string, string>;
  payload: Uint8Array;
}

/** More than Bedrock ever sends in a frame; what claims to be longer is no frame. */
const longestFrame = 32 * 1024 * 1024;
const shortestFrame = 16;

export class EventStreamDecoder {
  private pending: Uint8Array = new Uint8Array(0);

  /**
   * Takes the next piece of a stream, of any length.
   * @returns the frames that are whole by now
   * @throws Error when a frame is damaged; nothing behind it can be read
   */
  take(piece: Uint8Array): Frame[] {
    const bytes = this.pending.length === 0 ? piece : joined(this.pending, piece);
    const frames: Frame[] = [];
    let start = 0;
    for (;;) {
      const length = lengthAt(bytes, start);
      if (length === null || start + length > bytes.length) break;
      frames.push(frameOf(bytes.subarray(start, start + length)));
      start += length;
    }
    // A copy: a reader may use its buffer again.
    this.pending = bytes.slice(start);
    return frames;
  }

  /** True in the middle of a frame: a stream that ends so was cut. */
  get unfinished(): boolean {
    return this.pending.length > 0;
  }
}

function joined(one: Uint8Array, two: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + two.length);
  both.set(one);
  both.set(two, one.length);
  return both;
}

/** The length of the frame that begins here, judged by its own CRC; null as long as its first 12 bytes are not there. */
function lengthAt(bytes: Uint8Array, start: number): number | null {
  if (bytes.length - start < 12) return null;
  const view = viewOf(bytes.subarray(start));
  if (crc32(bytes.subarray(start, start + 8)) !== view.getUint32(8))
    throw new Error("The beginning of a frame is damaged");
  const length = view.getUint32(0);
  const headers = view.getUint32(4);
  if (length > longestFrame || length < shortestFrame + headers) throw new Error("A frame has an impossible length");
  return length;
}

function frameOf(bytes: Uint8Array): Frame {
  const view = viewOf(bytes);
  const end = bytes.length - 4;
  if (crc32(bytes.subarray(0, end)) !== view.getUint32(end)) throw new Error("A frame is damaged");
  const headersEnd = 12 + view.getUint32(4);
  return { headers: headersOf(bytes.subarray(12, headersEnd)), payload: bytes.slice(headersEnd, end) };
}

/** Lengths of the header values that always have the same: two booleans, four integers, a time, a UUID. */
const fixedLengths = new Map([
  [0, 0],
  [1, 0],
  [2, 1],
  [3, 2],
  [4, 4],
  [5, 8],
  [8, 8],
  [9, 16],
]);
const text = 7;

function headersOf(bytes: Uint8Array): Map<string, string> {
  const view = viewOf(bytes);
  const decoder = new TextDecoder();
  const headers = new Map<string, string>();
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + view.getUint8(at);
    const name = decoder.decode(bytes.subarray(at + 1, nameEnd));
    const type = view.getUint8(nameEnd);
    const fixed = fixedLengths.get(type);
    const start = fixed === undefined ? nameEnd + 3 : nameEnd + 1;
    at = start + (fixed ?? view.getUint16(nameEnd + 1));
    if (type === text) headers.set(name, decoder.decode(bytes.subarray(start, at)));
  }
  return headers;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
