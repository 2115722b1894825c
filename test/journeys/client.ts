import { exports } from "cloudflare:workers";

export const origin = "http://127.0.0.1:8787";

/** What a test may say of a request; a body that is no string goes as JSON. */
export interface Asking {
  method?: string;
  headers?: Record<string, string>;
  body?: unknown;
}

/** One request to the whole Worker. */
export async function call(path: string, asking: Asking = {}): Promise<Response> {
  const headers = new Headers(asking.headers);
  const { body } = asking;
  if (body !== undefined && !headers.has("content-type")) headers.set("content-type", "application/json");
  const method = asking.method ?? (body === undefined ? "GET" : "POST");
  const sent = body === undefined ? null : typeof body === "string" ? body : JSON.stringify(body);
  return exports.default.fetch(
    new Request(`${origin}/api${path}`, { method, headers, body: sent, redirect: "manual" }),
  );
}

/** Somebody with an account: their cookie, and a key of theirs as a header. */
export interface Somebody {
  email: string;
  cookie: string;
  bearer: { authorization: string };
}

let count = 0;

/** Signs up somebody new, from an address of their own so that no test meets another's rate limit. */
export async function signUp(): Promise<Somebody> {
  count += 1;
  const email = `somebody-${count}@example.com`;
  const answer = await call("/auth/sign-up/email", {
    headers: { "cf-connecting-ip": `10.0.${count >> 8}.${count & 255}` },
    body: { name: `Somebody ${count}`, email, password: "correct horse battery" },
  });
  if (answer.status !== 200) throw new Error(`sign-up: ${answer.status} ${await answer.text()}`);
  const cookie = cookiesOf(answer);
  const made = await call("/keys", { headers: { cookie }, body: { name: "test" } });
  const { key } = await made.json<{ key: string }>();
  return { email, cookie, bearer: { authorization: `Bearer ${key}` } };
}

/** The cookies that an answer sets, as the next request sends them. */
export function cookiesOf(answer: Response): string {
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(";")[0])
    .join("; ");
}

/** The code of a problem document; fails where the answer is none. */
export async function codeOf(answer: Response): Promise<string> {
  const type = answer.headers.get("content-type");
  const text = await answer.text();
  if (type !== "application/problem+json")
    throw new Error(`not a problem document but ${answer.status} ${type}: ${text}`);
  const { code, status } = JSON.parse(text);
  if (status !== answer.status) throw new Error(`the document says ${status}, the answer ${answer.status}`);
  return code;
}
