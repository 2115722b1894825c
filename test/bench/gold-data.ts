import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Message } from "../../worker/contract/content.ts";

/** A content with the class that people gave it. */
export interface GoldContent {
  messages: Message[];
  language: string;
  gold: string;
}

/** Reads a labelled set; null where the directory does not hold it. */
export function readGold(directory: string, file: string, facet: string): GoldContent[] | null {
  const place = path.join(directory, file);
  if (!existsSync(place)) return null;
  // U+2028 stands inside strings of these files: only \n ends a line.
  return readFileSync(place, "utf8")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as { messages: Message[]; lang?: string; labels: Record<string, unknown> })
    .map(({ messages, lang, labels }) => ({ messages, language: lang ?? "en", gold: String(labels[facet] ?? "") }));
}
