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

type Reader = ReadableStreamDefaultReader<Uint8Array>;

/** Of bodies that are imports, who reads them, and the read that is on its way: a body takes one at a time. */
const imports = new WeakMap<Request, { reader: Reader; reading: Promise<unknown> }>();

/** An import's body. What the header says is checked here; the bytes themselves are counted as they are read. */
export function importBody(request: Request): ReadableStream<Uint8Array> {
  if (Number(request.headers.get("content-length") ?? 0) > largestImport) throw tooLarge(largestImport);
  if (request.body === null) return new Blob([]).stream();
  const reader: Reader = request.body.getReader();
  const open = { reader, reading: Promise.resolve<unknown>(undefined) };
  imports.set(request, open);
  // Letting go of it leaves the body itself alone: what is left of it belongs to `dropRest`.
  return new ReadableStream({
    async pull(controller) {
      const next = reader.read();
      open.reading = next.catch(() => undefined);
      const { done, value } = await next;
      if (done) controller.close();
      else controller.enqueue(value);
    },
  });
}

/** Most bytes of a refused body that are read on. */
const mostDropped = 256 * megabyte;

/**
 * Reads a refused body to its end: whoever is answered in the middle of sending sees a lost connection and not the
 * answer that says why.
 */
export const dropRest: MiddlewareHandler = async (c, next) => {
  await next();
  if (c.res.status < 400) return;
  const { raw } = c.req;
  const open = imports.get(raw);
  await open?.reading;
  if (open) await drop(open.reader);
  else if (raw.body && !raw.bodyUsed && !raw.body.locked) await drop(raw.body.getReader());
};

async function drop(reader: Reader): Promise<void> {
  try {
    for (let bytes = 0; bytes < mostDropped; ) {
      const { done, value } = await reader.read();
      if (done) return;
      bytes += value.byteLength;
    }
    await reader.cancel();
  } catch {
    // Who has stopped sending waits for no answer.
  }
}

function tooLarge(bytes: number): ParallaxError {
  return new ParallaxError("too_large", `The body may hold ${bytes / megabyte} MB at most. Send it in parts.`);
}
