import { strToU8, zipSync } from "fflate";

/** A zip archive of these files: text and bytes as they are, anything else as JSON. */
export function zipped(files: Record<string, unknown>): Uint8Array {
  const entries = Object.entries(files).map(([name, file]): [string, Uint8Array] => [name, toBytes(file)]);
  return zipSync(Object.fromEntries(entries));
}

function toBytes(file: unknown): Uint8Array {
  if (file instanceof Uint8Array) return new Uint8Array(file);
  return strToU8(typeof file === "string" ? file : JSON.stringify(file));
}
