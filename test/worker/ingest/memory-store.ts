import type { ImportReport } from "../../../worker/contract/content.ts";
import { type ContentStore, ingest, type MeasuredContent } from "../../../worker/ingest/ingest.ts";

/** A store in memory that knows identity as the real one does: same id and hash is a duplicate, other hash is `id#2`. */
export class MemoryStore implements ContentStore {
  readonly contents = new Map<string, MeasuredContent>();
  readonly slices: number[] = [];

  async save(contents: MeasuredContent[]) {
    this.slices.push(contents.length);
    const renamed: { externalId: string; storedAs: string; at: string }[] = [];
    let imported = 0;
    for (const content of contents) {
      let name = content.externalId;
      for (let n = 2; this.contents.has(name) && this.contents.get(name)?.hash !== content.hash; n++) {
        name = `${content.externalId}#${n}`;
      }
      if (this.contents.has(name)) continue;
      this.contents.set(name, content);
      imported++;
      if (name !== content.externalId) renamed.push({ externalId: content.externalId, storedAs: name, at: content.at });
    }
    return { imported, duplicates: contents.length - imported, renamed };
  }

  get ids(): string[] {
    return [...this.contents.keys()];
  }

  get first(): MeasuredContent {
    const [content] = this.contents.values();
    if (content === undefined) throw new Error("nothing was stored");
    return content;
  }

  /** Messages as "role: text", a list a content. */
  get said(): string[][] {
    return [...this.contents.values()].map(({ messages }) =>
      messages.map(({ role, content }) => `${role}: ${content}`),
    );
  }
}

export interface Outcome {
  report: ImportReport;
  store: MemoryStore;
}

/** Imports text or bytes, cut into the given chunks. */
export async function importing(
  file: string | Uint8Array,
  {
    format = "auto",
    filename = null,
    store = new MemoryStore(),
    cuts = [],
  }: {
    format?: string;
    filename?: string | null;
    store?: MemoryStore;
    cuts?: number[];
  } = {},
): Promise<Outcome> {
  const bytes = typeof file === "string" ? new TextEncoder().encode(file) : file;
  const report = await ingest({ body: streamOf(bytes, cuts), format, filename }, store);
  return { report, store };
}

/** The bytes as a stream whose chunks end at the given places. */
export function streamOf(bytes: Uint8Array, cuts: number[] = []): ReadableStream<Uint8Array> {
  const borders = [
    ...new Set([0, ...cuts.map((cut) => Math.min(Math.max(cut, 0), bytes.length)), bytes.length]),
  ].toSorted((a, b) => a - b);
  const chunks = borders.slice(1).map((end, index) => bytes.slice(borders[index], end));
  return new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(chunk);
      controller.close();
    },
  });
}
