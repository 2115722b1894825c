import type { Owner } from "../accounts/owner.ts";
import { ParallaxError } from "../contract/error.ts";

/**
 * Binds an idempotency key to the thing that it makes, before the thing is made. Of any number of requests at once with
 * the same key exactly one binds; all are told the same id.
 * @param bodyHash of the request; another one under the same key is refused
 * @param resourceId the id that the thing will have if this request is the first
 * @param now, expiresAt milliseconds since 1970; a binding past its time gives way
 * @returns the id that counts: `resourceId` if this request is the first
 * @throws idempotency_conflict where the key was used with another body
 */
export async function remember(
  db: D1Database,
  owner: Owner,
  key: string,
  bodyHash: string,
  resourceId: string,
  expiresAt: number,
  now: number,
): Promise<string> {
  await db.batch([
    db
      .prepare("DELETE FROM idempotency_key WHERE organization_id = ?1 AND key = ?2 AND expires_at <= ?3")
      .bind(owner.organizationId, key, now),
    db
      .prepare(
        `INSERT OR IGNORE INTO idempotency_key (organization_id, key, body_hash, resource_id, expires_at)
         VALUES (?1, ?2, ?3, ?4, ?5)`,
      )
      .bind(owner.organizationId, key, bodyHash, resourceId, expiresAt),
  ]);
  return (await recall(db, owner, key, bodyHash, now)) ?? resourceId;
}

/**
 * What an idempotency key made earlier.
 * @returns its id, or null where the key is new or its time is over
 * @throws idempotency_conflict where the key was used with another body
 */
export async function recall(
  db: D1Database,
  owner: Owner,
  key: string,
  bodyHash: string,
  now: number,
): Promise<string | null> {
  const row = await db
    .prepare(
      `SELECT body_hash AS bodyHash, resource_id AS resourceId FROM idempotency_key
       WHERE organization_id = ?1 AND key = ?2 AND expires_at > ?3`,
    )
    .bind(owner.organizationId, key, now)
    .first<{ bodyHash: string; resourceId: string }>();
  if (!row) return null;
  if (row.bodyHash !== bodyHash) {
    throw new ParallaxError(
      "idempotency_conflict",
      "This Idempotency-Key was used with another request. Take a new one.",
    );
  }
  return row.resourceId;
}

/** What a key made is gone: the key makes nothing any more, so that a repeated request does not bring it back. */
export async function spend(db: D1Database, resourceId: string): Promise<void> {
  await db.prepare("UPDATE idempotency_key SET resource_id = '' WHERE resource_id = ?1").bind(resourceId).run();
}

/** Unbinds a key whose thing could not be made, so that the same request may be tried again. */
export async function forget(db: D1Database, owner: Owner, key: string, resourceId: string): Promise<void> {
  await db
    .prepare("DELETE FROM idempotency_key WHERE organization_id = ?1 AND key = ?2 AND resource_id = ?3")
    .bind(owner.organizationId, key, resourceId)
    .run();
}
