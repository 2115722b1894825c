import { type Fields, isFields } from "../record.ts";

/**
 * Messages as model vendors write them (OpenAI chat and responses, Anthropic messages, LangChain), in the project's own
 * shape. Calls of tools are named in brackets, what tools answered becomes a turn of the tool, thoughts are left out.
 */
export function modelMessages(list: unknown[]): Fields[] {
  return list.flatMap((entry) => (isFields(entry) ? modelMessage(entry) : []));
}

const langchainRoles = new Map([
  ["human", "user"],
  ["ai", "assistant"],
  ["system", "system"],
  ["tool", "tool"],
  ["function", "tool"],
]);

function modelMessage(entry: Fields): Fields[] {
  const { lc, kwargs, id } = entry;
  if (lc !== undefined && isFields(kwargs)) {
    const name = Array.isArray(id)
      ? String(id.at(-1))
          .replace(/Message(?:Chunk)?$/, "")
          .toLowerCase()
      : "";
    return turns(langchainRoles.get(String(kwargs.type ?? name)) ?? langchainRoles.get(name) ?? name, kwargs);
  }
  if (typeof entry.role === "string") return turns(entry.role, entry);
  const type = typeof entry.type === "string" ? langchainRoles.get(entry.type) : undefined;
  return type === undefined ? [] : turns(type, isFields(entry.data) ? entry.data : entry);
}

function turns(role: string, message: Fields): Fields[] {
  const { content, tool_calls, timestamp, created_at, images } = message;
  const said: unknown[] = [];
  const found: Fields[] = [];
  for (const part of Array.isArray(content) ? content : [content]) {
    if (isFields(part) && part.type === "tool_result") found.push({ role: "tool", content: toolText(part.content) });
    else if (isFields(part) && part.type === "tool_use") said.push(`[tool call: ${String(part.name)}]`);
    else if (
      isFields(part) &&
      (part.type === "thinking" || part.type === "redacted_thinking" || part.type === "reasoning")
    )
      continue;
    else if (part !== null && part !== undefined && part !== "") said.push(part);
  }
  for (const call of Array.isArray(tool_calls) ? tool_calls.filter(isFields) : []) {
    const name = isFields(call.function) ? call.function.name : call.name;
    said.push(`[tool call: ${String(name)}]`);
  }
  if (said.length > 0) {
    const only = said.length === 1 ? said[0] : said;
    found.push({ role, content: only, timestamp: timestamp ?? created_at, images });
  }
  return found;
}

function toolText(content: unknown): unknown {
  return typeof content === "string" || Array.isArray(content) ? content : JSON.stringify(content ?? "");
}

/** A system prompt that stands beside the messages: text, or a list of text blocks. */
export function systemTurn(system: unknown): Fields[] {
  if (typeof system === "string" && system.trim() !== "") return [{ role: "system", content: system }];
  return Array.isArray(system) && system.length > 0 ? [{ role: "system", content: system }] : [];
}

const requestMembers = new Set([
  "messages",
  "system",
  "tools",
  "tool_choice",
  "functions",
  "parallel_tool_calls",
  "response_format",
  "max_tokens",
  "temperature",
  "stream",
]);

/** What a record of messages holds beside the request itself: its id, title, labels, metadata. */
export function withoutRequest(record: Fields): Fields {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !requestMembers.has(name)));
}
