import { ParallaxError } from "../contract/error.ts";
import { addKey, deleteOlderKeys, ownerOf, userIdOf } from "../db/accounts.ts";
import { sha256 } from "../sha256.ts";
import { hintOf, newApiKey, sameSecret } from "./api-key.ts";
import { newAuth } from "./auth.ts";
import { ownerByKey } from "./identify.ts";
import type { Owner } from "./owner.ts";
import { isLoopback, type Settings } from "./settings.ts";

/** Reserved by RFC 2606: no letter ever arrives there, and signing up refuses it. */
export const localEmail = "local@parallax.invalid";
const localName = "Local owner";
const keyName = "npm start";

/**
 * Lets through only who started this server, and only on the machine itself.
 * @param host the name by which the request reached us
 * @throws not_found everywhere else, as if there were no such address; not_signed_in with a wrong token
 */
export async function checkLocal(env: Env, host: string, token: string): Promise<void> {
  if (!env.LOCAL_OWNER_TOKEN || !isLoopback(host)) throw new ParallaxError("not_found", "There is nothing here.");
  if (!(await sameSecret(token, env.LOCAL_OWNER_TOKEN))) {
    throw new ParallaxError("not_signed_in", "This is not the token of the running server.");
  }
}

/**
 * The local owner's key: the one given if it still is, else a new one that takes the place of older ones.
 * @param now milliseconds since 1970
 */
export async function localKey(env: Env, settings: Settings, given: string | undefined, now: number): Promise<string> {
  const owner = await localOwner(env, settings, now);
  if (given !== undefined && (await belongsTo(given, owner, env, now))) return given;
  const key = newApiKey();
  const kept = await addKey(env.DB, owner, { name: keyName, hash: await sha256(key), hint: hintOf(key) }, now);
  await deleteOlderKeys(env.DB, owner, keyName, kept.id);
  return key;
}

/** Signs the local owner in. @returns the cookies to set */
export async function localSession(env: Env, settings: Settings, now: number): Promise<string[]> {
  const { userId } = await localOwner(env, settings, now);
  const { headers } = await newAuth(env, settings).api.openSession({ body: { userId }, returnHeaders: true });
  return headers.getSetCookie();
}

/** The local owner, made if absent. It has no password at all: its token is the only way in. */
async function localOwner(env: Env, settings: Settings, now: number): Promise<Owner> {
  const found = await userIdOf(env.DB, localEmail);
  if (found !== null) return ownerOf(env.DB, found, localName, now);
  const { internalAdapter } = await newAuth(env, settings).$context;
  try {
    await internalAdapter.createUser({ name: localName, email: localEmail, emailVerified: true });
  } catch (error) {
    // Two at once: the other one made it.
    if ((await userIdOf(env.DB, localEmail)) === null) throw error;
  }
  const made = await userIdOf(env.DB, localEmail);
  if (made === null) throw new Error("the local owner could not be made");
  return ownerOf(env.DB, made, localName, now);
}

async function belongsTo(key: string, owner: Owner, env: Env, now: number): Promise<boolean> {
  try {
    return (await ownerByKey(key, env, now)).userId === owner.userId;
  } catch (error) {
    if (error instanceof ParallaxError) return false;
    throw error;
  }
}
