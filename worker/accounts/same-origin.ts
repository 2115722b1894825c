import { ParallaxError } from "../contract/error.ts";

/** What a form on any page may send without the browser asking first (Fetch standard, CORS-safelisted). */
const formTypes = new Set(["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]);

/**
 * Stops another site's page from changing something with the visitor's cookie. A page always says where it stands, in
 * `Origin` or `Sec-Fetch-Site`; whoever says neither is a program, and even then a POST must be of a kind that no form
 * can send. Requests with a bearer key need none of this: no page of another site can add one.
 * @throws forbidden
 */
export function checkSameOrigin(request: Request, origins: readonly string[]): void {
  const origin = request.headers.get("origin");
  const site = request.headers.get("sec-fetch-site");
  if (origin !== null && !origins.includes(origin)) throw foreign();
  if (site !== null && site !== "same-origin" && site !== "none") throw foreign();
  if (origin !== null || site === "same-origin") return;
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  if (request.method === "POST" && formTypes.has(type)) throw foreign();
}

/**
 * Stops another site's page from opening a socket with the visitor's cookie: nothing else does, since sockets know no
 * same-origin policy. Browsers always say where the page stands; a program with a key need not.
 * @throws forbidden
 */
export function checkSocketOrigin(request: Request, origins: readonly string[], by: "key" | "session"): void {
  const origin = request.headers.get("origin");
  if (origin === null ? by === "session" : !origins.includes(origin)) {
    throw new ParallaxError("forbidden", "A socket must be opened by this app's own page, or with an API key.");
  }
}

function foreign(): ParallaxError {
  return new ParallaxError(
    "forbidden",
    "A request that changes something must come from this app's own page, as JSON, or carry an API key.",
  );
}
