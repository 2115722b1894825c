import { detectLegacy, type LegacyEncoding } from "./legacy-encoding.ts";
import type { Warnings } from "./warnings.ts";

export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "utf-32le" | "utf-32be" | "windows-1252" | LegacyEncoding;

/** What people call the encodings that are told from the text itself. */
const titles = new Map<Encoding, string>([
  ["windows-1252", "Windows-1252"],
  ["shift_jis", "Shift-JIS"],
  ["gb18030", "GB18030"],
  ["big5", "Big5"],
  ["euc-kr", "EUC-KR"],
  ["euc-jp", "EUC-JP"],
]);

const boms: [Encoding, number[]][] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  // UTF-32LE before UTF-16LE: the first two bytes of their marks are the same.
  ["utf-32le", [0xff, 0xfe, 0, 0]],
  ["utf-32be", [0, 0, 0xfe, 0xff]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/**
 * Which encoding the first bytes of a file speak for, and how many of them are a byte order mark.
 * Without a mark: the places of zero bytes tell UTF-16 and UTF-32; what is not valid UTF-8 is taken as an encoding of
 * East Asia where it reads as one, else as Windows-1252, unless it holds more good UTF-8 sequences than bad bytes.
 */
export function detectEncoding(head: Uint8Array): { encoding: Encoding; bom: number } {
  for (const [encoding, mark] of boms) {
    if (mark.every((byte, i) => head[i] === byte)) return { encoding, bom: mark.length };
  }
  const wide = detectWide(head);
  if (wide) return { encoding: wide, bom: 0 };
  const { sequences, bad } = countUtf8(head);
  return { encoding: bad > sequences ? (detectLegacy(head) ?? "windows-1252") : "utf-8", bom: 0 };
}

/** Text in Latin letters has its zero bytes at every other place in UTF-16, at three of four in UTF-32. */
function detectWide(head: Uint8Array): Encoding | null {
  const zeros = [0, 0, 0, 0];
  for (let i = 0; i < head.length; i++) if (head[i] === 0) zeros[i % 4] = (zeros[i % 4] ?? 0) + 1;
  const groups = Math.max(1, Math.floor(head.length / 4));
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => count / groups);
  if (head.length >= 8 && c > 0.9 && d > 0.9 && a < 0.1 && b > 0.5) return "utf-32le";
  if (head.length >= 8 && a > 0.9 && b > 0.9 && d < 0.1 && c > 0.5) return "utf-32be";
  const even = (a + c) / 2;
  const odd = (b + d) / 2;
  if (odd > 0.3 && even < 0.05) return "utf-16le";
  if (even > 0.3 && odd < 0.05) return "utf-16be";
  return null;
}

/** Length of the UTF-8 sequence at `at`: 0 where the bytes cannot be one, -1 where they end before it does (RFC 3629). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead <= 0xdf ? 2 : lead >= 0xe0 && lead <= 0xef ? 3 : lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
  for (let i = 1; i < length; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return -1;
    let low = 0x80;
    let high = 0xbf;
    if (i === 1) {
      if (lead === 0xe0) low = 0xa0;
      if (lead === 0xed) high = 0x9f;
      if (lead === 0xf0) low = 0x90;
      if (lead === 0xf4) high = 0x8f;
    }
    if (byte < low || byte > high) return 0;
  }
  return length;
}

function countUtf8(bytes: Uint8Array): { sequences: number; bad: number } {
  let sequences = 0;
  let bad = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length < 0) break;
    if (length === 0) bad++;
    else if (length > 1) sequences++;
    at += Math.max(1, length);
  }
  return { sequences, bad };
}

/** Text of a file, piece by piece. The pieces' borders mean nothing; their sum is the same however the bytes were cut. */
export async function* decodeText(
  chunks: AsyncIterable<Uint8Array>,
  { encoding, bom }: { encoding: Encoding; bom: number },
  warnings: Warnings,
): AsyncGenerator<string, void, undefined> {
  const decode = decoderOf(encoding, warnings);
  let skip = bom;
  for await (const chunk of chunks) {
    const dropped = Math.min(skip, chunk.byteLength);
    skip -= dropped;
    const text = decode(chunk.subarray(dropped), false);
    if (text !== "") yield text;
  }
  const rest = decode(new Uint8Array(0), true);
  if (rest !== "") yield rest;
}

type Decode = (chunk: Uint8Array, last: boolean) => string;

function decoderOf(encoding: Encoding, warnings: Warnings): Decode {
  const title = titles.get(encoding);
  if (title !== undefined) warnings.add(`Read as ${title}, since the bytes are not valid UTF-8`);
  if (encoding === "utf-8") return utf8Decoder(warnings);
  if (encoding === "utf-32le" || encoding === "utf-32be") return utf32Decoder(encoding === "utf-32le");
  const decoder = new TextDecoder(encoding, { fatal: false, ignoreBOM: true });
  return (chunk, last) => decoder.decode(chunk, { stream: !last });
}

/** Strict as long as the bytes allow; stray bytes in between are read as Windows-1252, and that is said. */
function utf8Decoder(warnings: Warnings): Decode {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let carry = new Uint8Array(0);
  return (chunk, last) => {
    let bytes = chunk;
    if (carry.length > 0) {
      bytes = new Uint8Array(carry.length + chunk.length);
      bytes.set(carry);
      bytes.set(chunk, carry.length);
    }
    const end = last ? bytes.length : completeEnd(bytes);
    carry = bytes.slice(end);
    const whole = bytes.subarray(0, end);
    try {
      return strict.decode(whole);
    } catch {
      warnings.add("Some bytes are not valid UTF-8 and were read as Windows-1252: check accents and quotes");
      return decodeMixed(whole, strict);
    }
  };
}

/** Where to cut so that no sequence is torn: before a last one that is still incomplete. */
function completeEnd(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const at = bytes.length - back;
    if (((bytes[at] ?? 0) & 0xc0) === 0x80) continue;
    return sequenceLength(bytes, at) < 0 ? at : bytes.length;
  }
  return bytes.length;
}

function decodeMixed(bytes: Uint8Array, strict: TextDecoder): string {
  const western = new TextDecoder("windows-1252");
  let text = "";
  let good = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    text += strict.decode(bytes.subarray(good, at)) + western.decode(bytes.subarray(at, at + 1));
    at++;
    good = at;
  }
  return text + strict.decode(bytes.subarray(good));
}

function utf32Decoder(little: boolean): Decode {
  let carry: number[] = [];
  return (chunk, last) => {
    let text = "";
    for (const byte of chunk) {
      carry.push(byte);
      if (carry.length < 4) continue;
      const [a = 0, b = 0, c = 0, d = 0] = little ? carry.toReversed() : carry;
      const point = ((a << 24) | (b << 16) | (c << 8) | d) >>> 0;
      text += point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) ? "\ufffd" : String.fromCodePoint(point);
      carry = [];
    }
    return last && carry.length > 0 ? `${text}\ufffd` : text;
  };
}
