import type { RawRecord } from "./record.ts";

/** A format of plain text that is read as a whole. */
export interface TextFormat {
  key: string;
  title: string;
  /** @param start the beginning of the text, white space cut off */
  is(start: string): boolean;
  /** @param path in an archive, or the name of the file: some formats say only there what the chat is called */
  read(text: string, path: string): Iterable<RawRecord>;
}
