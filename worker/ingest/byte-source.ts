import { ParallaxError } from "../contract/error.ts";

/** What is looked at before anything is decided: encoding, kind of file, columns. */
export const headBytes = 64 * 1024;

/** A body read once, front to back, whose first 64 KB can be looked at before. */
export class ByteSource {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #limit: number;
  #pending: Uint8Array[] = [];
  /** Bytes read so far; the size of the file once it has been read to its end. */
  size = 0;

  /** @param limit in bytes; going over it throws `too_large` */
  constructor(body: ReadableStream<Uint8Array>, limit: number) {
    this.#reader = body.getReader();
    this.#limit = limit;
  }

  async #read(): Promise<Uint8Array | null> {
    const { done, value } = await this.#reader.read();
    if (done) return null;
    this.size += value.byteLength;
    if (this.size > this.#limit) {
      const megabytes = Math.round(this.#limit / (1024 * 1024));
      throw new ParallaxError("too_large", `The file is over ${megabytes} MB. Cut it between two conversations.`);
    }
    return value;
  }

  /** The first 64 KB, or the whole file where it is shorter. They are handed out again by `chunks`. */
  async head(): Promise<Uint8Array> {
    let length = this.#pending.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    while (length < headBytes) {
      const chunk = await this.#read();
      if (chunk === null) break;
      this.#pending.push(chunk);
      length += chunk.byteLength;
    }
    const joined = new Uint8Array(length);
    let at = 0;
    for (const chunk of this.#pending) {
      joined.set(chunk, at);
      at += chunk.byteLength;
    }
    this.#pending = [joined];
    return joined.subarray(0, headBytes);
  }

  async *chunks(): AsyncGenerator<Uint8Array, void, undefined> {
    const pending = this.#pending;
    this.#pending = [];
    yield* pending;
    for (let chunk = await this.#read(); chunk !== null; chunk = await this.#read()) yield chunk;
  }

  /** Lets go of the body, whether or not it was read to its end. */
  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }
}

/** Chunks as a stream that is read only as fast as it is asked for. @param passed is told the bytes of each chunk */
export function toStream(
  chunks: AsyncIterable<Uint8Array>,
  passed: (bytes: number) => void = () => undefined,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  const source = chunks[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const next = await source.next();
      if (next.done) return controller.close();
      passed(next.value.byteLength);
      controller.enqueue(new Uint8Array(next.value));
    },
  });
}
