const opening = ["Hello,", "Hi there,", "Good morning,", "Hey,", "To whom it may concern,"];
const matter = [
  "my parcel has not arrived yet, where is it",
  "I want my money back for the shoes I returned",
  "the app crashes whenever I open my invoices",
  "I was charged twice for the same subscription",
  "how do I change the address of my order",
  "please cancel my membership at the end of the month",
  "I forgot my password and the reset mail never comes",
  "the blender I bought makes a terrible noise",
  "do you ship to Norway and what does it cost",
  "your agent was very kind, thank you",
];
const answers = [
  "I am sorry to hear that. Let me look it up.",
  "Thank you for your patience, it is being sorted out.",
  "That should not have happened. I have forwarded it.",
  "Of course. It is done.",
];

/** Made-up conversations, the same for the same seed; every id once, every text its own. */
export function conversations(count: number, random: () => number): string[] {
  const pick = (list: string[]): string => list[Math.floor(random() * list.length)] ?? "";
  return Array.from({ length: count }, (_, i) =>
    JSON.stringify({
      id: `chaos-${String(i).padStart(6, "0")}`,
      messages: [
        { role: "user", content: `${pick(opening)} ${pick(matter)}? My number is ${i}.` },
        { role: "assistant", content: pick(answers) },
        { role: "user", content: random() < 0.5 ? "Thanks!" : "That does not help me at all." },
      ],
    }),
  );
}

/** A small seeded generator (mulberry32): the same run can be had again. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
