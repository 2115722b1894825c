import { ParallaxError } from "../contract/error.ts";
import type { RawRecord } from "./record.ts";

const kinds: [type: string, sign: string, offset: number][] = [
  ["image/png", "\x89PNG\r\n\x1a\n", 0],
  ["image/jpeg", "\xff\xd8\xff", 0],
  ["image/gif", "GIF8", 0],
  ["image/webp", "WEBP", 8],
];

/** Models take pictures of 5 MB at most, as base64; larger ones would only be stored to be refused. */
const largest = 3_900_000;
/** The smallest picture there is has more bytes than this. */
const smallest = 60;

/** The media type of a picture that can be shown to a model, by its first bytes. */
export function photoType(head: Uint8Array): string | null {
  const found = kinds.find(([, sign, offset]) =>
    [...sign].every((char, index) => head[offset + index] === char.charCodeAt(0)),
  );
  return found?.[0] ?? null;
}

/**
 * One picture as a content: it travels as data, nothing is ever loaded.
 * @throws ParallaxError where it is too large to be shown to a model, or no whole picture
 */
export async function readPhoto(type: string, chunks: AsyncIterable<Uint8Array>, path: string): Promise<RawRecord> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    size += chunk.byteLength;
    if (size > largest)
      throw new ParallaxError(
        "too_large",
        `A picture may have ${(largest / 1_000_000).toFixed(1)} MB: models take no larger one. Make it smaller.`,
      );
    pieces.push(chunk);
  }
  if (size < smallest || (type === "image/png" && !endsWithPng(pieces)))
    throw new ParallaxError(
      "unsupported_type",
      `This is ${articles.get(type) ?? "a picture"} that is cut off or damaged.`,
    );
  const name = path.split("/").at(-1) ?? "";
  const image = `data:${type};base64,${toBase64(pieces)}`;
  return {
    at: name === "" ? "picture" : name,
    value: { id: name, title: name.replace(/\.[a-z0-9]{2,5}$/i, ""), kind: "photo", images: [image] },
    format: { key: "photo", title: "Photos" },
  };
}

const articles = new Map([
  ["image/png", "a PNG image"],
  ["image/jpeg", "a JPEG image"],
  ["image/gif", "a GIF image"],
  ["image/webp", "a WebP image"],
]);

/** A PNG ends with an empty IEND chunk (PNG specification, 11.2.5). */
function endsWithPng(pieces: Uint8Array[]): boolean {
  const tail = pieces.slice(-2).flatMap((piece) => [...piece.subarray(-1_000)]);
  return String.fromCharCode(...tail).includes("IEND");
}

/** In pieces of a multiple of three bytes, so that no padding falls in between. */
function toBase64(pieces: Uint8Array[]): string {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  const parts: string[] = [];
  for (let from = 0; from < whole.length; from += 30_000) {
    parts.push(btoa(String.fromCharCode(...whole.subarray(from, from + 30_000))));
  }
  return parts.join("");
}
