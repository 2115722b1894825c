import { unescapeHtml } from "../html-text.ts";
import type { Fields, RawRecord } from "../record.ts";
import { knownRole } from "../roles.ts";
import { roleOfName } from "../speaker.ts";
import type { TextFormat } from "../text-format.ts";

const stamp = String.raw`(?:\d{1,3}:)?\d{1,2}:\d{2}[.,]\d{1,3}`;
const timing = new RegExp(String.raw`^\s*(${stamp})\s+-->\s+(${stamp})`);
const opening = new RegExp(String.raw`^(?:\d+\s*\n)?\s*${stamp}\s+-->\s+${stamp}`);

interface Cue {
  begin: number;
  lines: string[];
}

/** Captions of a meeting or a film. Where they say who speaks they are a conversation, else a document. */
function captionFormat(key: string, title: string, is: (start: string) => boolean): TextFormat {
  return { key, title, is, read: readCaptions };
}

const isVtt = (start: string) => /^WEBVTT(?:\s|$)/.test(start);
const cueWithName = new RegExp(String.raw`\n\d+\r?\n${stamp}\s+-->\s+${stamp}[^\n]*\n[^\n:<]{1,60}: `);

/** Kinds of captions, the most telling first. */
export const captionFormats: readonly TextFormat[] = [
  captionFormat("teams", "Teams transcript", (start) => isVtt(start) && /<v(?:\.[^\s>]+)?[\s>]/.test(start)),
  captionFormat("zoom", "Zoom transcript", (start) => isVtt(start) && cueWithName.test(start)),
  captionFormat("vtt", "WebVTT captions", (start) => isVtt(start) || (opening.test(start) && !/^\d+\s*\n/.test(start))),
  captionFormat("srt", "SRT captions", (start) => opening.test(start)),
];

function* readCaptions(text: string, path: string): Generator<RawRecord, void, undefined> {
  const cues = readCues(text);
  if (cues.length === 0) {
    yield { at: "line 1", reason: "the file holds no captions" };
    return;
  }
  const name = (path.split("/").at(-1) ?? "").replace(/\.(?:transcript\.)?(?:vtt|srt|txt)$/i, "");
  const messages = bySpeaker(cues);
  const content = messages ?? [{ role: "author", content: withoutRepeats(cues).join("\n") }];
  yield {
    at: "line 1",
    value: { id: name, title: name, kind: messages ? "conversation" : "document", messages: content },
  };
}

/** A cue is a line with two times and what follows up to an empty line; what cannot be one is passed over. */
function readCues(text: string): Cue[] {
  const cues: Cue[] = [];
  let cue: Cue | null = null;
  const lines = text.split(/\r\n|\n|\r/);
  for (const [index, line] of lines.entries()) {
    const times = timing.exec(line);
    if (times) {
      cue = { begin: seconds(times[1] ?? ""), lines: [] };
      cues.push(cue);
    } else if (line.trim() === "") cue = null;
    else if (cue && !timing.test(lines[index + 1] ?? "")) cue.lines.push(line);
    else if (cue && !/^\s*(?:\d+|[0-9a-f-]{36}\/\S*)\s*$/i.test(line)) cue.lines.push(line);
  }
  return cues.filter(({ lines: said }) => said.join("").trim() !== "").toSorted((a, b) => a.begin - b.begin);
}

function seconds(time: string): number {
  return time
    .replace(",", ".")
    .split(":")
    .reduce((sum, part) => sum * 60 + Number(part), 0);
}

const plain = (text: string) => unescapeHtml(text.replaceAll(/<[^<>]*>/g, "")).trim();

/** The turns of captions that say who speaks; null where they do not. */
function bySpeaker(cues: Cue[]): Fields[] | null {
  const found = cues.map(({ lines }) => speakerOf(lines.join(" ")));
  const named = found.filter(({ speaker, tagged }) => speaker !== null && !tagged);
  const known = named.some(({ speaker }) => knownRole(speaker ?? "") !== null);
  if (!found.some(({ tagged }) => tagged) && !known && named.length * 2 < found.length) return null;
  let speaker = "";
  return found.map(({ speaker: name, said }) => {
    speaker = name ?? speaker;
    return { role: roleOfName(speaker), content: said };
  });
}

function speakerOf(text: string): { speaker: string | null; said: string; tagged: boolean } {
  const voice = /<v(?:\.[^\s>]+)?(?:\s+([^>]*))?>/.exec(text);
  if (voice) return { speaker: unescapeHtml(voice[1] ?? "").trim(), said: plain(text), tagged: true };
  const said = plain(text);
  const [, name, rest] = /^([\p{L}][^:]{0,60}?):\s+(\S[\s\S]*)$/u.exec(said) ?? [];
  return name === undefined
    ? { speaker: null, said, tagged: false }
    : { speaker: name.trim(), said: rest ?? "", tagged: false };
}

/** Captions that roll show every line twice: once as it comes, once as it goes. */
function withoutRepeats(cues: Cue[]): string[] {
  const shown: string[] = [];
  for (const { lines } of cues) {
    for (const line of lines.map(plain)) if (line !== "" && !shown.slice(-2).includes(line)) shown.push(line);
  }
  return shown;
}
