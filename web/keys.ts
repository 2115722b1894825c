/** True where a key press belongs to what the reader types into. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !/^(checkbox|radio|button)$/.test(target.getAttribute("type") ?? "")
  );
}

export interface Chord {
  /** The first key of a pair like `g p`, and when it was pressed. */
  first: string | null;
  at: number;
}

/** Where a letter after `g` leads. */
const places = new Map([
  ["p", "/projects"],
  ["a", "/analyses"],
  ["t", "/templates"],
  ["r", "/providers"],
  ["m", "/models"],
]);

/**
 * Reads one key press of the whole app.
 * @returns what to do, if anything, and the chord to remember
 */
export function readKey(chord: Chord, key: string, now: number): { does: string | null; chord: Chord } {
  const fresh = chord.first === "g" && now - chord.at < 1200;
  const done: Chord = { first: null, at: now };
  const place = fresh ? places.get(key) : undefined;
  if (place !== undefined) return { does: place, chord: done };
  if (key === "g") return { does: null, chord: { first: "g", at: now } };
  if (key === "?") return { does: "help", chord: done };
  if (key === "/") return { does: "search", chord: done };
  return { does: null, chord: done };
}
