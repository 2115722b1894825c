/** Windows-1252 where it is not Latin-1: the byte of each character. */
const bytes1252 = new Map(
  [
    ...[0x20ac, 0x81, 0x201a, 0x192, 0x201e, 0x2026, 0x2020, 0x2021, 0x2c6, 0x2030, 0x160, 0x2039, 0x152, 0x8d, 0x17d],
    ...[0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x2dc, 0x2122, 0x161, 0x203a, 0x153, 0x9d],
    ...[0x17e, 0x178],
  ].map((code, place) => [String.fromCharCode(code), 0x80 + place]),
);
const following = `[\\u0080-\\u00bf${[...bytes1252.keys()].join("")}]`;
/** A character of UTF-8 whose bytes were read as characters, by the length that its first byte announces. */
const misread = new RegExp(
  `[\\u00c2-\\u00df]${following}|[\\u00e0-\\u00ef]${following}{2}|[\\u00f0-\\u00f4]${following}{3}`,
  "g",
);
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The commonest signs of it, and none that people write: accented Latin letters, typographic quotes, emoji. */
const telltale =
  /Ã[\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u2122]|â€[\u0153\u0161\u0152\u017e\u201c-\u201d\u2122\u00a6\u02dc]|ðŸ/;

/** Whether UTF-8 was read as Windows-1252 before it came here. */
export function hasBrokenCharacters(text: string): boolean {
  return telltale.test(text);
}

/** UTF-8 that was once read as Windows-1252, read as it was meant: `GrÃ¶ÃŸe` → `Größe`. All else stays as it is. */
export function mendCharacters(text: string): string {
  return text.replace(misread, (found) => {
    const bytes = Uint8Array.from(found, (character) => bytes1252.get(character) ?? character.charCodeAt(0));
    try {
      return utf8.decode(bytes);
    } catch {
      return found;
    }
  });
}
