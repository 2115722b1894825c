import { knownRole } from "../roles.ts";

export interface Turn {
  role: string;
  content: string;
  timestamp?: string;
}

/** `Name: text`, perhaps after a time in brackets: `[10:31] Agent: hello`. */
const turnStart =
  /^\s*(?:[[(]?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?Z?|\d{1,2}:\d\d(?::\d\d)?)[\])]?\s*[-–]?\s*)?\**([\p{L}][\p{L}\p{M}\p{N} ._'()/-]{0,39}?)\**\s*[:：]\**\s*(.*)$/u;

/**
 * The turns of a transcript in one text, or null where it has none. Who speaks are the words known for speakers; where
 * none of them occurs, names that start a line at least twice.
 */
export function splitTranscript(text: string): Turn[] | null {
  const lines = text.split(/\r\n|\n|\r/);
  const starts = lines.map((line) => turnStart.exec(line));
  const counts = new Map<string, number>();
  for (const start of starts) if (start?.[2]) counts.set(start[2], (counts.get(start[2]) ?? 0) + 1);
  const speakers = new Set([...counts.keys()].filter((name) => knownRole(name) !== null));
  if (speakers.size < 2) for (const [name, count] of counts) if (count > 1) speakers.add(name);
  if (speakers.size === 0) return null;
  const turns: Turn[] = [];
  for (const [index, line] of lines.entries()) {
    const [, time, speaker, said] = starts[index] ?? [];
    const turn = turns.at(-1);
    if (speaker !== undefined && speakers.has(speaker)) {
      turns.push({ role: speaker, content: said ?? "", ...(time?.includes("-") ? { timestamp: time } : {}) });
    } else if (turn) turn.content += `\n${line}`;
    // What stands before the first speaker is a heading, unless it is all there is.
  }
  for (const turn of turns) turn.content = turn.content.trimEnd();
  return turns;
}
