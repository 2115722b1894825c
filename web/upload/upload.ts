import type { ImportReport } from "../../worker/contract/content.ts";
import { bytes } from "../format.ts";
import { ApiError, asApiError } from "../problem.ts";
import { bodyBytes, CannotCut, cutFile, partBytes } from "./parts.ts";
import type { Mapping } from "./preview.ts";
import type { Shape } from "./records.ts";
import { send } from "./send.ts";

export interface Progress {
  /** From 0 to 1. */
  share: number;
  step: string;
}

/**
 * Imports one file: as it is up to 20 MB, above that in parts one after another.
 * @returns one report for the whole file; places ("line 12") count through the whole file
 * @throws ApiError; parts sent before it stay imported, and sending the file again only makes duplicates, which are not stored
 */
export async function uploadFile(
  datasetId: string,
  file: File,
  progress: (now: Progress) => void,
  signal: AbortSignal,
  mapping: Mapping | null = null,
): Promise<ImportReport> {
  const { body, shape } = await look(file);
  if (body.size <= partBytes || shape === null) {
    if (body.size > bodyBytes) throw tooLarge(file);
    return send(
      datasetId,
      file.name,
      file,
      (sent) => progress({ share: sent / Math.max(1, file.size), step: sent < file.size ? "Sending" : "Reading" }),
      signal,
      mapping,
    );
  }
  progress({ share: 0, step: "Looking through the file" });
  let total: ImportReport | null = null;
  let sentBefore = 0;
  let part = 0;
  const parts = Math.max(1, Math.ceil(body.size / partBytes));
  try {
    for await (const { body: piece, before, until } of cutFile(body, shape)) {
      part += 1;
      const from = sentBefore;
      const report = await send(
        datasetId,
        file.name.replace(/\.gz$/i, ""),
        piece,
        (sent) => {
          const done = from + ((until - from) * Math.min(sent, piece.size)) / Math.max(1, piece.size);
          progress({
            share: done / body.size,
            step: `${sent < piece.size ? "Sending" : "Reading"} part ${part} of about ${Math.max(parts, part)}`,
          });
        },
        signal,
        mapping,
      );
      total = addReports(total, report, shape === "csv" ? before - 1 : before);
      sentBefore = until;
    }
  } catch (error) {
    if (error instanceof CannotCut) throw new ApiError(0, "cannot_cut", error.message);
    const problem = asApiError(error);
    if (total === null) throw problem;
    throw new ApiError(
      problem.status,
      problem.code,
      `${problem.message} ${total.imported.toLocaleString("en-US")} are imported and stay; upload the file again to go on, what is there is not stored twice.`,
    );
  }
  if (total === null) throw new ApiError(422, "unreadable", "The file holds no records.");
  return total;
}

/** Adds the report of a further part; its places are raised by the records before it. */
export function addReports(total: ImportReport | null, next: ImportReport, before: number): ImportReport {
  const rejected = next.rejected.map(({ at, reason }) => ({ at: raise(at, before), reason }));
  if (total === null) return { ...next, rejected };
  const languages = new Map(Object.entries(total.languages));
  for (const [code, number] of Object.entries(next.languages)) languages.set(code, (languages.get(code) ?? 0) + number);
  return {
    imported: total.imported + next.imported,
    duplicates: total.duplicates + next.duplicates,
    rejectedCount: total.rejectedCount + next.rejectedCount,
    rejected: [...total.rejected, ...rejected],
    warnings: [...new Set([...total.warnings, ...next.warnings])],
    format: total.format,
    languages: Object.fromEntries(languages),
  };
}

function raise(at: string, by: number): string {
  return at.replace(/^(line|row|record) (\d+)/, (_, kind: string, place: string) => `${kind} ${Number(place) + by}`);
}

function tooLarge(file: File): ApiError {
  return new ApiError(
    413,
    "too_large",
    `${file.name} has ${bytes(file.size)}, and this kind of file cannot be cut. Files up to 100 MB are taken whole; larger ones as JSONL, CSV or a JSON array.`,
  );
}

/** Looks at the first bytes: what may be cut and how; null is "send it whole". Gzip is unpacked when it has to be cut. */
export async function look(file: Blob & { name: string }): Promise<{ body: Blob; shape: Shape | null }> {
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  if (file.size <= partBytes) return { body: file, shape: null };
  if (head[0] === 0x1f && head[1] === 0x8b) {
    const unpacked = await new Response(file.stream().pipeThrough(new DecompressionStream("gzip"))).blob();
    return { body: unpacked, shape: await shapeOf(unpacked, file.name.replace(/\.gz$/i, "")) };
  }
  return { body: file, shape: await shapeOf(file, file.name) };
}

async function shapeOf(body: Blob, name: string): Promise<Shape | null> {
  const start = (await body.slice(0, 4 * 1024 * 1024).text()).replace(/^\uFEFF/, "").trimStart();
  if (/\.(csv|tsv)$/i.test(name)) return "csv";
  if (start.startsWith("[")) return "array";
  if (!start.startsWith("{")) return null;
  const line = start.slice(0, start.indexOf("\n") < 0 ? undefined : start.indexOf("\n"));
  try {
    JSON.parse(line);
    return "lines";
  } catch {
    return null;
  }
}
