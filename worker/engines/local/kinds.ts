import { buildLexicon, findHits } from "./lexicon.ts";
import type { Reading, Sentence } from "./reading.ts";
import { negations } from "./sentiment-words.ts";

/** Lists whose entries are of one kind, told by a lexicon: what is said is answered, as it is said. */
const kinds: { asks: RegExp; lexicon: ReturnType<typeof buildLexicon<true>> }[] = [
  {
    asks: /symptom/i,
    lexicon: buildLexicon([
      {
        means: true,
        words: `headache* migraine* fever chills cough* sore_throat runny_nose nausea vomiting diarrh* constipation dizz* fatigue
          tired tiredness rash itch* swelling swollen numbness tingling chest_pain back_pain abdominal_pain stomach_pain
          joint_pain knee_pain neck_pain shoulder_pain pain ache* cramp* bleeding palpitation* shortness_of_breath
          trouble_breathing wheez* insomnia weight_loss weight_gain weakness blurry_vision blurred_vision heartburn sweats
          kopfschmerz* fieber husten schwindel übelkeit schmerz* mal_de_tete fievre toux douleur* dolor fiebre`,
      },
    ]),
  },
  {
    asks: /medication|medicine|drug|prescri/i,
    lexicon: buildLexicon([
      {
        means: true,
        words: `ibuprofen advil motrin paracetamol acetaminophen tylenol aspirin naproxen metformin insulin lisinopril atorvastatin
          *statin *pril *sartan *olol *cillin *mycin *oxacin *azole *prazole *tidine *sone *solone *pine_ *dipine warfarin
          heparin albuterol ventolin zoloft *oxetine sertraline citalopram *zepam gabapentin levothyroxine synthroid
          prednisone lasix furosemide hydrochlorothiazide xanax`,
      },
    ]),
  },
];

/** Words that end like medicines and are none. */
const noMedicine = new Set(["april", "person", "reason", "season", "lesson", "opine", "spine", "alpine", "supine"]);
const negationReach = 3;

/** The entries of a list that asks for one of those kinds, denied ones left out; null where it asks for none. */
export function entriesOfKind(
  asked: string,
  reading: Reading,
  most: number,
): { values: string[]; source: { sentence: Sentence; at: number } | null } | null {
  const kind = kinds.find(({ asks }) => asks.test(asked));
  if (!kind) return null;
  const values = new Map<string, { sentence: Sentence; at: number }>();
  for (const sentence of reading.sentences) {
    // What the other side asks about is not yet the case.
    if (/[?？]\s*$/.test(sentence.text)) continue;
    for (const { start, end } of findHits(kind.lexicon, sentence.tokens, sentence.text, sentence.start)) {
      const index = sentence.tokens.findIndex((token) => token.start === start);
      const before = sentence.tokens.slice(Math.max(0, index - negationReach), Math.max(0, index));
      const word = sentence.text.slice(start - sentence.start, end - sentence.start).toLowerCase();
      if (noMedicine.has(word) || before.some((token) => negations.has(token.word))) continue;
      if (!values.has(word)) values.set(word, { sentence, at: start });
    }
  }
  // "Back pain" holds "pain".
  const words = [...values.keys()];
  const kept = words.filter((word) => !words.some((other) => other !== word && other.includes(word))).slice(0, most);
  return { values: kept, source: (kept[0] === undefined ? null : values.get(kept[0])) ?? null };
}
