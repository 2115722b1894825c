/** Nesting beyond which a value is not read. */
export const deepestNesting = 10_000;

const quote = 34;
const backslash = 92;
const newline = 10;
const comma = 44;
const colon = 58;
const openArray = 91;
const closeArray = 93;
const openObject = 123;
const closeObject = 125;

/** What may stand outside strings: signs, digits, and the letters of true, false, null, NaN and Infinity. */
const outside = new Uint8Array(128);
for (const char of " \t\r\n{}[],:+-.0123456789truefalsnNIiyE\ufeff") if (char < "\x80") outside[char.charCodeAt(0)] = 1;

/** Where the scan of one value stands. Offsets count from the start of the value. */
export interface Scan {
  /** How far has been read. */
  read: number;
  /** Open brackets, by their code. */
  open: number[];
  inString: boolean;
  escaped: boolean;
  /** The last sign that was not white space. */
  last: number;
  /** The first line end since then, -1 where there was none. */
  lineEnd: number;
  /** The last line end: what follows it directly stands in the first column. */
  lastLineEnd: number;
}

export function newScan(): Scan {
  return { read: 0, open: [], inString: false, escaped: false, last: 0, lineEnd: -1, lastLineEnd: -1 };
}

export type ScanOutcome =
  /** The value ends before `end`. */
  | { outcome: "end"; end: number }
  /** The text ends first. */
  | { outcome: "more" }
  /** The line ended inside the value, and what follows does not continue it. `end` is that line end. */
  | { outcome: "line"; end: number }
  /** Not JSON at `end`: a bracket that closes nothing, a word without quotes. */
  | { outcome: "broken"; end: number }
  | { outcome: "deep" };

/**
 * Reads on in a value that starts with `{` or `[`, until it ends or cannot go on.
 * Knows brackets, strings and escapes only; whether the value is JSON to the letter is for the parser.
 * @param start where the value stands in `text`
 * @param lines "one": the value should stand on one line, as in JSONL; "first": that is not known yet;
 *              "any": line ends mean nothing, as inside an array
 */
export function scanValue(text: string, start: number, scan: Scan, lines: "one" | "first" | "any"): ScanOutcome {
  const { open } = scan;
  for (let at = start + scan.read; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (scan.inString) {
      if (scan.escaped) scan.escaped = false;
      else if (code === backslash) scan.escaped = true;
      else if (code === quote) scan.inString = false;
      else if (code === newline && lines !== "any") return { outcome: "line", end: at - start };
      continue;
    }
    if (code === 32 || code === 9 || code === 13 || code === 0xfeff) continue;
    if (code === newline) {
      if (scan.lineEnd < 0) scan.lineEnd = at - start;
      scan.lastLineEnd = at - start;
      continue;
    }
    if (scan.lineEnd >= 0) {
      if (lines !== "any" && !goesOn(scan, code, lines, at - start)) return { outcome: "line", end: scan.lineEnd };
      scan.lineEnd = -1;
    }
    if (code === quote) scan.inString = true;
    else if (code === openObject || code === openArray) {
      open.push(code);
      if (open.length > deepestNesting) return { outcome: "deep" };
    } else if (code === closeObject || code === closeArray) {
      if (open.pop() !== (code === closeObject ? openObject : openArray)) return { outcome: "broken", end: at - start };
      if (open.length === 0) return { outcome: "end", end: at - start + 1 };
    } else if (code > 127 || outside[code] === 0) {
      return { outcome: "broken", end: at - start };
    }
    scan.last = code;
  }
  scan.read = text.length - start;
  return { outcome: "more" };
}

/** Whether a sign on a new line can belong to the value that the line before left open. */
function goesOn(scan: Scan, code: number, lines: "one" | "first", at: number): boolean {
  const inObject = scan.open.at(-1) === openObject;
  const starts = code === openObject || code === openArray;
  // A bracket in the first column, where the file has had a value a line so far, is the next record.
  if (starts && lines === "one" && at === scan.lastLineEnd + 1) return false;
  switch (scan.last) {
    case openObject:
      return code === quote || code === closeObject;
    case comma:
      return inObject ? code === quote || code === closeObject : code !== colon && code !== comma;
    case openArray:
    case colon:
      return code !== comma && code !== colon;
    default:
      return code === comma || code === closeObject || code === closeArray || code === colon;
  }
}

/**
 * In an object that is too long to hold, or cut off: where the list of its records begins (just after `[`), or -1.
 * It is the first list of objects among the object's own members, unless the member is named as a record's own parts are.
 */
export function findRecordList(text: string, ownParts: ReadonlySet<string>): number {
  let depth = 0;
  let key = "";
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      const start = at + 1;
      for (at = start; at < text.length && text.charCodeAt(at) !== quote; at++)
        if (text.charCodeAt(at) === backslash) at++;
      if (depth <= 2 && /^\s*:/.test(text.slice(at + 1, at + 20))) key = text.slice(start, at);
    } else if (
      code === openArray &&
      isRecordList(depth, key, ownParts) &&
      /^\s*\{/.test(text.slice(at + 1, at + 200))
    ) {
      return at + 1;
    } else if (code === openObject || code === openArray) depth++;
    else if (code === closeObject || code === closeArray) depth--;
  }
  return -1;
}

/** A list among the object's own members, or `chats.list`, where Telegram keeps every chat. */
function isRecordList(depth: number, key: string, ownParts: ReadonlySet<string>): boolean {
  return depth === 1 ? !ownParts.has(key) : depth === 2 && key === "list";
}
