import type { KnownLabel } from "../../engines/ask.ts";
import { NoneCanServe } from "../../engines/failure.ts";
import { spentOf, withSpent } from "../../engines/spent.ts";
import { addUsage, type JobSpec, noUsage, type ResultRow, type TaskAnswer } from "../job.ts";
import type { ContentToRead } from "./extract.ts";
import { type AnsweredPart, mergeParts } from "./merge-parts.ts";
import { roomBeside } from "./room.ts";
import { type ContentPart, splitContent } from "./split-content.ts";

type Extracted = TaskAnswer & { name: "extract" };

/** Reads some contents in one question or more; the stage itself. */
type Read = (contents: ContentToRead[]) => Promise<TaskAnswer>;

/**
 * Reads a batch so that no question is over the model's context: what is longer goes in parts, each an item of its own,
 * and their answers become one. A batch that fits is read as it is.
 * @throws what reading throws, with what was spent, where nothing was answered before
 */
export async function readInParts(
  spec: JobSpec,
  contents: ContentToRead[],
  known: Record<string, KnownLabel[]>,
  read: Read,
): Promise<TaskAnswer> {
  const room = roomBeside(spec, known);
  const parts = contents.flatMap((content) => splitContent(content, room.forOne));
  const packs = pack(parts, (items) => Math.max(room.forOne, room.for(items)));
  if (packs.length <= 1 && parts.length === contents.length) return read(contents);
  const answered = new Map<ContentPart, ResultRow>();
  let whole: Extracted = { name: "extract", results: [], left: null, missing: 0, usage: noUsage };
  let stopped: unknown = null;
  for (const one of packs) {
    // What follows a failure is left for a task of its own, too.
    if (whole.left) break;
    try {
      const answer = await read(one.map((part, index) => ({ ...part, id: `${index}` })));
      if (answer.name !== "extract") return answer;
      for (const row of answer.results) {
        const part = one[Number(row.contentId)];
        if (part) answered.set(part, { ...row, contentId: part.id, externalId: part.externalId });
      }
      const { left, missing, usage } = answer;
      whole = { ...whole, left, missing: whole.missing + missing, usage: addUsage(whole.usage, usage) };
    } catch (failure) {
      stopped = failure;
      whole = { ...whole, usage: addUsage(whole.usage, spentOf(failure)), left: leftBy(failure) };
    }
  }
  const results: ResultRow[] = [];
  const open: string[] = [];
  for (const { id } of contents) {
    const own = parts.filter((part) => part.id === id);
    const rows = own.flatMap((part): AnsweredPart[] => {
      const row = answered.get(part);
      return row ? [{ row, places: part.places }] : [];
    });
    if (rows.length === own.length) results.push(mergeParts(rows, spec.facets));
    else open.push(id);
  }
  if (stopped !== null && results.length === 0) throw withSpent(stopped, whole.usage);
  return { ...whole, results, left: whole.left && { ...whole.left, contentIds: open } };
}

function leftBy(failure: unknown): NonNullable<Extracted["left"]> {
  return {
    contentIds: [],
    reason: failure instanceof Error ? failure.message : String(failure),
    noneCanServe: failure instanceof NoneCanServe,
    toMend: failure instanceof NoneCanServe && failure.toMend,
  };
}

/** Parts in their order, together as long as there is room for all of them. */
function pack(parts: ContentPart[], roomOf: (items: number) => number): ContentPart[][] {
  const all = parts.reduce((sum, part) => sum + part.tokens, 0);
  // The more items the less room: where all fit together, all but the last do, and so on.
  if (parts.length > 0 && all <= roomOf(parts.length)) return [parts];
  const packs: ContentPart[][] = [];
  let open: ContentPart[] = [];
  let tokens = 0;
  for (const part of parts) {
    if (open.length > 0 && tokens + part.tokens > roomOf(open.length + 1)) {
      packs.push(open);
      open = [];
      tokens = 0;
    }
    open.push(part);
    tokens += part.tokens;
  }
  if (open.length > 0) packs.push(open);
  return packs;
}
