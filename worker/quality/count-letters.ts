/** Letters of ASCII, by their code. */
const plain = new Uint8Array(128);
for (let code = 65; code <= 90; code++) {
  plain[code] = 1;
  plain[code + 32] = 1;
}

const foreignLetter = /[[\p{L}\p{M}]--\p{ASCII}]/gv;
const foreignLatin = /[\p{Script=Latin}--\p{ASCII}]/gv;

/** Letters and marks on letters (`\p{L}`, `\p{M}`) of a text. */
export function countLetters(text: string): number {
  return count(text, foreignLetter);
}

/** Letters of the Latin script (`\p{Script=Latin}`). */
export function countLatin(text: string): number {
  return count(text, foreignLatin);
}

/** Most texts are mostly ASCII, which a table counts many times faster than a pattern of Unicode properties. */
function count(text: string, foreign: RegExp): number {
  let letters = 0;
  let ascii = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 128) letters += plain[code] as number;
    else ascii = false;
  }
  return ascii ? letters : letters + (text.match(foreign)?.length ?? 0);
}

/** False only where no letter of the text can be of another script than Latin. Ω (U+2126) is Greek. */
export function mayHoldOtherScripts(text: string): boolean {
  return otherScripts.test(text);
}

const otherScripts = /[\u0370-\u1fff\u2126\u2c00-\uffff]/;
