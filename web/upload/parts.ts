import { csvCells, isBlank, RecordCutter, type Shape } from "./records.ts";

/** Bodies are sent in parts of about this size. */
export const partBytes = 20 * 1024 * 1024;
/** The server takes no body above 100 MB; some room is left. */
export const bodyBytes = 95 * 1024 * 1024;

export interface Part {
  body: Blob;
  /** Records of the file before this part: what "line 3" of its report has to be raised by. */
  before: number;
  /** Bytes of the file up to the end of this part. */
  until: number;
}

/** Said to the reader when a file cannot be cut. */
export class CannotCut extends Error {
  override readonly name = "CannotCut";
}

/** Fields that tie several rows or records to one conversation, surest first. */
const groupFields = [
  "conversation_id",
  "conversationid",
  "conversation",
  "thread_id",
  "threadid",
  "thread_ts",
  "session_id",
  "sessionid",
  "chat_id",
  "chatid",
  "dialog_id",
  "dialogue_id",
  "dialogueid",
  "ticket_id",
  "ticketid",
  "message_tree_id",
  "case_id",
  "contactid",
  "contact_id",
  "trace_id",
];

type KeyOf = (record: Uint8Array) => string | null;

/**
 * Cuts a file at record boundaries into bodies of about `size` bytes; a conversation whose rows carry its id never
 * straddles two parts, wherever in the file the rows stand. The file is streamed, twice where rows belong together.
 * @param file the file, unpacked
 * @throws CannotCut where rows of one conversation lie so far apart that no part could hold them
 */
export async function* cutFile(file: Blob, shape: Shape, size = partBytes, most = bodyBytes): AsyncGenerator<Part> {
  const header = shape === "csv" ? await firstRecord(file, shape) : null;
  const keyOf = await grouping(file, shape, header);
  const last = keyOf === null ? null : await lastPlaces(file, shape, keyOf);

  let held: Uint8Array[] = [];
  let heldBytes = 0;
  let place = 0;
  let before = 0;
  let until = 0;
  let openUntil = -1;
  const close = (): Part => {
    const part = { body: wrap(held, shape, header), before, until };
    held = [];
    heldBytes = 0;
    before = place;
    return part;
  };

  for await (const record of records(file, shape)) {
    until += record.length;
    if (place === 0 && header !== null) {
      place += 1;
      before = 1;
      continue;
    }
    if (heldBytes >= size && place > openUntil) yield close();
    const key = keyOf?.(record) ?? null;
    if (key !== null) openUntil = Math.max(openUntil, last?.get(key) ?? place);
    held.push(record);
    heldBytes += record.length;
    place += 1;
    if (heldBytes > most) {
      throw new CannotCut(
        "Rows of one conversation lie too far apart to be sent together. Sort the file by conversation, then upload it again.",
      );
    }
  }
  if (held.some((record) => !isBlank(record))) yield close();
}

async function* records(file: Blob, shape: Shape): AsyncGenerator<Uint8Array> {
  const cutter = new RecordCutter(shape);
  const reader = file.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    yield* cutter.push(value);
  }
  yield* cutter.end();
}

async function firstRecord(file: Blob, shape: Shape): Promise<Uint8Array | null> {
  for await (const record of records(file.slice(0, 4 * 1024 * 1024), shape)) {
    if (!isBlank(record)) return record;
  }
  return null;
}

/** The last place of each conversation, for files whose rows name one. */
async function lastPlaces(file: Blob, shape: Shape, keyOf: KeyOf): Promise<Map<string, number>> {
  const last = new Map<string, number>();
  let place = 0;
  for await (const record of records(file, shape)) {
    const key = keyOf(record);
    if (key !== null) last.set(key, place);
    place += 1;
  }
  return last;
}

async function grouping(file: Blob, shape: Shape, header: Uint8Array | null): Promise<KeyOf | null> {
  const decoder = new TextDecoder();
  if (shape === "csv") {
    const line = decoder.decode(header ?? new Uint8Array());
    const separator = separatorOf(line);
    const names = csvCells(line, separator).map(plainName);
    const field = groupFields.find((name) => names.includes(name)) ?? (names.includes("id") ? "id" : undefined);
    if (field === undefined) return null;
    const column = names.indexOf(field);
    return (record) => csvCells(decoder.decode(record), separator)[column] ?? null;
  }
  const first = readObject(await firstRecord(file, shape), decoder);
  const field = first === null ? undefined : [...first.keys()].find((name) => groupFields.includes(plainName(name)));
  if (field === undefined) return null;
  return (record) => {
    const value = readObject(record, decoder)?.get(field);
    return typeof value === "string" || typeof value === "number" ? String(value) : null;
  };
}

function readObject(record: Uint8Array | null, decoder: TextDecoder): Map<string, unknown> | null {
  if (record === null) return null;
  try {
    const value: unknown = JSON.parse(decoder.decode(record));
    return typeof value === "object" && value !== null && !Array.isArray(value) ? new Map(Object.entries(value)) : null;
  } catch {
    return null;
  }
}

const plainName = (name: string): string =>
  name
    .replace(/^\uFEFF/, "")
    .trim()
    .toLowerCase()
    .replace(/[ -]/g, "_");

function separatorOf(line: string): string {
  const counted = [",", "\t", ";", "|"].map((separator) => ({ separator, cells: csvCells(line, separator).length }));
  return counted.reduce((best, next) => (next.cells > best.cells ? next : best)).separator;
}

function wrap(held: Uint8Array[], shape: Shape, header: Uint8Array | null): Blob {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  if (shape === "array") {
    held.forEach((record, index) => {
      pieces.push(encoder.encode(index === 0 ? "[" : ","), record);
    });
    pieces.push(encoder.encode("]"));
  } else pieces.push(...(header === null ? [] : [header]), ...held);
  return new Blob(pieces as BlobPart[]);
}
