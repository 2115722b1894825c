import { type ScannedObject, scanObject } from "./scan-object.ts";

/** Deepest nesting that is read; what is asked for needs six. */
const deepest = 32;
/** Braces that may turn out to begin no reply. Each costs one pass, so that reading stays linear. */
const mostFalseStarts = 8;

/** `whole`: nothing was cut off or left out as unreadable. */
export interface ParsedReply {
  value: unknown;
  whole: boolean;
}

/**
 * The JSON object in what a model wrote: plain, in a code fence, or with remarks around it. Strict but kind:
 *
 * - Cut off, or with a row that is not JSON: the members that are complete are kept, of a list its complete rows, and
 *   `whole` is false. Nothing inside a row is ever repaired; a row with a trailing comma is not JSON and is left out.
 * - Several objects that hold the same one list (`{"items":[…]}{"items":[…]}`): their rows are put together in order. A row
 *   that came twice is then doubled, and it is for the check of the reply to ask again.
 * - Several objects of which one holds a list: that one; the others are remarks. Several that say exactly the same: one of
 *   them. Anything else is ambiguous and no reply.
 *
 * Of a key that comes twice the last counts, as everywhere in JSON; `__proto__` is left out wherever it stands.
 * @returns null where there is nothing to go by
 */
export function parseReply(text: string): ParsedReply | null {
  const found: ParsedObject[] = [];
  let falseStarts = 0;
  for (let start = text.indexOf("{"); start !== -1 && falseStarts <= mostFalseStarts; ) {
    const scanned = scanObject(text, start);
    const object = readObject(text, start, scanned);
    if (object) found.push(object);
    else falseStarts += 1;
    // What stands inside an object that can't be read is never taken for the reply.
    start = text.indexOf("{", object || scanned.begun ? scanned.end : start + 1);
  }
  return unite(found);
}

interface ParsedObject {
  value: Record<string, unknown>;
  whole: boolean;
}

function readObject(text: string, start: number, scanned: ScannedObject): ParsedObject | null {
  if (scanned.closed && scanned.depth <= deepest) {
    const value = parse(text.slice(start, scanned.end));
    if (isObject(value)) return { value, whole: true };
  }
  return salvage(text, scanned);
}

/** What can be read of an object that as a whole can't; null where that is nothing. */
function salvage(text: string, { members }: ScannedObject): ParsedObject | null {
  const kept: [string, unknown][] = [];
  let some = false;
  for (const { key, value, rows } of members) {
    const name = parse(text.slice(...key));
    if (typeof name !== "string" || name === "__proto__") continue;
    const sound = (rows ?? []).filter((row) => row.depth <= deepest).map((row) => parse(text.slice(row.from, row.to)));
    const said = rows ? sound.filter((row) => row !== undefined) : parse(text.slice(value.from, value.to), value.depth);
    if (said === undefined) continue;
    some ||= !Array.isArray(said) || said.length > 0;
    kept.push([name, said]);
  }
  return some ? { value: Object.fromEntries(kept), whole: false } : null;
}

/** undefined where it is not JSON. */
function parse(text: string, depth = 0): unknown {
  if (depth > deepest) return undefined;
  try {
    return JSON.parse(text, (key, value: unknown) => (key === "__proto__" ? undefined : value));
  } catch {
    return undefined;
  }
}

function unite(found: ParsedObject[]): ParsedReply | null {
  const [first, ...others] = found;
  if (!first || others.length === 0) return first ?? null;
  const whole = found.every((object) => object.whole);
  const list = onlyList(first.value);
  if (list !== null && others.every(({ value }) => onlyList(value) === list)) {
    return { value: Object.fromEntries([[list, found.flatMap(({ value }) => value[list])]]), whole };
  }
  const withLists = found.filter(({ value }) => Object.values(value).some(Array.isArray));
  const [reply] = withLists;
  if (reply && withLists.length === 1) return reply;
  const said = JSON.stringify(first.value);
  return others.every(({ value }) => JSON.stringify(value) === said) ? { value: first.value, whole } : null;
}

/** The name of an object's one member, where that is a list. */
function onlyList(value: Record<string, unknown>): string | null {
  const [member, ...more] = Object.entries(value);
  return member && more.length === 0 && Array.isArray(member[1]) ? member[0] : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
