/** Nesting beyond which nothing is read. */
const deepest = 64;

/**
 * A list or dict as Python prints it (`[{'role': 'user', 'content': None}]`), which is what pandas leaves in a CSV cell.
 * A reader of literals only: nothing is evaluated. A doubled quote inside a string is taken as one, since it can only
 * come from the quoting of a table around it.
 * @throws SyntaxError where the text is anything else
 */
export function parsePythonLiteral(text: string): unknown {
  const reading = new Reading(text);
  const value = reading.value(0);
  reading.end();
  return value;
}

const words = new Map<string, unknown>([
  ["None", null],
  ["True", true],
  ["False", false],
  ["nan", null],
]);

const escapes = new Map([
  ["n", "\n"],
  ["t", "\t"],
  ["r", "\r"],
  ["a", "\x07"],
  ["b", "\b"],
  ["f", "\f"],
  ["v", "\v"],
  ["\n", ""],
]);

class Reading {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): unknown {
    if (depth > deepest) throw new SyntaxError("nested too deeply");
    const sign = this.#next();
    if (sign === "[" || sign === "(") return this.#list(sign === "[" ? "]" : ")", depth);
    if (sign === "{") return this.#dict(depth);
    if (sign === "'" || sign === '"') return this.#string();
    return this.#word();
  }

  end(): void {
    if (this.#next() !== undefined) throw new SyntaxError("more than one value");
  }

  #next(): string | undefined {
    while (/\s/.test(this.#text[this.#at] ?? "")) this.#at++;
    return this.#text[this.#at];
  }

  #take(sign: string): boolean {
    if (this.#next() !== sign) return false;
    this.#at++;
    return true;
  }

  #list(close: string, depth: number): unknown[] {
    this.#at++;
    const list: unknown[] = [];
    while (!this.#take(close)) {
      if (list.length > 0 && !this.#take(",")) throw new SyntaxError("a comma is missing");
      if (this.#take(close)) break;
      list.push(this.value(depth + 1));
    }
    return list;
  }

  #dict(depth: number): Record<string, unknown> {
    this.#at++;
    const entries: [string, unknown][] = [];
    while (!this.#take("}")) {
      if (entries.length > 0 && !this.#take(",")) throw new SyntaxError("a comma is missing");
      if (this.#take("}")) break;
      const key = this.value(depth + 1);
      if (!this.#take(":")) throw new SyntaxError("a colon is missing");
      entries.push([String(key), this.value(depth + 1)]);
    }
    return Object.fromEntries(entries);
  }

  #string(): string {
    const quote = this.#text[this.#at];
    let said = "";
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const sign = this.#text.charAt(this.#at);
      if (sign === "\\") said += this.#escape();
      else if (sign !== quote) said += sign;
      else if (this.#text[this.#at + 1] === quote && !/[\s,\]}):]/.test(this.#text[this.#at + 2] ?? ",")) {
        said += quote;
        this.#at++;
      } else {
        this.#at++;
        return said;
      }
    }
    throw new SyntaxError("a string is not closed");
  }

  #escape(): string {
    this.#at++;
    const sign = this.#text.charAt(this.#at);
    const digits = { x: 2, u: 4, U: 8 }[sign];
    if (digits !== undefined) {
      const point = Number.parseInt(this.#text.slice(this.#at + 1, this.#at + 1 + digits), 16);
      if (!(point <= 0x10ffff)) throw new SyntaxError("an escape is not a character");
      this.#at += digits;
      return String.fromCodePoint(point);
    }
    return escapes.get(sign) ?? sign;
  }

  #word(): unknown {
    const [word] = /^[\w.+-]+/.exec(this.#text.slice(this.#at, this.#at + 60)) ?? [""];
    this.#at += word.length;
    if (words.has(word)) return words.get(word);
    if (/^[+-]?(?:\d[\d_]*)?\.?\d*(?:e[+-]?\d+)?$/i.test(word) && /\d/.test(word)) {
      const number = Number(word.replaceAll("_", ""));
      return Number.isInteger(number) && !Number.isSafeInteger(number) ? word : number;
    }
    throw new SyntaxError("not a literal");
  }
}
