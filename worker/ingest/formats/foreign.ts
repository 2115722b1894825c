import { type Fields, isFields } from "../record.ts";

/** Exports of other tools, known by what their records hold, so that they can be named instead of guessed at. */
const marks: [name: string, is: (record: Fields) => boolean][] = [
  ["ChatGPT export", (r) => isFields(r.mapping) && !Array.isArray(r.messages)],
  ["Claude export", (r) => Array.isArray(r.chat_messages)],
  ["ShareGPT", (r) => Array.isArray(r.conversations) && holds(r.conversations, "from", "value")],
  ["ShareGPT", (r) => Array.isArray(r.items) && holds(r.items, "from", "value")],
  ["OASST tree", (r) => isFields(r.prompt) && Array.isArray(r.prompt.replies)],
  ["Intercom export", (r) => r.type === "conversation" && isFields(r.source)],
  ["Intercom export", (r) => isFields(r.conversation_parts)],
  ["Zendesk export", (r) => Array.isArray(r.comments) && ("requester_id" in r || "ticket_form_id" in r || "via" in r)],
  ["Zendesk export", (r) => isFields(r.ticket) && Array.isArray(r.comments)],
  ["Zendesk chat history", (r) => Array.isArray(r.history) && ("agent_names" in r || "visitor" in r)],
  ["Amazon Connect transcript", (r) => Array.isArray(r.Transcript) && Array.isArray(r.Participants)],
  ["Discord export", (r) => isFields(r.guild) && isFields(r.channel)],
  ["Telegram export", (r) => Array.isArray(r.messages) && holds(r.messages, "date_unixtime")],
  ["Telegram export", (r) => isFields(r.chats) && Array.isArray(r.chats.list)],
  ["Slack export", (r) => typeof r.ts === "string" && /^\d{9,}\.\d{6}$/.test(r.ts) && ("user" in r || "bot_id" in r)],
  ["Teams chat", (r) => typeof r.createdDateTime === "string" && isFields(r.body)],
  ["LangSmith runs", (r) => typeof r.dotted_order === "string" || (typeof r.trace_id === "string" && "run_type" in r)],
  [
    "Langfuse traces",
    (r) =>
      "input" in r && "output" in r && ("sessionId" in r || "traceId" in r || "session_id" in r || "trace_id" in r),
  ],
  ["OpenAI batch file", (r) => typeof r.custom_id === "string" && (isFields(r.body) || isFields(r.response))],
  ["Anthropic batch file", (r) => typeof r.custom_id === "string" && isFields(r.params)],
  ["Anthropic batch results", (r) => typeof r.custom_id === "string" && isFields(r.result)],
  ["OpenAI preference pairs", (r) => isFields(r.input) && "preferred_output" in r],
  [
    "Anthropic transcript text",
    (r) =>
      [r.prompt, r.chosen, r.text].some(
        (text) => typeof text === "string" && /^\s*Human: [\s\S]*\n\nAssistant:/.test(text),
      ),
  ],
  ["prompt and completion pairs", (r) => typeof r.prompt === "string" && typeof r.completion === "string"],
  ["X archive", (r) => isFields(r.tweet)],
  ["Hacker News items", (r) => typeof r.by === "string" && ("kids" in r || "descendants" in r || r.type === "comment")],
];

function holds(list: unknown[], ...names: string[]): boolean {
  const first = list.find(isFields);
  return first !== undefined && names.every((name) => name in first);
}

/** The name of the export a record belongs to, null where it is none that is known. */
export function foreignFormat(record: Fields): string | null {
  return marks.find(([, is]) => is(record))?.[0] ?? null;
}

/** Tables of other tools, known by columns that stand together. */
const tables: [name: string, columns: string[]][] = [["Langfuse traces", ["input", "output", "sessionId"]]];

/** The name of the export that a table with these columns is, null where it is none that is known. */
export function foreignTable(columns: string[]): string | null {
  return tables.find(([, marks]) => marks.every((mark) => columns.includes(mark)))?.[0] ?? null;
}
