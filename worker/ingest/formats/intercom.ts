import { htmlToText } from "../html-text.ts";
import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

const customers = new Set(["user", "lead", "contact"]);
/** Parts the customer sees; notes, assignments and events are the desk's own. */
const publicParts = new Set(["comment", "open", "close", "quick_reply"]);

/** Intercom conversations: the first message is `source`, the rest stands in `conversation_parts`. */
export const intercom: WholeFormat = {
  key: "intercom",
  title: "Intercom export",
  is: (record) => isFields(record.conversation_parts) || (record.type === "conversation" && isFields(record.source)),
  read: (record) => {
    const list = isFields(record.conversation_parts) ? record.conversation_parts.conversation_parts : [];
    const parts = (Array.isArray(list) ? list.filter(isFields) : []).filter(({ part_type }) =>
      publicParts.has(String(part_type)),
    );
    const first = isFields(record.source) ? [{ ...record.source, created_at: record.created_at }] : [];
    const messages = [...first, ...parts].flatMap(readPart);
    if (messages.length === 0) return "the conversation is empty: it holds no public message";
    const metadata: Fields = {};
    if (isFields(record.conversation_rating)) {
      metadata.rating = record.conversation_rating.rating;
      metadata.ratingRemark = record.conversation_rating.remark;
    }
    const tags = isFields(record.tags) && Array.isArray(record.tags.tags) ? record.tags.tags : [];
    const names = tags.filter(isFields).map(({ name }) => name);
    if (names.length > 0) metadata.tags = names;
    if (record.state) metadata.state = record.state;
    const subject = isFields(record.source) ? record.source.subject : undefined;
    return [
      {
        id: record.id ?? "",
        title: typeof subject === "string" ? htmlToText(subject) : record.title,
        occurredAt: record.created_at,
        messages,
        metadata,
      },
    ];
  },
};

function readPart({ body, author, created_at, redacted, attachments }: Fields): Fields[] {
  if (redacted === true) return [];
  const files = (Array.isArray(attachments) ? attachments.filter(isFields) : []).map(
    ({ name }) => `[file: ${String(name)}]`,
  );
  const content = [typeof body === "string" ? htmlToText(body) : "", ...files].filter((text) => text !== "").join("\n");
  if (content === "") return [];
  const type = isFields(author) ? String(author.type) : "";
  return [{ role: customers.has(type) ? "user" : "assistant", content, timestamp: created_at }];
}
