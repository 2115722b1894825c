import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";
import { roleOfName } from "../speaker.ts";

/** Kinds of message that somebody wrote; the others are events. */
const written = new Set(["Default", "Reply", "ChatInputCommand", "ContextMenuCommand"]);

/** One channel as DiscordChatExporter saves it. */
export const discord: WholeFormat = {
  key: "discord",
  title: "Discord export",
  is: (record) => isFields(record.guild) && isFields(record.channel),
  read: (record) => {
    const all = Array.isArray(record.messages) ? record.messages.filter(isFields) : [];
    const seen = new Set<string>();
    const messages = all.flatMap((message) => {
      if (typeof message.type === "string" && !written.has(message.type)) return [];
      const read = readMessage(message);
      const key = JSON.stringify([message.id, read.content]);
      if (read.content === "" || (message.id !== undefined && seen.has(key))) return [];
      seen.add(key);
      return [read];
    });
    if (messages.length === 0) return "the channel is empty: nobody wrote in it";
    const channel = isFields(record.channel) ? record.channel : {};
    const guild = isFields(record.guild) ? record.guild : {};
    return [
      {
        id: channel.id ?? "",
        title: channel.name,
        messages,
        metadata: { server: guild.name, category: channel.category },
      },
    ];
  },
};

function readMessage({ content, author, timestamp, embeds, attachments }: Fields): Fields {
  const list = (value: unknown) => (Array.isArray(value) ? value.filter(isFields) : []);
  const files = list(attachments).map(({ fileName }) => `[file: ${String(fileName)}]`);
  // Embeds of a message with text are previews of its links.
  const said = typeof content === "string" ? content.trim() : "";
  const shown = said === "" ? list(embeds).map(embedText) : [];
  const who = isFields(author) ? author : {};
  return {
    role: who.isBot === true ? "assistant" : roleOfName(String(who.nickname ?? who.name ?? "")),
    content: [said, ...shown, ...files].filter((text) => text !== "").join("\n"),
    timestamp: typeof timestamp === "string" ? timestamp.replace(/(\.\d{3})\d+/, "$1") : undefined,
  };
}

function embedText({ title, description, fields }: Fields): string {
  const rows = (Array.isArray(fields) ? fields.filter(isFields) : []).map(
    ({ name, value }) => `${String(name)}: ${String(value)}`,
  );
  return [title, description, ...rows].filter((text) => typeof text === "string" && text !== "").join("\n");
}
