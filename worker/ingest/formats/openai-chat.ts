import { type Fields, isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";
import { modelMessages, systemTurn, withoutRequest } from "./model-messages.ts";

/** Members that OpenAI's files have beside `messages`, and the project's own records have not. */
const marks = ["tools", "functions", "parallel_tool_calls", "response_format"];

/** OpenAI's files: training and preference rows, batch input and output, stored completions and responses. */
export const openaiChat: WholeFormat = {
  key: "openai-chat",
  title: "OpenAI chat file",
  is: (record) => {
    if (Array.isArray(record.messages)) {
      if (marks.some((name) => name in record)) return true;
      const alone = Object.keys(record).every((name) => name === "messages" || name === "weight");
      return alone && record.messages.some((message) => isFields(message) && isTheirs(message));
    }
    return (
      (typeof record.custom_id === "string" && (isFields(record.body) || isFields(record.response))) ||
      (isFields(record.input) && "preferred_output" in record) ||
      Array.isArray(record.choices) ||
      (record.object === "response" && Array.isArray(record.output))
    );
  },
  read: (record) => {
    const messages = readRow(record);
    if (messages.length === 0) return "the row is empty: it holds no message";
    const { created, created_at, metadata, custom_id, id } = record;
    // A row of messages may carry labels of its own; requests and answers carry settings and counts.
    const others = Array.isArray(record.messages) ? withoutRequest(record) : { metadata };
    return [{ ...others, id: custom_id ?? id ?? "", messages, occurredAt: created ?? created_at }];
  },
};

function isTheirs(message: Fields): boolean {
  return ["system", "developer", "tool", "function"].includes(String(message.role)) || "tool_calls" in message;
}

function readRow(record: Fields): Fields[] {
  if (Array.isArray(record.messages)) return modelMessages(record.messages);
  if (isFields(record.input) && "preferred_output" in record) {
    const asked = Array.isArray(record.input.messages) ? record.input.messages : [];
    return modelMessages([...asked, ...(Array.isArray(record.preferred_output) ? record.preferred_output : [])]);
  }
  if (isFields(record.body)) return readRow(record.body);
  if (isFields(record.response))
    return readRow(isFields(record.response.body) ? record.response.body : record.response);
  if (Array.isArray(record.choices))
    return modelMessages(
      record.choices
        .filter(isFields)
        .slice(0, 1)
        .map(({ message }) => message),
    );
  const input = typeof record.input === "string" ? [{ role: "user", content: record.input }] : record.input;
  return [
    ...systemTurn(record.instructions),
    ...modelMessages([...(Array.isArray(input) ? input : []), ...(Array.isArray(record.output) ? record.output : [])]),
  ];
}
