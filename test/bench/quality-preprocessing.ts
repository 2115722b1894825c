import { type DuplicateRow, duplicateQuality } from "./quality-duplicates.ts";
import { type LanguageRow, languageQuality } from "./quality-languages.ts";
import { type PartsRow, partsQuality } from "./quality-parts.ts";
import { type PrivacyRow, privacyQuality } from "./quality-privacy.ts";

export interface Preprocessing {
  languages: LanguageRow[];
  duplicates: DuplicateRow[];
  privacy: PrivacyRow[];
  parts: PartsRow[];
}

const percent = (share: number) => `${(100 * share).toFixed(1)}%`;

/** What is done with contents before a model sees them, on public texts and on values planted in them; prints its tables. */
export async function preprocessingQuality(directory: string): Promise<Preprocessing> {
  const languages = await languageQuality(directory);
  console.log(
    "Language of short requests (xSID). The items that the set calls `ar` are in English there: a fault of the set, left in.",
  );
  console.table(languages.map((row) => ({ ...row, accuracy: percent(row.accuracy) })));

  const duplicates = duplicateQuality(directory);
  console.log(
    "Near duplicates: an edited copy of every tenth content of 60 characters or more is planted. Precision counts as right what " +
      "was planted or truly has a similarity over 0.6; the kinds of edit are our own choice.",
  );
  console.table(
    duplicates.map((row) => ({
      ...row,
      precision: percent(row.precision),
      recall: percent(row.recall),
      milliseconds: Math.round(row.milliseconds),
    })),
  );

  const privacy = privacyQuality(directory);
  console.log(
    "Personal data: made-up values planted in 1,000 chats of STAR, some forms of each kind, written by the author of the rules, " +
      "so they flatter. Names of the chats' own count against precision, though most are names. A name without a cue is not found.",
  );
  console.table(privacy.map((row) => ({ ...row, recall: percent(row.recall), precision: percent(row.precision) })));

  const parts = await partsQuality(directory);
  console.log("Meetings of up to 138,000 characters (QMSum) with models of small contexts: what is sent, in tokens");
  console.table(parts);
  return { languages, duplicates, privacy, parts };
}
