import { CallFailure } from "../failure.ts";
import type { Connection } from "../model-call.ts";

/**
 * The key of a connection that can't do without one. A key with a line break or a space in it was pasted badly; no header
 * takes it, and the error of the runtime would look like a failed connection.
 * @throws CallFailure `auth`
 */
export function keyOf({ apiKey }: Connection): string {
  if (!apiKey) throw new CallFailure("auth", "No key is stored for this provider");
  if (!/^[!-~]+$/.test(apiKey)) throw new CallFailure("auth", "The stored key holds characters that no key has");
  return apiKey;
}
