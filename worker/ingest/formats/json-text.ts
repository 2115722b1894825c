/**
 * One JSON value, read as its writer meant it: whole numbers too long for a number are kept as text, digit for digit,
 * NaN and Infinity become null, a comma before a closing bracket is passed over.
 * @throws SyntaxError for anything else that is not JSON
 */
export function parseJson(text: string): { value: unknown; nulled: boolean } {
  if (!longNumber.test(text)) {
    try {
      return { value: JSON.parse(text), nulled: false };
    } catch (error) {
      if (!repairable.test(text)) throw error;
    }
  }
  const { repaired, nulled } = repair(text);
  return { value: JSON.parse(repaired), nulled };
}

/** May stand inside a string too: then the repair finds nothing to do. */
const longNumber = /\d{16}|\d[eE][+-]?\d{2}/;
const repairable = /NaN|Infinity|,\s*[\]}]/;

/** A string; a number or NaN or Infinity; a comma before a closing bracket. What stands between is left alone. */
const token = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?(?:Infinity|NaN)|-?\d[\d.eE+-]*|,(?=\s*[\]}])/g;

function repair(text: string): { repaired: string; nulled: boolean } {
  let nulled = false;
  const repaired = text.replace(token, (found) => {
    if (found.startsWith('"')) return found;
    if (found === ",") return "";
    if (/^-?\d+$/.test(found)) return Number.isSafeInteger(Number(found)) ? found : `"${found}"`;
    if (Number.isFinite(Number(found))) return found;
    nulled = true;
    return "null";
  });
  return { repaired, nulled };
}
