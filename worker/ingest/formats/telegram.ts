import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";
import { roleOfName } from "../speaker.ts";

/** `result.json` of Telegram Desktop: one chat, or all of them in `chats.list`. */
export const telegram: WholeFormat = {
  key: "telegram",
  title: "Telegram export",
  is: (record) =>
    isChat(record) || (isFields(record.chats) && Array.isArray(record.chats.list) && record.chats.list.some(isChat)),
  read: (record) => {
    const list = isFields(record.chats) && Array.isArray(record.chats.list) ? record.chats.list : [record];
    const found = list.filter(isFields).flatMap(readChat);
    return found.length === 0 ? "the chat is empty: nobody wrote in it" : found;
  },
};

function isChat(value: unknown): boolean {
  if (!isFields(value) || !Array.isArray(value.messages)) return false;
  const first = value.messages.find(isFields);
  return first !== undefined && ("date_unixtime" in first || ("from_id" in first && "text" in first));
}

function readChat(chat: Fields): Fields[] {
  const all = Array.isArray(chat.messages) ? chat.messages.filter(isFields) : [];
  const messages = all.filter(({ type }) => type === undefined || type === "message").map(readMessage);
  const said = messages.filter(({ content }) => content !== "");
  return said.length === 0
    ? []
    : [{ id: chat.id ?? "", title: chat.name, messages: said, metadata: { type: chat.type } }];
}

function readMessage({ from, text, date, date_unixtime, media_type, photo, file, file_name }: Fields): Fields {
  const said = (Array.isArray(text) ? text.map(readPart).join("") : readPart(text)).trim();
  const media = media_type ?? (photo ? "photo" : file ? (file_name ?? "file") : null);
  return {
    role: roleOfName(typeof from === "string" ? from : ""),
    content: [said, media === null ? "" : `[${String(media)}]`].filter((part) => part !== "").join("\n"),
    timestamp: date_unixtime ?? date,
  };
}

function readPart(part: unknown): string {
  if (typeof part === "string") return part;
  return isFields(part) && typeof part.text === "string" ? part.text : "";
}
