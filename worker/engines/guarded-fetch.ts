import { type AddressRules, hostFault } from "./address.ts";
import { CallFailure } from "./failure.ts";

const kilobyte = 1024;
/** Longer than any answer that was asked for; a server that goes on would fill the Worker's memory. */
const mostOfAnswer = 32 * kilobyte * kilobyte;
/** More than anybody says about an error. */
const mostOfError = 256 * kilobyte;

/**
 * The only way out for everything that carries a provider's key. The address is checked again here, at every request:
 * what was stored may be older than the rules, or changed by hand. No redirect is followed, for it would carry the key
 * to a host that nobody has checked. No answer is endless: its bytes are counted as they are read, unpacked.
 * @returns a fetch that throws CallFailure, or the signal's own reason where it was aborted
 */
export function guardedFetch(rules: AddressRules, inner: typeof fetch = fetch): typeof fetch {
  return async (input: RequestInfo | URL, init?: RequestInit) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const fault = hostFault(url, rules);
    if (fault) throw new CallFailure("misconfigured", `The address ${fault}`);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : null);
    let answer: Response;
    try {
      answer = await inner(input, { ...init, redirect: "manual" });
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw new CallFailure("connection", `No connection to ${url.host}${codeOf(error)}`);
    }
    if ((answer.status >= 300 && answer.status < 400) || (answer.type as string) === "opaqueredirect") {
      await answer.body?.cancel();
      throw new CallFailure("misconfigured", `${url.host} answered with a redirect, and redirects are never followed`, {
        status: answer.status || null,
      });
    }
    return withLimit(answer, url.host);
  };
}

/** The same answer, read no further than its limit; of an error it is cut there, so that its status is heard all the same. */
function withLimit(answer: Response, host: string): Response {
  const { body, status, statusText, headers } = answer;
  if (body === null) return answer;
  // No response can be made of such a status, and no provider answers with one.
  if (status < 200 || status > 599) throw new CallFailure("server", `${host} answered with a status that can't be`);
  const tooMuch = new CallFailure("server", `${host} answered with more than ${mostOfAnswer / kilobyte ** 2} MB`);
  const limited = answer.ok ? counted(body, mostOfAnswer, tooMuch) : counted(body, mostOfError, null);
  const copy = new Response(limited, { status, statusText, headers });
  // A response that is made here comes from nowhere.
  return Object.defineProperty(copy, "url", { value: answer.url });
}

/** Passes pieces on as they are asked for. @param tooMuch what is thrown at the limit; null to end there */
function counted(
  body: ReadableStream<Uint8Array>,
  most: number,
  tooMuch: CallFailure | null,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  let left = most;
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await reader.read();
        if (done) {
          controller.close();
          return;
        }
        if (value.byteLength <= left) {
          left -= value.byteLength;
          controller.enqueue(value);
          return;
        }
        if (tooMuch === null) {
          if (left > 0) controller.enqueue(value.subarray(0, left));
          controller.close();
        } else controller.error(tooMuch);
        await reader.cancel(tooMuch).catch(() => undefined);
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  );
}

/** The failure inside an error: SDKs wrap what a fetch throws, some of them twice. */
export function failureWithin(error: unknown): CallFailure | null {
  let inner = error;
  for (let depth = 0; depth < 5 && inner instanceof Error; depth++) {
    if (inner instanceof CallFailure) return inner;
    inner = inner.cause;
  }
  return null;
}

/** ` (ECONNREFUSED)`: the one word of a network error that helps and gives nothing away. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : null;
  const code = typeof cause === "object" && cause !== null && "code" in cause ? cause.code : null;
  return typeof code === "string" && /^[A-Z_]{3,40}$/.test(code) ? ` (${code})` : "";
}
