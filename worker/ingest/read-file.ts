import { ParallaxError } from "../contract/error.ts";
import { ByteSource, toStream } from "./byte-source.ts";
import { learnDateOrder } from "./dates.ts";
import { assignmentLength, detectContainer, detectFormat, refuseOtherKinds } from "./detect.ts";
import { decodeText, detectEncoding } from "./encoding.ts";
import { readCsv } from "./formats/csv.ts";
import { readOwnJson } from "./formats/own-json.ts";
import { readXlsx } from "./formats/xlsx.ts";
import { gunzip, mostUnpacked } from "./gunzip.ts";
import { readMail } from "./mail.ts";
import { photoType, readPhoto } from "./photo.ts";
import { readArchive } from "./read-archive.ts";
import type { FormatName, RawRecord } from "./record.ts";
import type { Run } from "./run.ts";
import type { TextFormat } from "./text-format.ts";
import { TextWindow } from "./text-window.ts";
import { unzip } from "./unzip.ts";

/** What is looked at to tell formats, columns and dates. */
const headCharacters = 64 * 1024;
/** Characters that a text may have which is read as a whole. */
const longestText = 16_000_000;
/** Archives inside archives that are opened. */
const deepest = 2;

/**
 * The records of a file of any kind, by what it holds and not by its name: archives are opened, text is decoded, records
 * of other tools become records in the project's own shape.
 * @param path of the file in its archive, or its name
 * @throws ParallaxError where nothing in it can be read
 */
export async function* readFile(
  source: ByteSource,
  path: string,
  run: Run,
  depth = 0,
): AsyncGenerator<RawRecord, void, undefined> {
  const head = await source.head();
  const container = detectContainer(head);
  if (container === "gzip" || container === "zip") {
    if (depth >= deepest)
      throw new ParallaxError(
        "unsupported_type",
        "This is an archive inside an archive inside an archive. Unpack it first.",
      );
    if (container === "zip") {
      const open: typeof readFile = (inner, name) => readFile(inner, name, run, depth + 1);
      yield* readArchive(unzip(head, source.chunks()), path, run, open);
    } else {
      const inner = new ByteSource(toStream(gunzip(source.chunks())), mostUnpacked);
      yield* untilBreak(readFile(inner, path.replace(/\.gz$/i, ""), run, depth + 1));
    }
  } else if (container === "xlsx") yield* readXlsx(unzip(head, source.chunks()), run, path);
  else if (container !== null) yield* readMail(container, source.chunks());
  else yield* readSingle(source, head, path, run, depth);
}

/** Where an archive breaks off, what stood before the break is imported and the break is reported. */
async function* untilBreak(records: AsyncIterable<RawRecord>): AsyncGenerator<RawRecord, void, undefined> {
  let found = 0;
  try {
    for await (const record of records) {
      if (!("reason" in record)) found++;
      yield record;
    }
  } catch (error) {
    if (!(error instanceof ParallaxError) || error.code !== "unreadable" || found === 0) throw error;
    yield { at: "the archive", reason: error.message };
  }
}

async function* readSingle(
  source: ByteSource,
  head: Uint8Array,
  path: string,
  run: Run,
  depth: number,
): AsyncGenerator<RawRecord, void, undefined> {
  const photo = photoType(head);
  if (photo !== null) {
    const ending = /\.(?:csv|tsv|jsonl?|txt|xlsx?|zip|eml|mbox|vtt|srt)$/i.exec(path)?.[0];
    if (ending !== undefined) {
      const what = photo.slice("image/".length).toUpperCase().replace("WEBP", "WebP");
      throw new ParallaxError(
        "unsupported_type",
        `This is a ${what} image, though its name ends in ${ending}. Name it as a picture to import it as a photo.`,
      );
    }
    yield await readPhoto(photo, source.chunks(), path);
    return;
  }
  refuseOtherKinds(head);
  const window = new TextWindow(decodeText(source.chunks(), detectEncoding(head), run.warnings));
  await window.fill(headCharacters);
  const opening = window.text.slice(0, headCharacters);
  const reader = detectFormat(opening, depth === 0 ? run.asked : "auto", path, run.mapping !== null);
  run.reading.dateOrder = learnDateOrder(opening);
  if (reader === "json") {
    const before = assignmentLength(opening);
    if (before > 0) window.moveTo(before);
    yield* named(translated(readOwnJson(window, run.warnings), run, path), jsonName(opening, path));
  } else if (reader === "csv") {
    const name = opening.split("\n", 1)[0]?.includes("\t") ? "tsv" : "csv";
    yield* named(translated(readCsv(window, run, path), run, path), {
      key: name,
      title: `${name.toUpperCase()} table`,
    });
  } else yield* readText(window, reader, path);
}

/** Records of the project's own shape go through; what is gathered waits for `rest`. */
async function* translated(
  records: AsyncIterable<RawRecord>,
  run: Run,
  path: string,
): AsyncGenerator<RawRecord, void, undefined> {
  for await (const record of records) yield* run.translation.take(record, path);
}

async function* named(records: AsyncIterable<RawRecord>, name: FormatName): AsyncGenerator<RawRecord, void, undefined> {
  for await (const record of records) yield "reason" in record || record.format ? record : { ...record, format: name };
}

async function* readText(
  window: TextWindow,
  format: TextFormat,
  path: string,
): AsyncGenerator<RawRecord, void, undefined> {
  await window.fill(longestText + 1);
  if (window.text.length > longestText) {
    throw new ParallaxError(
      "too_large",
      `${format.title}: a file of this kind may have ${longestText / 1_000_000} million characters, since it is read as a whole. Split it.`,
    );
  }
  const { key, title } = format;
  for (const record of format.read(window.text.replace(/^\ufeff/, ""), path))
    yield "reason" in record ? record : { ...record, format: { key, title } };
}

/** JSON of the project's own shape is told by its arrangement: a value a line, or not. */
function jsonName(opening: string, path: string): FormatName {
  const [first = "", second = ""] = opening.replaceAll("\ufeff", "").trim().split(/\n\s*/, 2);
  const json = { key: "json", title: "JSON file" };
  const jsonl = { key: "jsonl", title: "JSONL file" };
  if (!first.startsWith("{")) return json;
  // One line alone, or one too long to see its end, may be either.
  if (second.trim() === "") return /\.(?:jsonl|ndjson)$/i.test(path) ? jsonl : json;
  return second.startsWith("{") ? jsonl : json;
}
