const names = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** "de" → "German"; an unknown or malformed code is "Unknown language". */
export function languageName(code: string): string {
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]+)*$/.test(code) || code === "und") return "Unknown language";
  return names.of(code) ?? "Unknown language";
}
