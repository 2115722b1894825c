const entities = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
  ["nbsp", " "],
  ["hellip", "…"],
  ["mdash", "—"],
  ["ndash", "–"],
  ["lsquo", "‘"],
  ["rsquo", "’"],
  ["ldquo", "“"],
  ["rdquo", "”"],
  ["euro", "€"],
  ["copy", "©"],
]);

/** Text with its character references (`&amp;`, `&#8217;`) resolved, once. */
export function unescapeHtml(text: string): string {
  return text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,8}));/gi, (whole, hex, decimal, name) => {
    if (name !== undefined) return entities.get(String(name).toLowerCase()) ?? whole;
    const point = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff) ? String.fromCodePoint(point) : whole;
  });
}

/**
 * The words of a piece of HTML as plain text: line ends where blocks end, pictures as `[image]`, what is quoted, styled or
 * run left out. Nothing is loaded. Not a sanitiser: what comes out is text and is shown as text.
 */
export function htmlToText(html: string): string {
  const text = unseen
    .reduce((rest, [open, close]) => dropBetween(rest, open, close), html)
    .replaceAll(/\r\n?/g, "\n")
    .replaceAll(/<img\b[^<>]*>/gi, "[image]")
    .replaceAll(/<br\b[^<>]*>|<\/(?:p|div|li|tr|h[1-6]|ul|ol|table|pre)\s*>|<p\b[^<>]*>/gi, "\n")
    .replaceAll(/<li\b[^<>]*>/gi, "- ")
    .replaceAll(/<\/?[a-z!][^<>]*>/gi, "");
  return unescapeHtml(text)
    .split("\n")
    .map((line) => line.trim())
    .join("\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

/** What stands between these is not read; what opens and never closes is left alone. */
const unseen: [open: RegExp, close: RegExp][] = [
  [/<!--/g, /-->/g],
  ...["script", "style", "head", "title", "blockquote"].map((name): [RegExp, RegExp] => [
    new RegExp(`<${name}\\b[^<>]*>`, "gi"),
    new RegExp(`</${name}\\s*>`, "gi"),
  ]),
];

/** In one pass, however often something opens: a pattern for both ends would look for the end again each time. */
function dropBetween(text: string, open: RegExp, close: RegExp): string {
  const kept: string[] = [];
  let at = 0;
  for (;;) {
    open.lastIndex = at;
    const start = open.exec(text);
    if (start === null) break;
    close.lastIndex = open.lastIndex;
    if (close.exec(text) === null) break;
    kept.push(text.slice(at, start.index));
    at = close.lastIndex;
  }
  return kept.join("") + text.slice(at);
}

/** Whether a text is HTML and not text that talks of it. */
export function looksLikeHtml(text: string): boolean {
  return (
    /^\s*<(?:div|p|span|html|body|ul|ol|h[1-6]|table|pre)\b[^>]*>/i.test(text) && /<\/[a-z0-9]+\s*>\s*$/i.test(text)
  );
}
