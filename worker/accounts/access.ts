import { ParallaxError } from "../contract/error.ts";
import type { Owner } from "./owner.ts";

/**
 * Who may do what, in one place. Default deny: an address that is not listed here needs an owner, whether or not
 * anybody thought of it.
 */
const publicPaths = new Set(["/api/health", "/api/openapi.json", "/api/docs"]);
const publicPrefix = "/api/auth/";

/** What each role may do. `change` is every method but GET and HEAD. */
const roles: Record<Owner["role"], { read: boolean; change: boolean }> = {
  owner: { read: true, change: true },
  admin: { read: true, change: true },
  member: { read: true, change: true },
  viewer: { read: true, change: false },
};

/** Where fewer may change something: what holds keys and spends money in everybody's name. */
const narrower: { below: string; change: readonly Owner["role"][] }[] = [
  { below: "/api/providers", change: ["owner", "admin"] },
];

/** Whether an address may be asked for without an owner. `path` is the very string that the router matches. */
export function isPublic(path: string): boolean {
  return path.startsWith(publicPrefix) || publicPaths.has(path.replace(/\/$/, ""));
}

/** Whether a request only reads. */
export function onlyReads(method: string): boolean {
  return method === "GET" || method === "HEAD";
}

/**
 * @param path the very string that the router matches
 * @throws forbidden where the owner's role does not allow the method there
 */
export function checkRole(owner: Owner, method: string, path: string): void {
  const { role } = owner;
  const allowed = onlyReads(method)
    ? roles[role].read
    : roles[role].change && narrower.every(({ below, change }) => !isBelow(path, below) || change.includes(role));
  if (allowed) return;
  throw new ParallaxError("forbidden", `The role ${role} may look but not change this. Ask an owner or an admin.`);
}

function isBelow(path: string, prefix: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/**
 * Hands on a row if it is the owner's.
 * @param what the kind of thing, for the message: "project"
 * @throws not_found where there is no row, forbidden where it is another owner's
 */
export function mine<Row extends { organizationId: string }>(
  row: Row | null | undefined,
  owner: Owner,
  what: string,
): Row {
  if (!row) throw new ParallaxError("not_found", `There is no such ${what}.`);
  if (row.organizationId !== owner.organizationId) {
    throw new ParallaxError("forbidden", `This ${what} belongs to another owner.`);
  }
  return row;
}

/**
 * Like `mine`, for things that live for a time.
 * @throws expired where its time is over, whether or not the sweeper has been
 */
export function mineInTime<Row extends { organizationId: string; expiresAt: number | null }>(
  row: Row | null | undefined,
  owner: Owner,
  what: string,
  now: number,
): Row {
  const own = mine(row, owner, what);
  if (own.expiresAt !== null && own.expiresAt <= now) {
    throw new ParallaxError("expired", `This ${what} expired on ${new Date(own.expiresAt).toISOString()}.`);
  }
  return own;
}
