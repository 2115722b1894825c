/** Characters one record, row or cell may have. A Worker has 128 MB, and a record is held several times over. */
export const longestRecord = 8_000_000;

const smallestStep = 64 * 1024;
const largestStep = 2_000_000;

/** The part of a text that is being looked at: from `at`, which readers move on, to as far as has been read. */
export class TextWindow {
  readonly #pieces: AsyncIterator<string>;
  text = "";
  at = 0;
  /** True once `text` reaches to the end of the file. */
  ended = false;
  /** Lines that end before `at`. */
  lines = 0;
  /** The first line end not yet counted, or the end of `text`; remembered so that a long line is searched once. */
  #newline = -1;

  constructor(pieces: AsyncIterable<string>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** Reads on; what stands before `at` is let go and `at` becomes 0. False when there is nothing more. */
  async grow(): Promise<boolean> {
    const kept = this.text.slice(this.at);
    const wanted = Math.max(smallestStep, Math.min(kept.length, largestStep));
    const pieces = [kept];
    let added = 0;
    while (!this.ended && added < wanted) {
      const next = await this.#pieces.next();
      if (next.done) {
        this.ended = true;
        break;
      }
      pieces.push(next.value);
      added += next.value.length;
    }
    this.text = pieces.join("");
    this.at = 0;
    this.#newline = -1;
    return added > 0;
  }

  /** Reads on until `length` characters are there, or the file has ended. */
  async fill(length: number): Promise<void> {
    while (this.text.length - this.at < length && (await this.grow()));
  }

  /** Moves `at`, counting the lines passed. */
  moveTo(index: number): void {
    while (this.#newline < index) {
      if (this.#newline >= this.at) this.lines++;
      const next = this.text.indexOf("\n", Math.max(this.#newline + 1, this.at));
      this.#newline = next < 0 ? this.text.length : next;
    }
    this.at = index;
  }
}
