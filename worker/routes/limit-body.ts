import type { MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { ParallaxError } from "../contract/error.ts";

const megabyte = 1024 * 1024;
/** Most bytes of one imported file; also what Cloudflare lets through to a Worker. */
const largestImport = 100 * megabyte;

/** Bodies of JSON: small, but for lists of up to 100,000 content ids. Imports are streams. */
const limits: { path: RegExp; bytes: number | null }[] = [
  { path: /^\/api\/datasets\/[^/]+\/import\/?$/, bytes: null },
  { path: /^\/api\/datasets\/preview\/?$/, bytes: null },
  { path: /^\/api\/analyses(\/estimate)?\/?$/, bytes: 5 * megabyte },
  { path: /^/, bytes: megabyte },
];

const checks = new Map<number, MiddlewareHandler>();
for (const { bytes } of limits) {
  if (bytes !== null) checks.set(bytes, bodyLimit({ maxSize: bytes, onError: () => Promise.reject(tooLarge(bytes)) }));
}

/** @throws too_large */
export const limitBody: MiddlewareHandler = (c, next) => {
  const bytes = limits.find(({ path }) => path.test(c.req.path))?.bytes ?? null;
  const check = bytes === null ? undefined : checks.get(bytes);
  return check ? check(c, next) : next();
};

/** An import's body. What the header says is checked here; the bytes themselves are counted as they are read. */
export function importBody(request: Request): ReadableStream<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > largestImport) throw tooLarge(largestImport);
  return request.body ?? new Blob([]).stream();
}

function tooLarge(bytes: number): ParallaxError {
  return new ParallaxError("too_large", `The body may hold ${bytes / megabyte} MB at most. Send it in parts.`);
}
