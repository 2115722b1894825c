import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { type Chunks, elements, Gather, lines, rows, together, type Units } from "./units.ts";

/** A file bigger than this is sent in pieces of about this size. */
export const pieceSize = 20 * 1024 * 1024;
/** What one upload may hold (contract, Import). */
export const largestUpload = 100 * 1024 * 1024;

export interface Piece {
  bytes: Uint8Array<ArrayBuffer>;
  /** Lines, rows or records of the file that stand in the pieces before this one. */
  before: number;
  /** Bytes of the file that are read with this piece. */
  readBytes: number;
}

/** Thrown where a file cannot be sent; the message says what to do. */
export class FileProblem extends Error {
  override readonly name = "FileProblem";
}

/** How a big file may be cut: the units that stay whole, and what stands around them in every piece. */
interface Cut {
  units: Units;
  head: Uint8Array;
  between: Uint8Array;
  tail: Uint8Array;
  /** How many lines, rows or records a unit counts as where a report names them. */
  countIn: (unit: Uint8Array) => number;
}

const nothing = new Uint8Array(0);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The pieces of a file in order: the whole file where it is small, else cut between conversations. */
export async function* piecesOf(file: string, limit = pieceSize, largest = largestUpload): AsyncGenerator<Piece> {
  const { size } = await stat(file);
  if (size <= limit) {
    yield { bytes: await whole(read(file)), before: 0, readBytes: size };
    return;
  }
  const cut = howToCut(file, await headOf(file));
  if (cut === null) {
    if (size > largest) {
      throw new FileProblem(
        `${file} has ${Math.ceil(size / 1048576)} MB; this kind of file is sent whole, and ${largest / 1048576} MB is the most. Split it, or turn it into JSONL.`,
      );
    }
    yield { bytes: await whole(read(file)), before: 0, readBytes: size };
    return;
  }
  yield* pack(cut, limit, largest, file);
}

async function* pack(cut: Cut, limit: number, largest: number, file: string): AsyncGenerator<Piece> {
  const piece = new Gather();
  let before = 0;
  let counted = 0;
  let readBytes = 0;
  const finish = (): Piece => {
    piece.add(cut.tail);
    const made = { bytes: piece.take(), before, readBytes };
    before = counted;
    readBytes = 0;
    return made;
  };
  for await (const unit of cut.units) {
    if (unit.length > largest)
      throw new FileProblem(`${file} holds a conversation of more than ${largest / 1048576} MB.`);
    if (readBytes > 0 && piece.size + unit.length > limit) yield finish();
    piece.add(readBytes === 0 ? cut.head : cut.between);
    piece.add(unit);
    readBytes += unit.length;
    counted += cut.countIn(unit);
  }
  if (readBytes > 0) yield finish();
}

/** Judges by the first bytes; null where the file cannot be cut safely. */
function howToCut(file: string, head: Uint8Array): Cut | null {
  const text = new TextDecoder().decode(head).replace(/^\ufeff/, "");
  // Not UTF-8 (UTF-16, zip, pictures): bytes mean something else there.
  if (text.includes("\0") || text.includes("\ufffd".repeat(3))) return null;
  const start = text.trimStart();
  const firstLine = start.slice(0, start.search(/\r?\n|$/));
  if (start.startsWith("{") && isJson(firstLine)) {
    const units = isTrace(firstLine) ? together(lines(read(file)), sessionOf) : lines(read(file));
    return { units, head: nothing, between: nothing, tail: nothing, countIn: countLines };
  }
  if (start.startsWith("[")) {
    // A list of messages (Slack) is one conversation; a list of conversations says so in its first element.
    if (!/"(messages|conversations|conversation|mapping|chat_messages|turns)"\s*:/.test(start.slice(0, 60_000)))
      return null;
    // Traces of one session stand in several elements, which only lines show cheaply.
    if (isTrace(start.slice(0, 60_000))) return null;
    return {
      units: elements(read(file)),
      head: bytesOf("["),
      between: bytesOf(","),
      tail: bytesOf("]"),
      countIn: () => 1,
    };
  }
  if (/\.(csv|tsv|tab)$/i.test(file)) return cutTable(file, head);
  return null;
}

/** Whether a record is one step of a conversation: a trace of Langfuse or a run of LangSmith. */
function isTrace(text: string): boolean {
  return /"(?:sessionId|dotted_order)"\s*:|"session_id"\s*:.*"trace_id"\s*:|"trace_id"\s*:.*"session_id"\s*:/.test(
    text,
  );
}

/** The conversation that a trace belongs to. LangSmith's own `session_id` is the project. */
function sessionOf(line: Uint8Array): string {
  const text = new TextDecoder().decode(line);
  const names = text.includes('"dotted_order"') ? "thread_id|conversation_id" : "sessionId|session_id";
  const found = new RegExp(`"(?:${names})"\\s*:\\s*"((?:[^"\\\\]|\\\\.)*)"`).exec(text);
  return found?.[1] ?? /"trace_id"\s*:\s*"([^"]*)"/.exec(text)?.[1] ?? text;
}

function countLines(unit: Uint8Array): number {
  let count = 0;
  for (const byte of unit) if (byte === 10) count++;
  return Math.max(1, count);
}

/** Header again in every piece; rows of one conversation stay together where they follow each other. */
function cutTable(file: string, head: Uint8Array): Cut | null {
  const end = endOfRow(head);
  if (end === null) return null;
  const header = head.slice(0, end);
  const headerText = new TextDecoder().decode(header).replace(/^\ufeff/, "");
  const delimiter = mostFrequent(headerText, [",", ";", "\t", "|"]);
  const column = conversationColumn(cells(headerText, delimiter));
  const decoder = new TextDecoder();
  const rowsAfterHeader = rows(after(read(file), end));
  const units =
    column === -1
      ? rowsAfterHeader
      : together(rowsAfterHeader, (row) => cells(decoder.decode(row), delimiter, column + 1)[column] ?? "");
  return { units, head: header, between: nothing, tail: nothing, countIn: countRows };
}

const conversationNames =
  /^(conversation|session|thread|dialog(ue)?|chat|ticket|case|contact|call|interaction)[ _-]?(id|key|number|no)?$|^id$/i;

/** The column that says to which conversation a row belongs; -1 where there is none and a row is a conversation. */
export function conversationColumn(header: string[]): number {
  const names = header.map((name) => name.trim().replace(/([a-z])([A-Z])/g, "$1_$2"));
  const sure = names.findIndex((name) => conversationNames.test(name) && !/^id$/i.test(name));
  return sure !== -1 ? sure : names.findIndex((name) => /^id$/i.test(name));
}

/** The first cells of one row. */
export function cells(row: string, delimiter: string, most = Number.POSITIVE_INFINITY): string[] {
  const found: string[] = [];
  let cell = "";
  let quoted = false;
  for (const character of row) {
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      found.push(cell);
      cell = "";
      if (found.length >= most) return found;
    } else if (quoted || (character !== "\n" && character !== "\r")) cell += character;
  }
  found.push(cell);
  return found;
}

function countRows(unit: Uint8Array): number {
  let count = 0;
  let quoted = false;
  for (const byte of unit) {
    if (byte === 34) quoted = !quoted;
    if (byte === 10 && !quoted) count++;
  }
  return Math.max(1, count);
}

function endOfRow(bytes: Uint8Array): number | null {
  let quoted = false;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 34) quoted = !quoted;
    if (bytes[at] === 10 && !quoted) return at + 1;
  }
  return null;
}

function mostFrequent(text: string, candidates: string[]): string {
  const count = (one: string): number => text.split(one).length;
  return candidates.reduce((best, one) => (count(one) > count(best) ? one : best));
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}

function read(file: string): Chunks {
  return createReadStream(file, { highWaterMark: 1024 * 1024 });
}

async function* after(chunks: Chunks, skip: number): AsyncGenerator<Uint8Array> {
  let left = skip;
  for await (const chunk of chunks) {
    if (chunk.length <= left) left -= chunk.length;
    else {
      yield chunk.subarray(left);
      left = 0;
    }
  }
}

async function whole(chunks: Chunks): Promise<Uint8Array<ArrayBuffer>> {
  const all = new Gather();
  for await (const chunk of chunks) all.add(chunk);
  return all.take();
}

async function headOf(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(1024 * 1024), 0, 1024 * 1024, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
