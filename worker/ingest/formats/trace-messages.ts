import { type Fields, isFields } from "../record.ts";
import { modelMessages } from "./model-messages.ts";

/** Nesting that is looked into for messages. */
const deepest = 4;

/**
 * The messages in what a trace recorded as input or output: text, messages in any vendor's form, or an object that holds
 * them; text that is JSON is read. An object of anything else is shown by its texts.
 * @param role of text that says no role
 */
export function traceMessages(value: unknown, role: string, depth = 0): Fields[] {
  if (value === null || value === undefined || value === "" || depth > deepest) return [];
  if (typeof value === "string") {
    const parsed = parseText(value);
    return parsed === undefined ? [{ role, content: value }] : traceMessages(parsed, role, depth + 1);
  }
  if (Array.isArray(value)) {
    if (value.length > 0 && value.every(Array.isArray)) return traceMessages(value[0], role, depth + 1);
    const messages = modelMessages(value);
    if (messages.length > 0 || value.length === 0) return messages;
    const texts = value.filter((part) => typeof part === "string");
    return texts.length > 0 ? [{ role, content: texts.join("\n") }] : traceMessages(value[0], role, depth + 1);
  }
  if (!isFields(value)) return [{ role, content: String(value) }];
  return fromObject(value, role, depth);
}

function parseText(text: string): unknown {
  if (!/^\s*[[{"]/.test(text)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Members that hold the messages of a request or reply, surest first. */
const holders = [
  "messages",
  "choices",
  "generations",
  "message",
  "kwargs",
  "chat_history",
  "input",
  "output",
  "outputs",
];

function fromObject(value: Fields, role: string, depth: number): Fields[] {
  const single = modelMessages([value]);
  if (single.length > 0) return single;
  for (const name of holders) {
    const member = Object.hasOwn(value, name) ? value[name] : undefined;
    if (member === undefined || member === null) continue;
    // Of several answers the first is the one that was used.
    const wanted = name === "choices" && Array.isArray(member) ? member.slice(0, 1) : member;
    const found = traceMessages(wanted, role, depth + 1);
    if (found.length > 0) return found;
  }
  const texts = Object.entries(value).filter(([, member]) => typeof member === "string" && member.trim() !== "");
  if (texts.length === 0) {
    const isOutermost = depth === 0 && Object.keys(value).length > 0;
    return isOutermost ? [{ role, content: JSON.stringify(value) }] : [];
  }
  return [
    {
      role,
      content: texts.length === 1 ? texts[0]?.[1] : texts.map(([name, text]) => `${name}: ${String(text)}`).join("\n"),
    },
  ];
}
