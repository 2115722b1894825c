/** Collects what a reader of the report should know, one line a matter however many records it concerns. */
export class Warnings {
  readonly #seen = new Map<string, { first: string | undefined; count: number }>();

  /** @param at where in the file, for matters of single records: "line 12" */
  add(text: string, at?: string): void {
    const known = this.#seen.get(text);
    if (known) known.count++;
    else this.#seen.set(text, { first: at, count: 1 });
  }

  list(): string[] {
    return [...this.#seen].map(([text, { first, count }]) => {
      if (first === undefined) return text;
      return count === 1 ? `${text} (${first})` : `${text} (${first} and ${count - 1} more)`;
    });
  }
}
