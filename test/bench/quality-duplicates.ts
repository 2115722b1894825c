import { seededRandom } from "../../worker/clustering/random.ts";
import { findDuplicates } from "../../worker/quality/find-duplicates.ts";
import { sketchBytes, sketchOf } from "../../worker/quality/sketch.ts";
import { type GoldContent, readGold } from "./gold-data.ts";

export interface DuplicateRow {
  set: string;
  items: number;
  planted: number;
  /** Of what was found to repeat another, the share that was planted or has a Jaccard similarity of runs over 0.6. */
  precision: number;
  /** Of what was planted, the share that was found, and found to repeat the very content that it was made of. */
  recall: number;
  byKind: string;
  /** Pairs found beside those planted: the sets hold some of their own. */
  own: number;
  milliseconds: number;
}

const sets = ["star-1k.jsonl", "mts-dialog.jsonl", "banking77-test.jsonl", "persuasionforgood.jsonl"];
type Edit = (text: string, random: () => number) => string;

/** What people and exports do to a text that is the same: each leaves what it says as it is. */
const edits: Record<string, Edit> = {
  "case and signs": (text) => text.toUpperCase().replace(/[.,!?']/g, ""),
  typos: (text, random) => {
    const places = Math.max(1, Math.round(text.length / 150));
    let said = text;
    for (let typo = 0; typo < places; typo++) {
      const at = Math.floor(random() * said.length);
      said = said.slice(0, at) + said.slice(at + 1);
    }
    return said;
  },
  greeting: (text) => `Hi! ${text} Thanks.`,
  "a word": (text, random) => {
    const words = text.split(" ");
    words[Math.floor(random() * words.length)] = "somehow";
    return words.join(" ");
  },
  "cut end": (text) => text.slice(0, Math.ceil(text.length * 0.93)),
};

const every = 10;
/** Shorter ones are left alone: a word more or less is another request. */
const shortest = 60;

/** Plants an edited copy of every tenth content and looks whether it is found. */
export function duplicateQuality(directory: string): DuplicateRow[] {
  const rows: DuplicateRow[] = [];
  for (const file of sets) {
    const contents = readGold(directory, file, "intent");
    if (contents) rows.push(measure(file.replace(".jsonl", ""), contents));
    else console.log(`${file}: not there, skipped`);
  }
  return rows;
}

function measure(set: string, contents: GoldContent[]): DuplicateRow {
  const random = seededRandom(20_261_121);
  const texts = contents.map(({ messages }) => messages.map(({ content }) => content).join("\n"));
  const kinds = Object.keys(edits);
  const planted = new Map<number, { of: number; kind: string }>();
  const all = [...texts];
  for (let place = 0; place < texts.length; place += every) {
    const text = texts[place] ?? "";
    const kind = kinds[planted.size % kinds.length] ?? "";
    const edit = edits[kind];
    if (text.length < shortest || !edit) continue;
    planted.set(all.length, { of: place, kind });
    all.push(edit(text, random));
  }
  const began = performance.now();
  const sketches = new Uint8Array(all.length * sketchBytes);
  for (const [place, text] of all.entries()) sketches.set(sketchOf([text]), place * sketchBytes);
  const twins = findDuplicates(sketches, all.length, (place) => Math.ceil((all[place] ?? "").length / 4));
  const milliseconds = performance.now() - began;
  const repeats = new Map(twins.map(({ place, of }) => [place, of]));
  const found = new Map(kinds.map((kind) => [kind, { found: 0, of: 0 }]));
  for (const [place, { of, kind }] of planted) {
    const count = found.get(kind);
    if (!count) continue;
    count.of += 1;
    // The content that it was made of may repeat an earlier one itself.
    const original = repeats.get(of) ?? of;
    if (repeats.get(place) === original || repeats.get(place) === of) count.found += 1;
  }
  const others = twins.filter(({ place }) => !planted.has(place));
  const good = twins.filter(({ place, of }) => planted.has(place) || jaccard(all[place] ?? "", all[of] ?? "") > 0.6);
  const recalled = [...found.values()].reduce((sum, count) => sum + count.found, 0);
  return {
    set,
    items: all.length,
    planted: planted.size,
    precision: twins.length === 0 ? 1 : good.length / twins.length,
    recall: planted.size === 0 ? 1 : recalled / planted.size,
    byKind: [...found].map(([kind, count]) => `${kind} ${count.found}/${count.of}`).join(", "),
    own: others.length,
    milliseconds,
  };
}

/** The true similarity, of runs of five letters. */
function jaccard(a: string, b: string): number {
  const [runsOfA, runsOfB] = [runs(a), runs(b)];
  const both = [...runsOfA].filter((run) => runsOfB.has(run)).length;
  return both / Math.max(1, runsOfA.size + runsOfB.size - both);
}

function runs(text: string): Set<string> {
  const letters = text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
  return new Set(
    Array.from({ length: Math.max(1, letters.length - 4) }, (_, place) => letters.slice(place, place + 5)),
  );
}
