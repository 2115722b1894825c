import { ParallaxError } from "../contract/error.ts";
import { looksLikeTable } from "./formats/csv-layout.ts";
import { plainText } from "./formats/plain-text.ts";
import { recordFormats } from "./formats/record-formats.ts";
import { textFormats } from "./formats/text-formats.ts";
import type { TextFormat } from "./text-format.ts";

/** How the text of a file is read: as JSON values, as a table, or as a whole by one format of text. */
export type Reader = "json" | "csv" | TextFormat;

const allTextFormats: readonly TextFormat[] = [...textFormats, plainText];

/** Formats that are known by their bytes: what is asked for by such a name and is text is something else. */
const byBytes = new Set(["xlsx", "mbox", "eml", "photo", "zip", "gzip"]);

/** How a caller may name the formats of text; the others are known by their bytes. */
const named = new Map<string, Reader | null>([
  ["auto", null],
  ["", null],
  ["json", "json"],
  ["jsonl", "json"],
  ["ndjson", "json"],
  ["csv", "csv"],
  ["tsv", "csv"],
  ...recordFormats.flatMap(({ key }): [string, Reader][] => [
    [key, "json"],
    // "chatgpt" and "slack" mean their exports.
    [key.replace(/-(?:export|chat|messages|tree)$/, ""), "json"],
  ]),
  // Teams and Zoom have several kinds of file: which one it is shows in the text.
  ["teams", null],
  ["zoom", null],
  ["slack", null],
  ["slack-export", null],
  ["langfuse", null],
  ...["vtt", "srt", "whatsapp", "text"].flatMap((key): [string, Reader][] =>
    allTextFormats.filter((format) => format.key === key).map((format) => [key, format]),
  ),
]);

/** Kinds of file known by their first bytes, and not read. */
const magic: [what: string, bytes: string, offset?: number][] = [
  ["a HEIC or AVIF image", "ftyphei", 4],
  ["a HEIC or AVIF image", "ftypavif", 4],
  ["a TIFF image", "II*\0"],
  ["a TIFF image", "MM\0*"],
  ["a PDF document", "%PDF-"],
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

/** Refuses what is plainly a kind of file that is not read, by name. */
export function refuseOtherKinds(head: Uint8Array): void {
  for (const [what, bytes, offset] of magic) {
    if (startsWith(head, bytes, offset))
      throw new ParallaxError("unsupported_type", `This is ${what}, which is not read. ${whatIsRead}`);
  }
}

const whatIsRead =
  "Conversations are read from JSON, JSONL, CSV, TSV and Excel tables, chat and help desk exports, mail, captions and text; photos from PNG, JPEG, GIF and WebP.";

export function startsWith(bytes: Uint8Array, signature: string, offset = 0): boolean {
  for (let i = 0; i < signature.length; i++) if (bytes[offset + i] !== signature.charCodeAt(i)) return false;
  return true;
}

/** What kind of archive or mail the first bytes of a file are; null for anything else. */
export function detectContainer(head: Uint8Array): "gzip" | "zip" | "xlsx" | "mbox" | "eml" | null {
  if (startsWith(head, "\x1f\x8b")) return "gzip";
  const latin = new TextDecoder("windows-1252").decode(head);
  if (startsWith(head, "PK\x03\x04") || startsWith(head, "PK\x05\x06")) return officeOf(latin) ?? "zip";
  const start = latin.replace(/^(?:ï»¿|\s)+/, "");
  if (/^From \S{1,200}[^\n]{0,100}\d{4}[^\n]{0,40}\r?\n[!-9;-~]+:/.test(start)) return "mbox";
  return isMail(start) ? "eml" : null;
}

/** Bytes before the name of the first file in a zip archive (APPNOTE 4.3.7). */
const localHeader = 30;

/** The first file of an Office document is one of its own; what kind it is shows in the names of the others. */
function officeOf(latin: string): "xlsx" | null {
  if (!/^(?:\[Content_Types\]\.xml|_rels\/|docProps\/|xl\/|word\/|ppt\/)/.test(latin.slice(localHeader, 100)))
    return null;
  if (latin.includes("xl/")) return "xlsx";
  const what = latin.includes("word/") ? "a Word document" : latin.includes("ppt/") ? "a PowerPoint document" : null;
  if (what !== null)
    throw new ParallaxError(
      "unsupported_type",
      `This is ${what}, which is not read. Save it as plain text and import that.`,
    );
  return "xlsx";
}

/** Headers of a message (RFC 5322): several lines of names, two of which only mail has. */
function isMail(start: string): boolean {
  const [headers = ""] = start.slice(0, 20_000).split(/\r?\n\r?\n/, 1);
  const lines = headers.split(/\r?\n/).filter((line) => !/^[ \t]/.test(line));
  if (lines.length < 3 || !/^[!-9;-~]+:/.test(lines[0] ?? "")) return false;
  const names = new Set(lines.map((line) => /^([!-9;-~]+):/.exec(line)?.[1]?.toLowerCase()));
  const known = [
    "from",
    "to",
    "subject",
    "date",
    "message-id",
    "received",
    "mime-version",
    "return-path",
    "content-type",
  ];
  return known.filter((name) => names.has(name)).length >= 3 && !names.has(undefined);
}

/** Text before JSON in files that are programs: `window.YTD.tweets.part0 = [`. */
const assignment = /^\s*window\.YTD\.[\w.]+\s*=\s*(?=[[{])/;

/** How many characters stand before the JSON of an X archive; 0 anywhere else. */
export function assignmentLength(head: string): number {
  return assignment.exec(head)?.[0].length ?? 0;
}

/** How the text of a file is to be read. @param head its beginning @param mapped whether columns of a table were named */
export function detectFormat(head: string, asked: string, filename: string | null, mapped = false): Reader {
  const start = head.replace(/^[\s\ufeff]+/, "");
  if (start === "")
    throw new ParallaxError(
      "unreadable",
      head === "" ? "The file is empty." : "The file holds nothing but white space.",
    );
  refuseHtml(start);
  if (byBytes.has(asked.toLowerCase()))
    throw new ParallaxError(
      "unsupported_type",
      `The file is not in the format ${asked}: it is text. Leave the format to auto.`,
    );
  const format = named.get(asked.toLowerCase());
  if (format === undefined) {
    const names = [...named.keys(), ...byBytes].filter((name) => name !== "").join(", ");
    throw new ParallaxError("unsupported_type", `There is no format of that name. It is one of ${names}.`);
  }
  if (format) return format;
  if (/^(?:\{\s*["}]|\[\s*[[\]{"]|[[{]\s*$)/.test(start) || assignmentLength(start) > 0) return "json";
  const ending = /\.([a-z0-9]+)$/i.exec(filename ?? "")?.[1]?.toLowerCase() ?? "";
  const text = textFormats.find((one) => one.is(start));
  if (text) return text;
  if (start.startsWith("<?xml"))
    throw new ParallaxError("unsupported_type", `This is an XML document, which is not read. ${whatIsRead}`);
  if (named.get(ending) === "json") return "json";
  if (mapped || ending === "csv" || ending === "tsv" || looksLikeTable(head)) return "csv";
  if (plainText.is(start)) return plainText;
  throw new ParallaxError(
    "unsupported_type",
    `This looks like plain text in which nobody speaks, and it is too short for a document. ${whatIsRead}`,
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
