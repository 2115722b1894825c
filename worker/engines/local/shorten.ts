const segmenter = new Intl.Segmenter("und", { granularity: "grapheme" });

/** One line of at most `length` UTF-16 units, cut at a space where there is one and never inside a grapheme. */
export function shorten(text: string, length: number): string {
  const line = text
    .slice(0, length * 4)
    .replace(/[\p{Cc}\s]+/gu, " ")
    .trim();
  if (line.length <= length) return line.toWellFormed();
  const cut = cutAtGrapheme(line, length - 1);
  const space = cut.lastIndexOf(" ");
  return `${(space > length * 0.6 ? cut.slice(0, space) : cut).trimEnd()}…`;
}

/** The longest beginning of whole graphemes within `length` units. */
export function cutAtGrapheme(text: string, length: number): string {
  if (text.length <= length) return text.toWellFormed();
  let end = 0;
  for (const { segment, index } of segmenter.segment(text.slice(0, length + 64))) {
    if (index + segment.length > length) break;
    end = index + segment.length;
  }
  return text.slice(0, end).toWellFormed();
}
