import type { ImportPreview } from "../../worker/contract/content.ts";
import { address } from "../api.ts";
import { asApiError, readProblem } from "../problem.ts";
import { signedOut } from "../session.ts";
import { partBytes } from "./parts.ts";

/** Bytes of a table that is too large to be sent twice: enough to see how its columns are read. */
const lookBytes = 1024 * 1024;

/** Which column holds what: "role" in "Sender". */
export type Mapping = Record<string, string>;

export interface Look extends ImportPreview {
  /** Only the beginning of the file was looked at. */
  isPart: boolean;
}

/**
 * Asks what a file holds; nothing is stored. Of a large table the beginning is looked at.
 * @returns null for other files above 20 MB: they are imported without a look
 * @throws ApiError
 */
export async function previewFile(file: File, mapping: Mapping | null, signal: AbortSignal): Promise<Look | null> {
  const isPart = file.size > partBytes;
  if (isPart && !/\.(?:csv|tsv)$/i.test(file.name)) return null;
  const query = {
    format: "auto",
    filename: file.name,
    mapping: mapping === null ? undefined : JSON.stringify(mapping),
  };
  try {
    const response = await fetch(address("/datasets/preview", query), {
      method: "POST",
      headers: { "content-type": "application/octet-stream" },
      body: isPart ? file.slice(0, lookBytes) : file,
      signal,
    });
    const text = await response.text();
    if (response.status === 401) signedOut.value = true;
    if (!response.ok) throw readProblem(response.status, text, (name) => response.headers.get(name));
    const preview: ImportPreview = JSON.parse(text);
    return { ...preview, isPart };
  } catch (error) {
    throw asApiError(error);
  }
}

/** Whether somebody should look before it is imported: columns that may be read otherwise, or records that would be lost. */
export function isToBeChecked({ columns, rejectedCount, isPart }: Look): boolean {
  return columns.length > 0 || (rejectedCount > 0 && !isPart);
}

/** The mapping with one column read as something else; what that something was before, and what the column was, is let go. */
export function withColumn(mapping: Mapping, column: string, holds: string | null): Mapping {
  const others = Object.entries(mapping).filter(([role, name]) => name !== column && role !== holds);
  return Object.fromEntries(holds === null ? others : [...others, [holds, column]]);
}
