/** A content in which two speak, in the order of their first words. */
export interface TwoSpeakers {
  id: string;
  speakers: [first: string, second: string];
}

const known = new Map([
  ["user", "assistant"],
  ["assistant", "user"],
]);

/** Conversations in which a word must have been met before its place in the others counts. */
const fewest = 3;

/**
 * Who of two speakers is the user and who the assistant: where one is known the other is the other one; a word that
 * nearly always answers in the whole dataset (a firm's name) is the assistant; else who begins is the user.
 * @returns by content, role as it stands → role that it means
 */
export function assignRoles(contents: readonly TwoSpeakers[]): Map<string, Record<string, string>> {
  const places = new Map<string, { first: number; all: number }>();
  for (const { speakers } of contents) {
    for (const [place, word] of speakers.entries()) {
      const seen = places.get(word) ?? { first: 0, all: 0 };
      places.set(word, { first: seen.first + (place === 0 ? 1 : 0), all: seen.all + 1 });
    }
  }
  const answers = (word: string): boolean => {
    const { first, all } = places.get(word) ?? { first: 0, all: 0 };
    return all >= fewest && first / all < 0.2;
  };
  return new Map(
    contents.map(({ id, speakers: [first, second] }) => {
      const ofFirst = known.has(first)
        ? first
        : (known.get(second) ?? (answers(first) && !answers(second) ? "assistant" : "user"));
      const ofSecond = known.get(ofFirst) ?? "assistant";
      return [id, { [first]: ofFirst, [second]: ofSecond }];
    }),
  );
}
