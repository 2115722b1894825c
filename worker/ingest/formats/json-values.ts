import { longestRecord, type TextWindow } from "../text-window.ts";
import { deepestNesting, findRecordList, newScan, type ScanOutcome, scanValue } from "./json-scan.ts";

/** One value of a file, not yet parsed, or why there is none. */
export type JsonPiece =
  | { at: string; text: string; inList: boolean; listEnds?: false }
  | { at: string; problem: string; cut?: boolean }
  /** A list ended: what was gathered from its elements is whole. */
  | { listEnds: true };

/** An object this long is looked into for a list of records instead of being held. */
const longestWrapper = 4_000_000;

/** Members whose list is part of one record, not a list of records. */
export const ownParts: ReadonlySet<string> = new Set(["messages", "turns", "mapping", "images", "chat_messages"]);

/** Between values: commas, byte order marks, and the record separator of RFC 7464. */
const space = /[\s,\ufeff]|\p{Cc}/u;

/**
 * The values of JSON text in whatever arrangement: one a line, one after another, elements of a list, members of a list
 * inside one object. A line that breaks off costs only itself.
 */
export async function* readJsonValues(window: TextWindow): AsyncGenerator<JsonPiece, void, undefined> {
  const reading = new Reading(window);
  while (await reading.skipSpace()) {
    const char = window.text[window.at];
    if (char === "[") {
      window.moveTo(window.at + 1);
      yield* reading.list();
    } else if (char === "{") yield* reading.ownValue();
    else yield* reading.strayLine();
  }
}

class Reading {
  readonly #window: TextWindow;
  /** True once a value has stood on one line: from then on the file is taken as one a line. */
  #oneALine = false;
  /** Elements of lists so far, over all lists of the file. */
  #elements = 0;
  /** A list broke off: closing brackets that are left over are expected. */
  #adrift = false;

  constructor(window: TextWindow) {
    this.#window = window;
  }

  /** Moves to the next sign that counts; false at the end of the file. */
  async skipSpace(): Promise<boolean> {
    const window = this.#window;
    for (;;) {
      let at = window.at;
      while (at < window.text.length && space.test(window.text.charAt(at))) at++;
      window.moveTo(at);
      if (at < window.text.length) return true;
      if (!(await window.grow())) return false;
    }
  }

  /** A value that stands by itself. */
  async *ownValue(): AsyncGenerator<JsonPiece, void, undefined> {
    const window = this.#window;
    const line = window.lines;
    const at = `line ${line + 1}`;
    const scanned = await this.#scan(this.#oneALine ? "one" : "first", longestWrapper);
    if (scanned.outcome === "end") {
      const text = window.text.slice(window.at, window.at + scanned.end);
      window.moveTo(window.at + scanned.end);
      if (window.lines === line) this.#oneALine = true;
      yield { at, text, inList: false };
    } else if (scanned.outcome === "more" || scanned.outcome === "long") {
      const list = findRecordList(window.text.slice(window.at), ownParts);
      if (list >= 0) {
        window.moveTo(window.at + list);
        yield* this.list();
        await this.#closeWrapper();
      } else if (scanned.outcome === "more") yield this.#cutOff(at);
      else yield* this.#longValue(at, "first");
    } else if (scanned.outcome === "deep") {
      yield { at, problem: tooDeep };
      await this.#skipLine(0);
    } else {
      const cut = window.text.slice(window.at, window.at + scanned.end).trim().length;
      yield { at, problem: `the line is not whole JSON: it breaks off after ${cut} characters` };
      await this.#skipLine(scanned.end);
    }
  }

  /** The elements of a list, up to its end. */
  async *list(): AsyncGenerator<JsonPiece, void, undefined> {
    const window = this.#window;
    while (await this.skipSpace()) {
      const char = window.text[window.at];
      if (char === "]") {
        window.moveTo(window.at + 1);
        yield { listEnds: true };
        return;
      }
      this.#elements++;
      const at = `record ${this.#elements}`;
      if (char !== "{" && char !== "[") {
        yield* this.#scalar(at);
        continue;
      }
      const scanned = await this.#scan("any", longestRecord);
      if (scanned.outcome === "end") {
        const text = window.text.slice(window.at, window.at + scanned.end);
        window.moveTo(window.at + scanned.end);
        yield { at, text, inList: true };
      } else if (scanned.outcome === "long") yield* this.#longValue(at, "any");
      else if (scanned.outcome === "more") yield this.#cutOff(at);
      else if (scanned.outcome === "deep") {
        yield { at, problem: tooDeep };
        await this.#skipAll();
      } else {
        yield { at, problem: `not valid JSON in line ${window.lines + 1}; reading goes on with the next line` };
        await this.#skipLine(scanned.end);
        this.#adrift = true;
        return;
      }
    }
    yield { listEnds: true };
  }

  /** A line that starts with neither `{` nor `[`. */
  async *strayLine(): AsyncGenerator<JsonPiece, void, undefined> {
    const window = this.#window;
    const at = `line ${window.lines + 1}`;
    await window.fill(200);
    const shown = window.text.slice(window.at, window.at + 30).split("\n", 1)[0] ?? "";
    if (this.#adrift && /^[\]}]+,?\s*$/.test(shown)) {
      window.moveTo(window.at + 1);
      return;
    }
    yield { at, problem: `not a JSON object: the line starts with ${JSON.stringify(shown.trimEnd())}` };
    await this.#skipLine(0);
  }

  async #scan(lines: "one" | "first" | "any", limit: number): Promise<ScanOutcome | { outcome: "long" }> {
    const window = this.#window;
    const scan = newScan();
    for (;;) {
      const outcome = scanValue(window.text, window.at, scan, lines);
      if (outcome.outcome !== "more") return outcome;
      if (scan.read > limit) return { outcome: "long" };
      if (!(await window.grow())) return outcome;
    }
  }

  /** A value longer than a wrapper may be: a record up to the limit, beyond it passed over without being held. */
  async *#longValue(at: string, lines: "first" | "any"): AsyncGenerator<JsonPiece, void, undefined> {
    const window = this.#window;
    const scan = newScan();
    let dropped = false;
    for (;;) {
      const scanned = scanValue(window.text, window.at, scan, lines);
      if (scanned.outcome === "end") {
        if (!dropped)
          yield { at, text: window.text.slice(window.at, window.at + scanned.end), inList: lines === "any" };
        window.moveTo(window.at + scanned.end);
        return;
      }
      if (scanned.outcome !== "more") {
        yield { at, problem: "not valid JSON" };
        await this.#skipLine(0);
        return;
      }
      if (scan.read > longestRecord) {
        if (!dropped) yield { at, problem: `longer than ${longestRecord.toLocaleString("en")} characters` };
        dropped = true;
        window.moveTo(window.text.length);
        scan.read = 0;
      }
      if (!(await window.grow())) {
        if (!dropped) yield this.#cutOff(at);
        window.moveTo(window.text.length);
        return;
      }
    }
  }

  /** Numbers, words and strings in a list of records are no records. */
  async *#scalar(at: string): AsyncGenerator<JsonPiece, void, undefined> {
    const window = this.#window;
    const whole = /^(?:"(?:[^"\\]|\\[\s\S])*"|[^",[\]{}\s]+(?=[,\]\s]))/;
    let found = whole.exec(window.text.slice(window.at, window.at + 100_000));
    while (found === null && window.text.length - window.at < 100_000 && (await window.grow())) {
      found = whole.exec(window.text.slice(window.at, window.at + 100_000));
    }
    if (found === null) {
      yield { at, problem: "not valid JSON" };
      await this.#skipLine(0);
      return;
    }
    window.moveTo(window.at + found[0].length);
    yield { at, problem: `${found[0].startsWith('"') ? "a piece of text" : found[0].slice(0, 20)}, not an object` };
  }

  #cutOff(at: string): JsonPiece {
    const window = this.#window;
    window.moveTo(window.text.length);
    return { at, problem: "the file ends in the middle of this record", cut: true };
  }

  /** What an object holds after its list of records. */
  async #closeWrapper(): Promise<void> {
    const window = this.#window;
    const scan = newScan();
    scan.open.push("{".charCodeAt(0));
    for (;;) {
      const scanned = scanValue(window.text, window.at, scan, "any");
      if (scanned.outcome === "end") {
        window.moveTo(window.at + scanned.end);
        return;
      }
      window.moveTo(window.text.length);
      scan.read = 0;
      if (scanned.outcome !== "more" || !(await window.grow())) return;
    }
  }

  /** Goes on with the line after the one that holds the sign `offset` from here. */
  async #skipLine(offset: number): Promise<void> {
    const window = this.#window;
    let from = offset;
    for (;;) {
      const end = window.text.indexOf("\n", window.at + from);
      if (end >= 0) {
        window.moveTo(end + 1);
        return;
      }
      from = 0;
      window.moveTo(window.text.length);
      if (!(await window.grow())) return;
    }
  }

  async #skipAll(): Promise<void> {
    const window = this.#window;
    do window.moveTo(window.text.length);
    while (await window.grow());
  }
}

const tooDeep = `nested too deeply: more than ${deepestNesting.toLocaleString("en")} levels`;
