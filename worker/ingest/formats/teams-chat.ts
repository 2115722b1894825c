import { htmlToText, unescapeHtml } from "../html-text.ts";
import { type Fields, isFields } from "../record.ts";
import type { GatheredFormat } from "../record-format.ts";
import { roleOfName } from "../speaker.ts";

interface Chat {
  at: string;
  messages: { time: string; turn: Fields }[];
}

/** Messages of Microsoft Teams as Graph gives them: newest first, HTML, with events among them. */
export const teamsChat: GatheredFormat = {
  key: "teams",
  title: "Teams chat",
  is: (record) => typeof record.createdDateTime === "string" && isFields(record.body),
  gather: () => {
    const chats = new Map<string, Chat>();
    let held = 0;
    return {
      add: (record, { at, path }) => {
        const { messageType, deletedDateTime, createdDateTime, chatId, channelIdentity, replyToId } = record;
        if ((messageType !== undefined && messageType !== "message") || deletedDateTime) return null;
        const turn = readMessage(record);
        if (turn.content === "") return null;
        // In a channel replies name what they answer; a chat is one conversation.
        const channel = isFields(channelIdentity)
          ? `${String(channelIdentity.channelId)}/${String(replyToId || record.id)}`
          : "";
        const key = String(chatId || channel || path);
        const chat = chats.get(key) ?? { at, messages: [] };
        chats.set(key, chat);
        chat.messages.push({ time: String(createdDateTime), turn });
        held += 400 + String(turn.content).length;
        return null;
      },
      get held() {
        return held;
      },
      *rest() {
        for (const [id, { at, messages }] of chats) {
          const inTime = messages.toSorted((a, b) => (a.time < b.time ? -1 : a.time > b.time ? 1 : 0));
          yield { at, value: { id, messages: inTime.map(({ turn }) => turn) } };
        }
        chats.clear();
      },
    };
  },
};

function readMessage({ from, body, createdDateTime, attachments, subject }: Fields): Fields {
  const { user, application } = isFields(from) ? from : {};
  const html = isFields(body) && typeof body.content === "string" ? body.content : "";
  const text = isFields(body) && body.contentType === "text" ? unescapeHtml(html) : htmlToText(html);
  const files = (Array.isArray(attachments) ? attachments.filter(isFields) : [])
    .filter(({ name }) => typeof name === "string" && name !== "")
    .map(({ name }) => `[file: ${String(name)}]`);
  const title = typeof subject === "string" ? subject : "";
  return {
    role: isFields(user) ? roleOfName(String(user.displayName ?? "")) : isFields(application) ? "assistant" : "unknown",
    content: [title, text, ...files].filter((part) => part !== "").join("\n"),
    timestamp: createdDateTime,
  };
}
