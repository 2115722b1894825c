import type { Message } from "../../contract/content.ts";
import { Redaction } from "../../privacy/redact.ts";
import type { JobData, ReadResult } from "../job-data.ts";

/**
 * What a job reads, without the personal data that is found in it: every engine sees placeholders, and so do the answer
 * cache and what is stored. Titles are a stretch of the text and may end in the middle of a number, so they are not shown.
 */
export function withoutPersonalData(data: JobData): JobData {
  const untitled = (rows: ReadResult[]): ReadResult[] => rows.map((row) => ({ ...row, title: "" }));
  return {
    ...data,
    contents: async (ids) =>
      (await data.contents(ids)).map((content) => ({
        ...content,
        messages: new Redaction(content.messages).messages,
      })),
    results: async (after, limit) => untitled(await data.results(after, limit)),
    resultsOf: async (ids) => untitled(await data.resultsOf(ids)),
    exemplars: async (facet, value, limit) => untitled(await data.exemplars(facet, value, limit)),
  };
}

/** One content's messages as every engine sees them where personal data is kept back. */
export function redactedMessages(messages: Message[]): Message[] {
  return new Redaction(messages).messages;
}
