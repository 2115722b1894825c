/** Names that models have without a provider: `local/lexical`, `auto`. */
const reserved = ["local", "auto"];
const longest = 40;

/**
 * What the model names of a provider begin with: its name in `a-z0-9-`, with a number where that is taken.
 * @param taken the slugs that the owner has already
 */
export function slugOf(name: string, taken: Iterable<string>): string {
  const used = new Set([...reserved, ...taken]);
  const plain = name
    .normalize("NFKD")
    .replace(/\p{Mark}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-");
  const base = trimmed(trimmed(plain).slice(0, longest)) || "provider";
  for (let slug = base, number = 2; ; number++) {
    if (!used.has(slug)) return slug;
    slug = `${base}-${number}`;
  }
}

function trimmed(text: string): string {
  return text.replace(/^-|-$/g, "");
}
