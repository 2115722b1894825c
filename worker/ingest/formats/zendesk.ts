import { htmlToText } from "../html-text.ts";
import { cutQuoted } from "../mail-text.ts";
import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";
import { roleOfName } from "../speaker.ts";

/** Zendesk tickets, alone or with their comments and users beside them. */
export const zendesk: WholeFormat = {
  key: "zendesk",
  title: "Zendesk export",
  is: (record) =>
    Array.isArray(record.comments) &&
    (isFields(record.ticket) || ["requester_id", "ticket_form_id", "via"].some((name) => name in record)),
  read: (record) => {
    const ticket = isFields(record.ticket) ? record.ticket : record;
    const users = [record.users, ticket.users].flatMap((list) => (Array.isArray(list) ? list.filter(isFields) : []));
    const people = new Map(users.map((user) => [user.id, user]));
    const comments = Array.isArray(record.comments) ? record.comments.filter(isFields) : [];
    const messages = comments
      .filter(({ public: isPublic }) => isPublic !== false)
      .flatMap((comment) => readComment(comment, ticket.requester_id, people));
    if (messages.length === 0) return "the ticket is empty: it holds no public comment";
    const rating = isFields(ticket.satisfaction_rating) ? ticket.satisfaction_rating : {};
    const { id, subject, created_at, tags, status, priority } = ticket;
    return [
      {
        id: id ?? "",
        title: subject,
        occurredAt: created_at,
        messages,
        metadata: { tags, status, priority, rating: rating.score, ratingComment: rating.comment },
      },
    ];
  },
};

function readComment(comment: Fields, requester: unknown, people: Map<unknown, Fields>): Fields[] {
  const text = [comment.plain_body, comment.body].find((body) => typeof body === "string" && body.trim() !== "");
  const html = typeof comment.html_body === "string" ? htmlToText(comment.html_body) : "";
  const said = typeof text === "string" ? text : html;
  if (isFields(comment.via) && comment.via.channel === "chat_transcript") {
    const turns = readChatLog(said, people);
    if (turns.length > 0) return turns;
  }
  const files = (Array.isArray(comment.attachments) ? comment.attachments.filter(isFields) : []).map(
    ({ file_name }) => `[file: ${String(file_name)}]`,
  );
  const content = [cutQuoted(said), ...files].filter((part) => part !== "").join("\n");
  if (content === "") return [];
  const { author_id, created_at } = comment;
  const known = people.get(author_id)?.role;
  const asks = known === undefined ? author_id === requester : known === "end-user";
  return [{ role: author_id === -1 ? "system" : asks ? "user" : "assistant", content, timestamp: created_at }];
}

/** A chat that was put into one comment: `(10:01:02 AM) Visitor 1: hi`. */
function readChatLog(text: string, people: Map<unknown, Fields>): Fields[] {
  const agents = new Set([...people.values()].filter(({ role }) => role !== "end-user").map(({ name }) => name));
  const turns: { role: string; content: string }[] = [];
  for (const line of text.split(/\r?\n/)) {
    const found = /^\(\d{1,2}:\d\d(?::\d\d)?(?:\s*[AP]M)?\)\s*([^:]{1,60}):\s?(.*)$/i.exec(line);
    const last = turns.at(-1);
    if (found)
      turns.push({ role: agents.has(found[1]) ? "assistant" : roleOfName(found[1] ?? ""), content: found[2] ?? "" });
    else if (last && line.trim() !== "") last.content += `\n${line}`;
  }
  return turns.filter(({ content }) => content.trim() !== "");
}

/** Chats of Zendesk Chat: `history` with joins, tags and messages. */
export const zendeskChat: WholeFormat = {
  key: "zendesk-chat",
  title: "Zendesk chat history",
  is: (record) => Array.isArray(record.history) && ("agent_names" in record || "visitor" in record),
  read: (record) => {
    const agents = new Set(Array.isArray(record.agent_names) ? record.agent_names : []);
    const events = Array.isArray(record.history) ? record.history.filter(isFields) : [];
    const messages = events.flatMap(({ type, name, msg, attachment, timestamp }): Fields[] => {
      const role = agents.has(name) ? "assistant" : "user";
      if (type === "chat.msg" && typeof msg === "string" && msg.trim() !== "")
        return [{ role, content: msg, timestamp }];
      if (type !== "chat.file") return [];
      return [{ role, content: `[file: ${isFields(attachment) ? String(attachment.name) : "unnamed"}]`, timestamp }];
    });
    if (messages.length === 0) return "the chat is empty: nobody wrote in it";
    const { id, rating, comment, tags, timestamp } = record;
    return [{ id: id ?? "", occurredAt: timestamp, messages, metadata: { rating, ratingComment: comment, tags } }];
  },
};
