const signs: Record<string, string> = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };

/**
 * Undoes, once, the escaping in which a prompt shows all data (engines/prompts/escape.ts): a model copies some words
 * as it saw them and some as they were meant.
 */
export function unescapeMarkup(said: string): string {
  return said.replace(/&(?:lt|gt|amp);/g, (sign) => signs[sign] ?? sign);
}

/** White space and what prompts leave out or set in: all of it counts as one space, or as nothing, between two words. */
const gap = /[\p{Cc}\s\u{E0000}-\u{E0FFF}]+/gu;

/** A message with its gaps closed, and where each character of that stands in the message. */
interface Closed {
  text: string;
  places: number[];
}

/** Finds quotes in one message. Built once a message, since closing its gaps costs a pass over it. */
export class QuotedMessage {
  readonly #content: string;
  #closed: Closed | null = null;

  constructor(content: string) {
    this.#content = content;
  }

  /**
   * The words of the message that a quote stands for, verbatim as they stand there; null where it stands for none. A
   * quote may be escaped as the prompt was and may break its lines elsewhere; every word has to be there.
   */
  find(quote: string): string | null {
    const readings = [quote, unescapeMarkup(quote)];
    for (const reading of readings) if (this.#content.includes(reading)) return reading;
    this.#closed ??= closeGaps(this.#content);
    const { text, places } = this.#closed;
    for (const reading of readings) {
      const words = closeGaps(reading).text.trim();
      const at = words === "" ? -1 : text.indexOf(words);
      const [first, last] = [places[at], places[at + words.length - 1]];
      if (first !== undefined && last !== undefined) return this.#content.slice(first, last + 1);
    }
    return null;
  }
}

function closeGaps(content: string): Closed {
  const places: number[] = [];
  const pieces: string[] = [];
  let from = 0;
  const take = (to: number): void => {
    pieces.push(content.slice(from, to));
    for (let place = from; place < to; place++) places.push(place);
  };
  for (const match of content.matchAll(gap)) {
    take(match.index);
    from = match.index + match[0].length;
    // Unseen characters alone part no words.
    if (!/[\p{Cc}\s]/u.test(match[0])) continue;
    pieces.push(" ");
    places.push(match.index);
  }
  take(content.length);
  return { text: pieces.join(""), places };
}
