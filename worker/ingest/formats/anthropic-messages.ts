import { isFields } from "../record.ts";
import type { WholeFormat } from "../record-format.ts";
import { modelMessages, systemTurn, withoutRequest } from "./model-messages.ts";

/** Anthropic's files: message requests, batch input (`params`) and batch results, which hold the reply alone. */
export const anthropicMessages: WholeFormat = {
  key: "anthropic-messages",
  title: "Anthropic messages file",
  is: (record) =>
    (typeof record.custom_id === "string" && (isFields(record.params) || isFields(record.result))) ||
    (Array.isArray(record.messages) && "system" in record) ||
    (record.type === "message" && typeof record.role === "string" && Array.isArray(record.content)),
  read: (record) => {
    const { params, result } = record;
    const request = isFields(params) ? params : record;
    const reply = isFields(result) ? (isFields(result.message) ? [result.message] : []) : [];
    const messages = [
      ...systemTurn(request.system),
      ...modelMessages(Array.isArray(request.messages) ? request.messages : []),
      ...modelMessages(record.type === "message" ? [record] : reply),
    ];
    if (messages.length === 0) {
      const type = isFields(result) && typeof result.type === "string" ? ` (${result.type.slice(0, 40)})` : "";
      return `the row holds no message${type}`;
    }
    const { custom_id, id } = record;
    const others = Array.isArray(record.messages) ? withoutRequest(record) : {};
    return [{ ...others, id: custom_id ?? id ?? "", messages }];
  },
};
