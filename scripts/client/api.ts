import * as z from "zod";
import { problemSchema } from "../../worker/contract/error.ts";

/** A request that was answered with an error; the message is the problem's detail. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}

/** The server as the commands talk to it. Paths start after `/api`. */
export interface Api {
  url: string;
  get<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>>;
  post<Shape extends z.ZodType>(path: string, body: unknown, shape: Shape): Promise<z.infer<Shape>>;
  patch<Shape extends z.ZodType>(path: string, body: unknown, shape: Shape): Promise<z.infer<Shape>>;
  /** Sends bytes as they are. */
  upload<Shape extends z.ZodType>(path: string, body: Uint8Array<ArrayBuffer>, shape: Shape): Promise<z.infer<Shape>>;
  /** For what is not JSON, e.g. an export. */
  open(path: string): Promise<Response>;
}

/** @param patience milliseconds for which a GET that nobody answers is tried again: a server may be starting anew */
export function connect(url: string, apiKey: string, patience = 0): Api {
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${apiKey}`);
    const answer = await answered(() => fetch(`${url}/api${path}`, { ...init, headers }), init.method ? 0 : patience);
    if (!answer.ok) throw new ApiError(answer.status, await explain(answer));
    return answer;
  };
  const json = async <Shape extends z.ZodType>(path: string, init: RequestInit, shape: Shape) => {
    const answer = await ask(path, init);
    const checked = shape.safeParse(await answer.json());
    if (!checked.success) throw new Error(`${path} answered in another shape:\n${z.prettifyError(checked.error)}`);
    return checked.data;
  };
  const withBody = (method: string, body: unknown): RequestInit => ({
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return {
    url,
    get: (path, shape) => json(path, {}, shape),
    post: (path, body, shape) => json(path, withBody("POST", body), shape),
    patch: (path, body, shape) => json(path, withBody("PATCH", body), shape),
    upload: (path, body, shape) =>
      json(path, { method: "POST", headers: { "content-type": "application/octet-stream" }, body }, shape),
    open: (path) => ask(path, {}),
  };
}

async function answered(ask: () => Promise<Response>, patience: number): Promise<Response> {
  const until = Date.now() + patience;
  for (;;) {
    try {
      return await ask();
    } catch (failure) {
      if (Date.now() >= until) throw failure;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

/** True when a Parallax answers at this address. */
export async function isHealthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/api/health`, { signal: AbortSignal.timeout(3000) });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}

async function explain(answer: Response): Promise<string> {
  const text = await answer.text();
  try {
    const problem = problemSchema.partial().parse(JSON.parse(text));
    const said = problem.detail ?? problem.title ?? "";
    const fields = (problem.errors ?? []).map((one) => `${one.path}: ${one.message}`);
    const detail = [said, ...fields.filter((field) => !said.includes(field))].filter((line) => line !== "");
    if (detail.length > 0) return detail.join("\n");
  } catch {
    // Not a problem document: its own words will do.
  }
  return `${answer.status} ${text.slice(0, 500)}`;
}
