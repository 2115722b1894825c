import type { RawRecord } from "../record.ts";
import { roleOfName } from "../speaker.ts";
import type { TextFormat } from "../text-format.ts";
import { splitTranscript, type Turn } from "./transcript.ts";

/** Words, or characters where words are not set apart, below which a text is no document. */
const fewestWords = 20;
const fewestCharacters = 120;

/** `Ann Lee  00:03`, and what she says on the lines below. */
const speakerLine = /^(\S.{0,58}?)\s{2,}((?:\d{1,2}:)?\d{1,2}:\d{2})\s*$/;
const rule = /^\s*(?:-{4,}|={3,}|_{4,}|\*{3,}|(?:- ){3,}-?|-{3})\s*$/;
const heading =
  /^(?:#{1,2}\s+(?<hash>\S.*)|(?:Conversation|Session|Ticket|Chat|Call|Gespräch|Conversación)\s+(?<named>[#\w][\w.:/-]*))\s*$/i;

/** Text without any other form: transcripts with a name at the start of a line, else one document. */
export const plainText: TextFormat = {
  key: "text",
  title: "Plain text",
  is: (start) => isReadable(start),
  *read(text, path) {
    const name = (path.split("/").at(-1) ?? "").replace(/\.(?:txt|md|text|log)$/i, "");
    const sections = sectionsOf(text);
    const read = sections.map((section) => ({ ...section, turns: turnsOf(section.lines) }));
    const talks = read.filter(({ turns }) => turns !== null);
    if (talks.length === 0) {
      yield {
        at: "line 1",
        value: { id: name, title: name, kind: "document", messages: [{ role: "author", content: text.trim() }] },
      };
      return;
    }
    for (const { title, at, turns, lines } of read) {
      const id = title ?? (talks.length === 1 ? name : "");
      if (turns !== null) yield toRecord(id, title ?? name, at, turns);
      else if (lines.join("").trim() !== "" && talks.length > 1)
        yield { at, reason: "nobody speaks here: no line starts with a name and a colon" };
    }
  },
};

function isReadable(start: string): boolean {
  const lines = start.split(/\r\n|\n|\r/);
  const sections = sectionsOf(lines.join("\n"));
  if (sections.some(({ lines: part }) => turnsOf(part) !== null)) return true;
  if (/[^\P{Cc}\t\n\r\f]/u.test(start)) return false;
  const words = start.split(/\s+/).filter((word) => /\p{L}/u.test(word));
  const wide = start.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/gu)?.length ?? 0;
  const letters = start.match(/\p{L}/gu)?.length ?? 0;
  return letters > start.length / 2 && (words.length >= fewestWords || wide >= fewestCharacters / 4);
}

interface Section {
  title: string | null;
  at: string;
  lines: string[];
}

/** Conversations in one text are set apart by ruled lines or headings. */
function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let section: Section = { title: null, at: "line 1", lines: [] };
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const head = heading.exec(line)?.groups;
    if (!rule.test(line) && head === undefined) {
      section.lines.push(line);
      continue;
    }
    if (section.title !== null || section.lines.join("").trim() !== "") {
      sections.push(section);
      section = { title: null, at: `line ${index + 1}`, lines: [] };
    }
    if (head !== undefined)
      section = { title: (head.hash ?? head.named ?? "").trim(), at: `line ${index + 1}`, lines: [] };
  }
  if (section.title !== null || section.lines.join("").trim() !== "") sections.push(section);
  return sections;
}

function turnsOf(lines: string[]): Turn[] | null {
  const stamped = lines.filter((line) => speakerLine.test(line)).length;
  if (stamped < 2) return splitTranscript(lines.join("\n"));
  const turns: Turn[] = [];
  for (const line of lines) {
    const start = speakerLine.exec(line);
    const last = turns.at(-1);
    if (start) turns.push({ role: roleOfName(start[1] ?? ""), content: "" });
    else if (last && !/^Transcribed by https?:/.test(line)) last.content += `${line}\n`;
  }
  return turns;
}

function toRecord(id: string, title: string, at: string, turns: Turn[]): RawRecord {
  const messages = turns
    .map((turn) => ({ ...turn, content: turn.content.trim() }))
    .filter(({ content }) => content !== "");
  return messages.length === 0 ? { at, reason: "nothing is said here" } : { at, value: { id, title, messages } };
}
