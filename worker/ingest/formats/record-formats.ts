import type { Fields } from "../record.ts";
import type { RecordFormat } from "../record-format.ts";
import { amazonConnect } from "./amazon-connect.ts";
import { anthropicMessages } from "./anthropic-messages.ts";
import { chatgpt } from "./chatgpt.ts";
import { claude } from "./claude.ts";
import { discord } from "./discord.ts";
import { humanAssistantText, instructPairs } from "./instruct-pairs.ts";
import { intercom } from "./intercom.ts";
import { langfuse } from "./langfuse.ts";
import { langsmith } from "./langsmith.ts";
import { oasst } from "./oasst.ts";
import { openaiChat } from "./openai-chat.ts";
import { hackerNews, tweets } from "./posts.ts";
import { sharegpt } from "./sharegpt.ts";
import { slack } from "./slack.ts";
import { teamsChat } from "./teams-chat.ts";
import { telegram } from "./telegram.ts";
import { zendesk, zendeskChat } from "./zendesk.ts";

/** Formats of JSON records, the most telling first. A record of none of them is in the project's own shape, or in none. */
export const recordFormats: readonly RecordFormat[] = [
  chatgpt,
  claude,
  telegram,
  discord,
  intercom,
  zendesk,
  zendeskChat,
  amazonConnect,
  langsmith,
  langfuse,
  sharegpt,
  oasst,
  slack,
  teamsChat,
  tweets,
  hackerNews,
  openaiChat,
  anthropicMessages,
  instructPairs,
  humanAssistantText,
];

/** The format a record is in; undefined where it is in none of another tool. */
export function recordFormatOf(record: Fields): RecordFormat | undefined {
  return recordFormats.find((format) => format.is(record));
}
