import type { FacetAnswer } from "./answer.ts";
import type { Reading } from "./reading.ts";
import { cutAtGrapheme } from "./shorten.ts";

const longestQuote = 200;
/** Context kept before the telling words when a sentence is too long to quote whole. */
const leadIn = 40;

export interface Quote {
  facet: string;
  message: number;
  quote: string;
}

/** The stretch of the message that the answer rests on, exactly as written; null where nothing was said. */
export function quoteFor(facet: string, answer: FacetAnswer, reading: Reading): Quote | null {
  if (!answer.source) return null;
  const { sentence, at } = answer.source;
  const content = reading.messages[sentence.message]?.content ?? "";
  const whole = content.slice(sentence.start, sentence.end);
  const quote = whole.trim().length <= longestQuote ? whole.trim() : window(content, sentence.start, sentence.end, at);
  // A lone surrogate would not survive the way through JSON as it stands.
  return quote !== "" && quote.isWellFormed() && content.includes(quote)
    ? { facet, message: sentence.message, quote }
    : null;
}

function window(content: string, start: number, end: number, at: number): string {
  let from = Math.max(start, Math.min(at, end) - leadIn);
  const space = content.indexOf(" ", from);
  if (from > start && space !== -1 && space < at) from = space + 1;
  const low = content.charCodeAt(from);
  if (low >= 0xdc00 && low <= 0xdfff) from += 1;
  const cut = cutAtGrapheme(content.slice(from, Math.min(end, from + longestQuote + 64)), longestQuote);
  const lastSpace = cut.lastIndexOf(" ");
  return (lastSpace > longestQuote * 0.6 ? cut.slice(0, lastSpace) : cut).trim();
}
