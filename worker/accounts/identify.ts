import { ParallaxError } from "../contract/error.ts";
import { ownerOf, ownerOfKey, touchKey } from "../db/accounts.ts";
import { sha256 } from "../sha256.ts";
import { isApiKey } from "./api-key.ts";
import { newAuth, sessionCookie } from "./auth.ts";
import type { Owner } from "./owner.ts";
import type { Settings } from "./settings.ts";

/** Who asks, how they showed it, and the cookies to hand back where a session was prolonged. */
export interface Asker {
  owner: Owner;
  by: "key" | "session";
  cookies: string[];
}

/** How often a key's last use is written down, in milliseconds. */
const touchEvery = 60_000;

/**
 * Finds out who asks: a bearer key or a session cookie, which give the same owner.
 * @param now milliseconds since 1970
 * @returns null where the request shows neither
 * @throws not_signed_in where it shows a key that is not valid
 */
export async function identify(request: Request, env: Env, settings: Settings, now: number): Promise<Asker | null> {
  const authorization = request.headers.get("authorization") ?? "";
  if (/^bearer(\s|$)/i.test(authorization)) {
    return { owner: await ownerByKey(authorization.slice("bearer".length).trim(), env, now), by: "key", cookies: [] };
  }
  const cookies = request.headers.get("cookie") ?? "";
  if (!cookies.includes(sessionCookie(settings))) return null;
  const { headers, response } = await newAuth(env, settings).api.getSession({
    headers: new Headers({ cookie: cookies }),
    returnHeaders: true,
  });
  if (!response) return null;
  const owner = await ownerOf(env.DB, response.user.id, response.user.name, now);
  return { owner, by: "session", cookies: headers.getSetCookie() };
}

/** @throws not_signed_in where the key is not one that we gave out and still honour */
export async function ownerByKey(key: string, env: Env, now: number): Promise<Owner> {
  const found = isApiKey(key) ? await ownerOfKey(env.DB, await sha256(key)) : null;
  if (!found) throw new ParallaxError("not_signed_in", "The API key is not valid. It may have been deleted.");
  if (found.lastUsedAt === null || found.lastUsedAt <= now - touchEvery) await touchKey(env.DB, found.keyId, now);
  return found.owner;
}
