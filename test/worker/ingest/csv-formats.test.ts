import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import type { Message } from "../../../worker/contract/content.ts";
import { importing } from "./memory-store.ts";

/** The same 40 conversations in several kinds of table, beside the project. */
const folder = path.resolve(import.meta.dirname, "../../../../shared/data/formats");
const csv = path.join(folder, "csv");
const present = existsSync(csv);

interface Expected {
  id: string;
  messages: { role: string; content: string; timestamp?: string }[];
}

/** Tables with a cell a conversation have no time of each message. */
const withoutTimes = /row-per-conversation/;

describe.skipIf(!present)("tables (../shared/data/formats/csv)", () => {
  test.each(present ? readdirSync(csv).filter((name) => name.startsWith("generated-")) : [])(
    "%s holds the 40 conversations",
    async (name) => {
      const expected: Expected[] = readFileSync(path.join(folder, "_oracle/expected.jsonl"), "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      const { report, store } = await importing(readFileSync(path.join(csv, name)), { filename: name });
      expect(report).toMatchObject({ imported: 40, rejectedCount: 0, warnings: [] });
      const strip = ({ role, content, timestamp }: Message) =>
        withoutTimes.test(name) ? { role, content } : { role, content, timestamp };
      for (const { id, messages } of expected)
        expect(store.contents.get(id)?.messages.map(strip)).toEqual(messages.map(strip));
    },
  );

  test.each([
    ["quirks-latin1-semicolon.csv", [["user: Größe 44 für 10 €?", "assistant: Ja, natürlich"]]],
    ["quirks-no-header.csv", [["user: hello", "assistant: hi"], ["user: refund"]]],
    ["quirks-pair-columns.csv", [["user: hi", "assistant: hello", "user: refund?", "assistant: sure"], ["user: bye"]]],
    [
      "quirks-quotes-newlines.csv",
      [
        ['user: He said "hello",\nthen left', "assistant: =SUM(A1:A9)", "user: "],
        ["assistant:   spaces kept  ", "user: trailing comma"],
      ],
    ],
    ["quirks-sep-line.csv", [["user: hi, there"]]],
  ])("%s", async (name, said) => {
    const { report, store } = await importing(readFileSync(path.join(csv, name)), { filename: name });
    expect(store.said).toEqual(said);
    expect(report.rejectedCount).toBe(0);
  });
});
