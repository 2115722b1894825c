import { unescapeHtml } from "../html-text.ts";
import { type Fields, isFields, type RawRecord } from "../record.ts";
import type { GatheredFormat } from "../record-format.ts";
import { roleOfName } from "../speaker.ts";

/** Kinds of message that somebody wrote; the others are events of the channel. */
const written = new Set([undefined, "bot_message", "file_share", "thread_broadcast", "me_message"]);

interface Thread {
  at: string;
  channel: string;
  id: string;
  messages: { ts: string; message: Fields }[];
}

/** A Slack export: a folder a channel, a file a day, and files that name the people and channels. */
export const slack: GatheredFormat = {
  key: "slack-export",
  title: "Slack export",
  is: (record) => isMessage(record) || isUser(record) || isChannel(record),
  gather: () => {
    const people = new Map<string, string>();
    const direct = new Set<string>();
    const threads = new Map<string, Thread>();
    let held = 0;
    return {
      add: (record, { at, path }) => {
        if (isUser(record)) people.set(String(record.id), nameOf(record));
        if (isChannel(record) && typeof record.name !== "string") direct.add(String(record.id));
        if (!isMessage(record) || record.hidden === true || !written.has(subtypeOf(record))) return null;
        const channel = path.split("/").at(-2) ?? "";
        const ts = String(record.ts);
        // Direct messages know no threads: all of one folder are one conversation.
        const isDirect = direct.has(channel) || /^[DG][A-Z0-9]{1,}$/.test(channel) || channel.startsWith("mpdm-");
        const thread = isDirect ? channel : String(record.thread_ts ?? ts);
        const key = `${channel}/${thread}`;
        const known = threads.get(key) ?? { at, channel, id: key, messages: [] };
        threads.set(key, known);
        known.messages.push({ ts, message: record });
        held += 400 + String(record.text ?? "").length;
        return null;
      },
      get held() {
        return held;
      },
      *rest() {
        for (const thread of threads.values()) yield toRecord(thread, people);
        threads.clear();
      },
    };
  },
};

function subtypeOf({ subtype }: Fields): string | undefined {
  return typeof subtype === "string" ? subtype : undefined;
}

function isMessage(record: Fields): boolean {
  return (
    typeof record.ts === "string" &&
    /^\d{9,}\.\d{6}$/.test(record.ts) &&
    ["user", "bot_id", "subtype", "text"].some((name) => name in record)
  );
}

function isUser(record: Fields): boolean {
  return typeof record.id === "string" && /^[UW][A-Z0-9]+$/.test(record.id) && isFields(record.profile);
}

function isChannel(record: Fields): boolean {
  return typeof record.id === "string" && /^[CDG][A-Z0-9]+$/.test(record.id) && Array.isArray(record.members);
}

function nameOf({ real_name, name, profile }: Fields): string {
  const { display_name, real_name: profileName } = isFields(profile) ? profile : {};
  for (const candidate of [real_name, profileName, display_name, name])
    if (typeof candidate === "string" && candidate !== "") return candidate;
  return "";
}

function toRecord({ at, channel, id, messages }: Thread, people: Map<string, string>): RawRecord {
  const inTime = messages.toSorted((a, b) => Number(a.ts) - Number(b.ts));
  const turns = inTime.map(({ ts, message }) => ({
    role: roleOf(message, people),
    content: textOf(message, people),
    timestamp: Number(ts),
  }));
  const said = turns.filter(({ content }) => content !== "");
  return said.length === 0
    ? { at, reason: "nothing is said in the thread" }
    : { at, value: { id, messages: said, metadata: { channel } } };
}

function roleOf({ user, bot_id, user_profile }: Fields, people: Map<string, string>): string {
  if (bot_id !== undefined && user === undefined) return "assistant";
  const profile = isFields(user_profile) ? nameOf({ profile: user_profile }) : "";
  return roleOfName(people.get(String(user)) || profile || String(user ?? ""));
}

function textOf({ text, attachments, blocks, files }: Fields, people: Map<string, string>): string {
  const list = (value: unknown) => (Array.isArray(value) ? value.filter(isFields) : []);
  let said = typeof text === "string" ? text : "";
  if (said.trim() === "")
    said = list(attachments)
      .map(({ text: inner, fallback, pretext }) => inner || pretext || fallback || "")
      .join("\n");
  if (said.trim() === "")
    said = list(blocks)
      .map(({ text: inner }) => (isFields(inner) ? String(inner.text ?? "") : ""))
      .join("\n");
  const names = list(files).map(({ name }) => `[file: ${String(name)}]`);
  return [plain(said, people).trim(), ...names].filter((part) => part !== "").join("\n");
}

/** Slack's own markup: `<@U1>`, `<#C1|name>`, `<url|label>`, `<!here>`. */
function plain(text: string, people: Map<string, string>): string {
  const words = text
    .replaceAll(/<@([UW][A-Z0-9_]+)(?:\|([^<>]*))?>/g, (_, id, name) => `@${people.get(id) || name || id}`)
    .replaceAll(/<#[CG][A-Z0-9]*\|([^<>]*)>/g, "#$1")
    .replaceAll(/<!(?:subteam\^[A-Z0-9]+\|)?@?([^<>|]*)(?:\|[^<>]*)?>/g, "@$1")
    .replaceAll(/<((?:https?|mailto):[^<>|]+)\|([^<>]+)>/g, "$2 ($1)")
    .replaceAll(/<((?:https?|mailto):[^<>|]+)>/g, "$1");
  return unescapeHtml(words);
}
