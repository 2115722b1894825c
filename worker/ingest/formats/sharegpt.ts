import { htmlToText, looksLikeHtml } from "../html-text.ts";
import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";

const roles = new Map([
  ["bing", "assistant"],
  ["bard", "assistant"],
  ["function_call", "assistant"],
  ["observation", "tool"],
  ["function_response", "tool"],
]);

/** ShareGPT: `{id, conversations: [{from, value}]}`. */
export const sharegpt: WholeFormat = {
  key: "sharegpt",
  title: "ShareGPT conversations",
  is: (record) => [record.conversations, record.items, record.conversation].some(isTurns),
  read: (record) => {
    const turns = [record.conversations, record.items, record.conversation].find(isTurns) ?? [];
    const messages = turns.filter(isFields).map(readTurn);
    if (messages.length === 0) return "the conversation is empty: it holds no turn";
    if (typeof record.system === "string" && record.system.trim() !== "")
      messages.unshift({ role: "system", content: record.system });
    return [{ id: record.id ?? "", title: record.title, messages }];
  },
};

function isTurns(value: unknown): value is unknown[] {
  if (!Array.isArray(value)) return false;
  const first = value.find(isFields);
  return first === undefined ? value.length === 0 : "from" in first && "value" in first;
}

function readTurn({ from, value, markdown }: Fields): Fields {
  const said = typeof markdown === "string" ? markdown : value;
  const content = typeof said === "string" && looksLikeHtml(said) ? htmlToText(said) : said;
  return { role: (typeof from === "string" ? roles.get(from) : undefined) ?? from, content };
}
