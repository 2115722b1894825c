import { ParallaxError } from "../contract/error.ts";
import type { ByteSource } from "./byte-source.ts";
import { looksLikeTable } from "./formats/csv-layout.ts";

/** Formats that are read. */
export type Format = "json" | "csv";

/** How a caller may name them. */
const named = new Map<string, Format | null>([
  ["auto", null],
  ["", null],
  ["json", "json"],
  ["jsonl", "json"],
  ["ndjson", "json"],
  ["csv", "csv"],
  ["tsv", "csv"],
]);

/** Kinds of file known by their first bytes. */
const magic: [what: string, bytes: string, offset?: number][] = [
  ["a PNG image", "\x89PNG\r\n\x1a\n"],
  ["a JPEG image", "\xff\xd8\xff"],
  ["a GIF image", "GIF8"],
  ["a WebP image", "WEBP", 8],
  ["a HEIC or AVIF image", "ftyphei", 4],
  ["a HEIC or AVIF image", "ftypavif", 4],
  ["a TIFF image", "II*\0"],
  ["a TIFF image", "MM\0*"],
  ["a PDF document", "%PDF-"],
  ["a gzip archive", "\x1f\x8b"],
  ["a bzip2 archive", "BZh"],
  ["an xz archive", "\xfd7zXZ\0"],
  ["a Zstandard archive", "\x28\xb5\x2f\xfd"],
  ["a 7-Zip archive", "7z\xbc\xaf\x27\x1c"],
  ["a RAR archive", "Rar!\x1a\x07"],
  ["a tar archive", "ustar", 257],
  ["an old Office document (.xls, .doc)", "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"],
  ["an RTF document", "{\\rtf"],
  ["a SQLite database", "SQLite format 3\0"],
  ["a Parquet file", "PAR1"],
  ["an Arrow file", "ARROW1"],
  ["a video or sound file", "ftyp", 4],
  ["a sound file", "ID3"],
  ["a sound file", "OggS"],
  ["a sound file", "WAVE", 8],
  ["a program", "\x7fELF"],
  ["a program", "MZ\x90\0"],
];

/** Refuses what is plainly another kind of file, by name. An archive is read to its end to say what is wrong with it. */
export async function refuseOtherKinds(head: Uint8Array, source: ByteSource): Promise<void> {
  if (startsWith(head, "PK\x03\x04") || startsWith(head, "PK\x05\x06")) await refuseZip(head, source);
  for (const [what, bytes, offset] of magic) {
    if (startsWith(head, bytes, offset)) {
      throw new ParallaxError(
        "unsupported_type",
        `This is ${what}. Conversations are read from JSON, JSONL, CSV and TSV.`,
      );
    }
  }
}

function startsWith(bytes: Uint8Array, signature: string, offset = 0): boolean {
  for (let i = 0; i < signature.length; i++) if (bytes[offset + i] !== signature.charCodeAt(i)) return false;
  return true;
}

/** Signatures of the zip format (APPNOTE 4.3.7, 4.3.16). */
const endOfDirectory = "PK\x05\x06";
const endOfDirectoryLongest = 22 + 65_535;

async function refuseZip(head: Uint8Array, source: ByteSource): Promise<never> {
  const latin = new TextDecoder("windows-1252").decode(head);
  let tail = new Uint8Array(0);
  for await (const chunk of source.chunks()) {
    const joined = new Uint8Array(tail.length + chunk.length);
    joined.set(tail);
    joined.set(chunk, tail.length);
    tail = joined.slice(-endOfDirectoryLongest);
  }
  const hasDirectory = new TextDecoder("windows-1252").decode(tail).includes(endOfDirectory);
  if (!hasDirectory) {
    throw new ParallaxError(
      "unreadable",
      "This zip archive is incomplete: its table of contents at the end is missing. Download it again.",
    );
  }
  if (((head[6] ?? 0) & 1) === 1) {
    throw new ParallaxError(
      "unreadable",
      "This zip archive is protected with a password. Unpack it and import the files in it.",
    );
  }
  const office = latin.includes("xl/") ? "an Excel workbook" : latin.includes("word/") ? "a Word document" : null;
  if (office) {
    throw new ParallaxError(
      "unsupported_type",
      `This is ${office}, which is read in a later version. Save it as CSV and import that.`,
    );
  }
  throw new ParallaxError(
    "unsupported_type",
    "This is a zip archive: archives are read in a later version. Unpack it and import the JSON, JSONL or CSV files in it.",
  );
}

/** Text exports of other tools that would pass for a table or plain text. */
const textMarks: [what: string, start: RegExp][] = [
  ["a subtitle file (WebVTT)", /^WEBVTT/],
  ["a subtitle file (SRT)", /^1\r?\n\d\d:\d\d:\d\d,\d{3} --> /],
  ["a mailbox (mbox)", /^From \S+.*\d{4}\r?\n/],
  ["a WhatsApp chat", /^\u200e?\[?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}[:.]\d{2}.{0,12}?(?: - |\] )/],
  ["an X archive (JavaScript)", /^window\.YTD\./],
  ["an XML document", /^<\?xml/],
];

/** Which format the text of a file is in. @param head its beginning */
export function detectFormat(head: string, asked: string, filename: string | null): Format {
  const start = head.trimStart();
  if (start === "")
    throw new ParallaxError(
      "unreadable",
      head === "" ? "The file is empty." : "The file holds nothing but white space.",
    );
  refuseHtml(start);
  const format = named.get(asked.toLowerCase());
  if (format === undefined) {
    throw new ParallaxError(
      "unsupported_type",
      `There is no format of that name. It is auto, json, jsonl, csv or tsv.`,
    );
  }
  if (format) return format;
  if (/^(?:\{\s*["}]|\[\s*[[\]{"]|[[{]\s*$)/.test(start)) return "json";
  const ending = /\.([a-z0-9]+)$/i.exec(filename ?? "")?.[1]?.toLowerCase() ?? "";
  for (const [what, mark] of textMarks) {
    if (mark.test(start)) throw new ParallaxError("unsupported_type", `This is ${what}: not read yet.`);
  }
  if (named.get(ending) === "json") return "json";
  if (ending === "csv" || ending === "tsv" || looksLikeTable(head)) return "csv";
  throw new ParallaxError(
    "unsupported_type",
    "This looks like plain text: neither JSON nor a table with columns that hold messages. Conversations are read from JSON, JSONL, CSV and TSV.",
  );
}

function refuseHtml(start: string): void {
  if (!/^(?:<!doctype html|<html|<head|<body)/i.test(start)) return;
  const title = /<title[^>]*>([^<]{1,200})/i.exec(start)?.[1]?.replaceAll(/\s+/g, " ").trim();
  throw new ParallaxError(
    "unsupported_type",
    `This is an HTML page${title ? ` titled "${title}"` : ""}, not an export. Was it the answer to an expired link?`,
  );
}
