import { detectLanguage } from "../../worker/ingest/language.ts";
import { readGold } from "./gold-data.ts";

export interface LanguageRow {
  language: string;
  items: number;
  accuracy: number;
  /** What was said instead, most often first. */
  mistaken: string;
}

/** Language of the short requests of xSID, one row a language and one for all. */
export async function languageQuality(directory: string): Promise<LanguageRow[]> {
  const contents = readGold(directory, "xsid-10x100.jsonl", "intent");
  if (!contents) {
    console.log("xSID: not there (xsid-10x100.jsonl), skipped");
    return [];
  }
  const said = new Map<string, Map<string, number>>();
  for (const { messages, language } of contents) {
    const found = await detectLanguage(messages.map(({ content }) => content).join("\n"));
    const row = said.get(language) ?? new Map<string, number>();
    said.set(language, row.set(found, (row.get(found) ?? 0) + 1));
  }
  const rows = [...said].map(([language, row]): LanguageRow => {
    const items = [...row.values()].reduce((sum, count) => sum + count, 0);
    const mistaken = [...row].filter(([found]) => found !== language).sort(([, a], [, b]) => b - a);
    return {
      language,
      items,
      accuracy: (row.get(language) ?? 0) / items,
      mistaken: mistaken.map(([found, count]) => `${found} ${count}`).join(", "),
    };
  });
  const items = rows.reduce((sum, row) => sum + row.items, 0);
  const right = rows.reduce((sum, row) => sum + row.items * row.accuracy, 0);
  return [...rows, { language: "all", items, accuracy: right / items, mistaken: "" }];
}
