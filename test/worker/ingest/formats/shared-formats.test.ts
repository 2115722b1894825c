import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Message } from "../../../../worker/contract/content.ts";
import { importing, type Outcome } from "../memory-store.ts";

/** The same 40 conversations in every format, and hand-written files of quirks, beside the project. */
const folder = path.resolve(import.meta.dirname, "../../../../../shared/data/formats");
const present = existsSync(folder);

const importFile = (name: string): Promise<Outcome> =>
  importing(readFileSync(path.join(folder, name)), { filename: path.basename(name) });

interface Expected {
  id: string;
  messages: { role: string; content: string; timestamp: string }[];
}

const expected: Expected[] = present
  ? readFileSync(path.join(folder, "_oracle/expected.jsonl"), "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  : [];

/** Formats that know no time of each message, and those that know the speaker's name and no role. */
const withoutTimes =
  /openai|anthropic|sharegpt|langfuse|langsmith|srt|vtt|zoom|plain-text|contact-lens|row-per-conversation|android/;
const withoutRoles = /slack/;
/** The iOS files hold one conversation each. */
const single = /generated-ios/;

const generated = present
  ? readdirSync(folder)
      .filter((room) => room !== "_oracle" && !room.endsWith(".md"))
      .flatMap((room) => readdirSync(path.join(folder, room)).map((name) => `${room}/${name}`))
      .filter((name) => path.basename(name).startsWith("generated-") && !name.endsWith("-users.json"))
  : [];

describe.skipIf(!present)("files of every format (../shared/data/formats)", () => {
  test("there are files to read", () => {
    expect(generated.length).toBeGreaterThan(30);
  });

  test.each(generated)("%s gives the expected conversations, word for word", async (name) => {
    const { report, store } = await importFile(name);
    expect(report).toMatchObject({ imported: single.test(name) ? 1 : 40, duplicates: 0, rejectedCount: 0 });
    const byText = new Map(expected.map((one) => [textOf(one.messages), one]));
    for (const { messages } of store.contents.values()) {
      const said = messages.filter(({ role }) => role !== "system");
      const wanted = byText.get(textOf(said));
      expect(wanted?.messages.length, said[0]?.content).toBe(said.length);
      if (!withoutRoles.test(name))
        expect(said.map(({ role }) => role)).toEqual(wanted?.messages.map(({ role }) => role));
      if (!withoutTimes.test(name))
        expect(said.map(toSecond)).toEqual(wanted?.messages.map(({ timestamp }) => timestamp));
    }
  });

  test.each([
    ["chatgpt-export/quirks.json", "chatgpt-export", [4, 2, 4, 2, 2], 1],
    ["chatgpt-export/quirks-wrapped-object.json", "chatgpt-export", [4, 2], 0],
    ["chatgpt-export/old-2023.json", "chatgpt-export", [2], 0],
    ["claude-export/quirks.json", "claude-export", [4, 2, 2], 1],
    ["openai-chat-jsonl/quirks.jsonl", "openai-chat", [7, 3, 2, 2, 1, 2, 1], 0],
    ["anthropic-messages/quirks.jsonl", "anthropic-messages", [1, 6, 2, 2], 0],
    ["sharegpt/quirks.json", "sharegpt", [3, 2, 5, 2], 1],
    ["langfuse/quirks-traces.json", "langfuse", [2, 4], 0],
    ["langsmith/sdk-wire-post-patch.json", "langsmith", [2], 0],
    ["intercom/openapi-example-503.json", "intercom", [3], 0],
    ["zendesk/quirks-ticket-with-comments.json", "zendesk", [4], 0],
    ["zendesk/chat-history.json", "zendesk-chat", [3], 0],
    ["slack-export/quirks.zip", "slack-export", [2, 1, 1, 1], 0],
    ["discord/quirks.json", "discord", [3], 0],
    ["whatsapp/quirks-ios-_chat.txt", "whatsapp", [6], 0],
    ["whatsapp/quirks-android-12h.txt", "whatsapp", [4], 0],
    ["whatsapp/quirks-other-locales.txt", "whatsapp", [8], 0],
    ["telegram/quirks-result.json", "telegram", [4], 0],
    ["teams-vtt/quirks.vtt", "teams", [6], 0],
    ["teams-graph/chat-messages.json", "teams", [1], 0],
    ["zoom/quirks-transcript.vtt", "zoom", [3], 0],
    ["zoom/quirks-meeting_saved_chat.txt", "zoom", [5], 0],
    ["email/quirks-thread.mbox", "mbox", [2], 0],
    ["posts/x-archive-tweets.js", "x-archive", [1], 0],
    ["posts/linkedin-style.csv", "csv", [1], 0],
    ["posts/hn-items.jsonl", "hacker-news", [1, 1], 1],
    ["plain-text/labelled-mixed.txt", "text", [8], 0],
    ["plain-text/otter-style.txt", "text", [3], 0],
  ])("%s is %s with %j messages and %i refused", async (name, format, messages, rejectedCount) => {
    const { report, store } = await importFile(name);
    expect(report).toMatchObject({ format, rejectedCount });
    expect([...store.contents.values()].map(({ messageCount }) => messageCount)).toEqual(messages);
  });

  test("a workbook of 10,865 rows whose heads say nothing is 300 conversations", async () => {
    const { report, store } = await importFile("xlsx/real-persuasionforgood-300_dialog.xlsx");
    expect(report).toMatchObject({ imported: 300, rejectedCount: 0 });
    expect([...store.contents.values()].reduce((sum, { messageCount }) => sum + messageCount, 0)).toBe(10_864);
  }, 30_000);
});

function textOf(messages: { content: string }[]): string {
  return JSON.stringify(messages.map(({ content }) => content.trim()));
}

function toSecond({ timestamp }: Message): string | undefined {
  return timestamp?.replace(/\.\d+Z$/, "Z");
}
