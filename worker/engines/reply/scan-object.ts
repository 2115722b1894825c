/** A stretch of the text, and how deep brackets go in it, counted from the object scanned. */
export interface Stretch {
  from: number;
  to: number;
  depth: number;
}

export interface Member {
  key: [from: number, to: number];
  value: Stretch;
  /** The complete elements where the value is a list; null where it is something else. */
  rows: Stretch[] | null;
}

export interface ScannedObject {
  /** Behind its last character, or where reading had to end. */
  end: number;
  /** False where the text ends, or its brackets do not match, before the object does. */
  closed: boolean;
  depth: number;
  /** It has a name and a colon at least: a brace in a sentence has not. */
  begun: boolean;
  /** Its complete members; of a list that is cut, what is complete of it. */
  members: Member[];
}

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;
const colon = 0x3a;
const openBrace = 0x7b;
const closeBrace = 0x7d;
const openBracket = 0x5b;
const closeBracket = 0x5d;

/**
 * Finds the end of the object that begins at `start`, its members and the rows of its lists, by brackets and strings alone
 * and in one pass. It does not say whether they are JSON: that is for whoever parses the stretches.
 */
export function scanObject(text: string, start: number): ScannedObject {
  const scan = new ObjectScan(text);
  for (let at = start; at < text.length; at++) {
    const end = scan.read(text.charCodeAt(at), at);
    if (end !== null) return { end: at + 1, closed: end === "closed", ...scan.found };
  }
  scan.cut();
  return { end: text.length, closed: false, ...scan.found };
}

class ObjectScan {
  readonly found: Pick<ScannedObject, "depth" | "begun" | "members"> = { depth: 0, begun: false, members: [] };
  readonly #text: string;
  /** The brackets that are open, as the ones that close them. */
  readonly #open: number[] = [];
  #inString = false;
  #escaped = false;
  #stringFrom = 0;
  #key: [number, number] | null = null;
  /** The value or row being read: where it began, how deep it went, and where its last string or bracket ended. */
  #member: { from: number; depth: number; ended: number | null; rows: Stretch[] | null } | null = null;
  #row: { from: number; depth: number; ended: number | null } | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** @returns null while the object goes on */
  read(code: number, at: number): "closed" | "broken" | null {
    if (this.#inString) {
      this.#readString(code, at);
      return null;
    }
    if (code === quote) {
      this.#inString = true;
      this.#stringFrom = at;
    } else if (code === openBrace || code === openBracket) {
      this.#opened(code, at);
    } else if (code === closeBrace || code === closeBracket) {
      return this.#close(code, at);
    } else if (code === comma) {
      if (this.#open.length === 1) this.#endMember(at);
      else if (this.#open.length === 2) this.#endRow(at, at + 1);
    } else if (code === colon && this.#open.length === 1 && this.#key && !this.#member) {
      this.#member = { from: at + 1, depth: 0, ended: null, rows: null };
      this.found.begun = true;
    }
    return null;
  }

  /** The text ends here: what ended with a string or a bracket of its own is complete, a bare word may not be. */
  cut(): void {
    const ended = this.#row?.ended ?? null;
    if (this.#row && ended !== null && this.#open.length === 2) this.#endRow(ended, ended);
    if (this.#member?.rows) this.#endMember(this.#text.length);
    else if (this.#member?.ended && this.#open.length === 1) this.#endMember(this.#member.ended);
  }

  #readString(code: number, at: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (code === backslash) this.#escaped = true;
    else if (code === quote) {
      this.#inString = false;
      if (this.#open.length === 1 && !this.#member) this.#key = [this.#stringFrom, at + 1];
      this.#valueEnded(at + 1);
    }
  }

  #opened(code: number, at: number): void {
    this.#open.push(code === openBrace ? closeBrace : closeBracket);
    const depth = this.#open.length;
    this.found.depth = Math.max(this.found.depth, depth);
    if (this.#member) this.#member.depth = Math.max(this.#member.depth, depth);
    if (this.#row) this.#row.depth = Math.max(this.#row.depth, depth);
    if (depth !== 2 || code !== openBracket || !this.#member || this.#member.rows) return;
    if (this.#text.slice(this.#member.from, at).trim() !== "") return;
    this.#member.rows = [];
    this.#row = { from: at + 1, depth, ended: null };
  }

  #close(code: number, at: number): "closed" | "broken" | null {
    if (this.#open.at(-1) !== code) {
      this.cut();
      return "broken";
    }
    if (this.#open.length === 2) this.#endRow(at, null);
    if (this.#open.length === 1) this.#endMember(at);
    this.#open.pop();
    this.#valueEnded(at + 1);
    return this.#open.length === 0 ? "closed" : null;
  }

  #valueEnded(at: number): void {
    if (this.#open.length === 1 && this.#member) this.#member.ended = at;
    if (this.#open.length === 2 && this.#row) this.#row.ended = at;
  }

  /** @param next where the next row begins; null where the list ends */
  #endRow(to: number, next: number | null): void {
    if (!this.#row || !this.#member?.rows) return;
    const { from, depth } = this.#row;
    if (this.#text.slice(from, to).trim() !== "") this.#member.rows.push({ from, to, depth });
    this.#row = next === null ? null : { from: next, depth: 0, ended: null };
  }

  #endMember(to: number): void {
    if (this.#key && this.#member) {
      const { from, depth, rows } = this.#member;
      this.found.members.push({ key: this.#key, value: { from, to, depth }, rows });
    }
    this.#key = null;
    this.#member = null;
    this.#row = null;
  }
}
