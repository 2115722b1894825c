import { ParallaxError } from "../contract/error.ts";
import { toStream } from "./byte-source.ts";

/** Bytes that an archive may unpack to. */
export const mostUnpacked = 400 * 1024 * 1024;
/** Text packs to a fifth or a tenth; what packs to less than this share, over a size worth asking about, was made to. */
const steepest = 250;
const askedFrom = 8 * 1024 * 1024;

/** @throws ParallaxError `too_large` where an archive unpacks to more than is read */
export function checkUnpacked(packed: number, unpacked: number): void {
  if (unpacked > mostUnpacked)
    throw new ParallaxError(
      "too_large",
      `The archive unpacks to more than ${mostUnpacked / 1024 / 1024} MB. Import its files in parts.`,
    );
  if (unpacked > askedFrom && unpacked > packed * steepest)
    throw new ParallaxError(
      "too_large",
      `The archive unpacks to more than ${steepest} times its size: that is no export.`,
    );
}

/** The bytes inside a gzip archive. @throws ParallaxError where it is broken, or unpacks to more than is read */
export async function* gunzip(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
  let packed = 0;
  let unpacked = 0;
  const body = toStream(chunks, (bytes) => {
    packed += bytes;
  });
  const reader = body.pipeThrough(new DecompressionStream("gzip")).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      unpacked += value.byteLength;
      checkUnpacked(packed, unpacked);
      yield value;
    }
  } catch (error) {
    if (error instanceof ParallaxError) throw error;
    throw new ParallaxError("unreadable", "This gzip archive is incomplete or damaged. Download it again.");
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
