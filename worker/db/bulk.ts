/**
 * Rows for `json_each(?)` in pieces that fit one parameter. D1's strings end at 2 MB and 5,889 rows a second were
 * measured at 100 rows of 2 KB, so 900 KB a piece loses nothing.
 */
const longestParameter = 900_000;

/** Cuts rows into JSON arrays of at most 900 KB each (a single larger row stands alone). */
export function jsonPieces(rows: readonly unknown[]): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let length = 0;
  for (const row of rows) {
    const text = JSON.stringify(row);
    if (piece.length > 0 && length + text.length > longestParameter) {
      pieces.push(`[${piece.join(",")}]`);
      piece = [];
      length = 0;
    }
    piece.push(text);
    length += text.length + 1;
  }
  if (piece.length > 0) pieces.push(`[${piece.join(",")}]`);
  return pieces;
}
