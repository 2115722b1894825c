import type { ReadContent } from "../../worker/contract/content.ts";
import { ByteSource } from "../../worker/ingest/byte-source.ts";
import { learnDateOrder } from "../../worker/ingest/dates.ts";
import { detectFormat } from "../../worker/ingest/detect.ts";
import { decodeText, detectEncoding } from "../../worker/ingest/encoding.ts";
import { readOwnJson } from "../../worker/ingest/formats/own-json.ts";
import { type ContentStore, ingest } from "../../worker/ingest/ingest.ts";
import { countTokens } from "../../worker/ingest/measure.ts";
import { normalise } from "../../worker/ingest/normalise.ts";
import { TextWindow } from "../../worker/ingest/text-window.ts";
import { Warnings } from "../../worker/ingest/warnings.ts";

const largest = 1e9;
const opening = 64 * 1024;
const chunk = 64 * 1024;

/** The first stages of an import as `ingest` has them, JSON only: bytes, decode, format, parse, check; nothing measured. */
export function parseAndCheck(bytes: Uint8Array): Promise<number> {
  return readEach(bytes, () => undefined);
}

/** The same, and the tokens of each content as `measure` counts them. */
export function parseAndCount(bytes: Uint8Array): Promise<number> {
  return readEach(bytes, ({ messages }) => void countTokens(messages));
}

async function readEach(bytes: Uint8Array, look: (content: ReadContent) => void): Promise<number> {
  const source = new ByteSource(streamOf(bytes), largest);
  const warnings = new Warnings();
  const window = new TextWindow(decodeText(source.chunks(), detectEncoding(await source.head()), warnings));
  await window.fill(opening);
  const beginning = window.text.slice(0, opening);
  if (detectFormat(beginning, "auto", null) !== "json") throw new Error("JSON was expected");
  const reading = { warnings, dateOrder: learnDateOrder(beginning) };
  let contents = 0;
  for await (const record of readOwnJson(window, warnings)) {
    const content: ReadContent | { reason: string } =
      "reason" in record ? record : normalise(record.value, record.at, reading);
    if ("reason" in content) throw new Error(`${content.reason} (${record.at})`);
    look(content);
    contents++;
  }
  return contents;
}

/** An import as in production, hash, tokens, language and quality included, into a store that keeps nothing. */
export async function importWhole(bytes: Uint8Array): Promise<number> {
  const store: ContentStore = {
    save: async (contents) => ({ imported: contents.length, duplicates: 0, renamed: [] }),
  };
  const report = await ingest({ body: streamOf(bytes), format: "auto", filename: null }, store);
  if (report.rejectedCount > 0) throw new Error(report.rejected[0]?.reason);
  return report.imported;
}

/** Bytes as they come over a connection, read as they are wanted. */
function streamOf(bytes: Uint8Array): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (at >= bytes.length) return controller.close();
        controller.enqueue(bytes.slice(at, at + chunk));
        at += chunk;
      },
    },
    { highWaterMark: 0 },
  );
}
