import type { Fields } from "../record.ts";
import { roleOfName } from "../speaker.ts";
import type { TextFormat } from "../text-format.ts";

const marks = "[\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]";
const date = String.raw`(?<date>\d{1,4}(?:[./-]|\.\s|年)\d{1,2}(?:[./-]|\.\s|月)\d{1,4}(?:\.|日)?)`;
const half = String.raw`(?:[ap]\.?\s?m\.?|오전|오후|上午|下午|午前|午後)`;
const clock = String.raw`(?<time>(?:${half}\s?)?\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?${half})?)`;
/** `20/01/2026, 16:09 - Name: text` (Android) and `[20.01.26, 16:09:44] Name: text` (iOS), in the forms of many countries. */
const lineStart = new RegExp(
  String.raw`^${marks}*\[?${date}[,،]?\s+(?:klo\s+)?${clock}(?:\]\s|\s-\s|:\s|,\s)(?<rest>.*)$`,
  "iu",
);

/** Words of the notice that opens every chat. */
const notices =
  /end-to-end|ende-zu-ende|extremo a extremo|bout en bout|ponta a ponta|punta a punta|da un estremo|сквозн|端到端|エンドツーエンド|종단간|uçtan uca/i;

export const whatsapp: TextFormat = {
  key: "whatsapp",
  title: "WhatsApp chat",
  is: (start) => {
    const lines = start.split("\n", 12).map((line) => line.trimEnd());
    return lineStart.test(lines[0] ?? "") && /[\p{L}\p{N}]/u.test(lines[0] ?? "");
  },
  *read(text, path) {
    const messages = readMessages(text);
    const title = titleOf(path);
    if (messages.length === 0) yield { at: "line 1", reason: "nobody wrote in the chat: it holds notices only" };
    else yield { at: "line 1", value: { id: title, title, messages } };
  },
};

interface Line {
  said: string;
  sender: string | null;
  timestamp: string;
}

function readMessages(text: string): Fields[] {
  const lines: Line[] = [];
  for (const raw of text.split(/\r\n|\n|\r/)) {
    const start = lineStart.exec(raw)?.groups;
    const last = lines.at(-1);
    if (start === undefined) {
      if (last) last.said += `\n${raw}`;
      continue;
    }
    lines.push({
      ...readLine(start.rest ?? "", last?.sender ?? null),
      timestamp: toTime(start.date ?? "", start.time ?? ""),
    });
  }
  const turns: Fields[] = [];
  for (const { sender, said, timestamp } of lines) {
    const content = said.replaceAll(new RegExp(marks, "g"), "").trim();
    if (sender === null || content === "" || content === "null") continue;
    if (said.startsWith("\u200e") && notices.test(content)) continue;
    turns.push({ role: roleOfName(sender), content, timestamp });
  }
  return turns;
}

/** What the chat itself says has no sender: a name is short, without quotes, and no time of day. */
function readLine(rest: string, before: string | null): { said: string; sender: string | null } {
  const [, name, said] = /^([^:\n]{1,60}):(?:\s|(?=\.|$))(.*)$/.exec(rest) ?? [];
  // A line whose "name" is a date goes on with what was said before.
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\s/.test(rest)) return { said: rest, sender: before };
  if (name === undefined) return { said: rest, sender: null };
  if (/["“”«»„]/.test(name)) return { said: rest, sender: null };
  return { said: said ?? "", sender: name.replaceAll(new RegExp(`${marks}|^~\\s?`, "gu"), "").trim() };
}

/** As dates are written elsewhere: `20/01/2026 16:09:44`, `1/20/26 4:09 PM`. */
function toTime(day: string, time: string): string {
  const parts = day.split(/[./年月日\s-]+/).filter((part) => part !== "");
  const separator = day.includes(".") && (parts[0]?.length ?? 0) < 3 ? "." : "/";
  const date = (parts[0]?.length ?? 0) === 4 ? parts.join("-") : parts.join(separator);
  const evening = /p\.?\s?m|오후|下午|午後/i.test(time);
  const morning = /a\.?\s?m|오전|上午|午前/i.test(time);
  const digits = (/\d{1,2}[:.]\d{2}(?:[:.]\d{2})?/.exec(time)?.[0] ?? "").replaceAll(".", ":");
  return `${date} ${digits}${evening ? " PM" : morning ? " AM" : ""}`;
}

/** The chat's name stands in the name of the file, or of the archive around `_chat.txt`. */
function titleOf(path: string): string {
  const names = path.split("/").reverse();
  const name = (names.find((part) => part !== "" && !/^_chat\.txt$/i.test(part)) ?? "").replace(/\.(?:txt|zip)$/i, "");
  return name.replace(/^WhatsApp[ -]+(?:Chat|Unterhaltung)?\s*(?:with|mit|con|avec|com|-)?\s*/i, "").trim() || name;
}
