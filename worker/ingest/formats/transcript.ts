import { knownRole } from "../roles.ts";

export interface Turn {
  role: string;
  content: string;
  timestamp?: string;
}

/**
 * `Name: text`, perhaps after a time in brackets or a bullet: `[10:31] Agent: hello`, `- Customer: hi`, `**User:** hi`,
 * `Agent (Bo) [10:02]: hello`, `Agent> hello`.
 */
const turnStart =
  /^\s*(?:[-*•]\s+)?(?:[[(]?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?Z?|\d{1,2}:\d\d(?::\d\d)?)[\])]?\s*[-–]?\s*)?\**([\p{L}][\p{L}\p{M}\p{N} ._'()/-]{0,39}?)\**\s*(?:\[\d{1,2}:\d\d(?::\d\d)?\]\s*)?(?:[:：]|>(?=\s))\**\s*(.*)$/u;

/** `Q:` and `A:` are speakers where both occur. */
const shortRoles = new Map([
  ["Q", "user"],
  ["A", "assistant"],
]);

/** The share of lines that start with a name in a transcript whose turns are a line each. */
const mostLines = 0.6;

/**
 * The turns of a transcript in one text, or null where it has none. Who speaks are the words known for speakers; where
 * none of them occurs, names that start a line at least twice.
 */
export function splitTranscript(text: string): Turn[] | null {
  const lines = text.split(/\r\n|\n|\r/);
  const starts = lines.map((line) => turnStart.exec(line));
  const counts = new Map<string, number>();
  for (const start of starts) if (start?.[2]) counts.set(start[2], (counts.get(start[2]) ?? 0) + 1);
  const speakers = new Map<string, string>();
  for (const name of counts.keys()) {
    const role = knownRole(name) ?? knownRole(name.replace(/\s*\([^)]*\)$/, ""));
    if (role !== null) speakers.set(name, role);
  }
  if (counts.has("Q") && counts.has("A")) for (const [name, role] of shortRoles) speakers.set(name, role);
  if (speakers.size < 2) {
    // Where most lines start with a name and one of them comes back, somebody who speaks once is a speaker too.
    const filled = lines.filter((line) => line.trim() !== "").length;
    const mostly = starts.filter((start) => start !== null).length > filled * mostLines;
    const oneReturns = [...counts.values()].some((count) => count > 1);
    for (const [name, count] of counts)
      if ((count > 1 || (mostly && oneReturns)) && !speakers.has(name)) speakers.set(name, name);
  }
  if (speakers.size === 0) return null;
  const turns: Turn[] = [];
  for (const [index, line] of lines.entries()) {
    const [, time, speaker, said] = starts[index] ?? [];
    const turn = turns.at(-1);
    const role = speaker === undefined ? undefined : speakers.get(speaker);
    if (role !== undefined) {
      turns.push({ role, content: said ?? "", ...(time?.includes("-") ? { timestamp: time } : {}) });
    } else if (turn) turn.content += `\n${line}`;
    // What stands before the first speaker is a heading, unless it is all there is.
  }
  for (const turn of turns) turn.content = turn.content.replace(/^\n+/, "").trimEnd();
  return turns;
}
