import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { and, desc, eq, lt, ne } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Owner } from "../accounts/owner.ts";
import type { ApiKey, Me } from "../contract/account.ts";
import { newId } from "../contract/id.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { account, apiKey, member, organization, rateLimit, session, user, verification } from "./schema.ts";

/** The tables of the sign-in library, as it wants to be handed them. */
export function accountTables(db: D1Database) {
  return drizzleAdapter(drizzle(db), {
    provider: "sqlite",
    schema: { user, session, account, verification, rateLimit },
  });
}

/** Whether anybody has signed up yet. */
export async function anyUser(db: D1Database): Promise<boolean> {
  return (await drizzle(db).select({ id: user.id }).from(user).limit(1)).length > 0;
}

/** The id of the user with this e-mail address, or null. */
export async function userIdOf(db: D1Database, email: string): Promise<string | null> {
  const [row] = await drizzle(db).select({ id: user.id }).from(user).where(eq(user.email, email)).limit(1);
  return row?.id ?? null;
}

/**
 * Who a user is here. Makes the organisation of a user who has none, so that a sign-up that was cut off between its two
 * writes is whole again at the next request.
 * @param now milliseconds since 1970
 */
export async function ownerOf(db: D1Database, userId: string, name: string, now: number): Promise<Owner> {
  const found = await memberOf(db, userId);
  if (found) return found;
  const organizationId = newId("organization", now);
  // One transaction, and SQLite has one writer: of several at once the first makes both rows, the others none.
  await db.batch([
    db
      .prepare(
        `INSERT INTO organization (id, name, created_at)
         SELECT ?1, ?2, ?3 WHERE NOT EXISTS (SELECT 1 FROM member WHERE user_id = ?4)`,
      )
      .bind(organizationId, name, now, userId),
    db
      .prepare(
        `INSERT OR IGNORE INTO member (organization_id, user_id, role, created_at)
         SELECT id, ?2, 'owner', ?3 FROM organization WHERE id = ?1`,
      )
      .bind(organizationId, userId, now),
  ]);
  const made = await memberOf(db, userId);
  if (!made) throw new Error("the organisation of a user could not be made");
  return made;
}

async function memberOf(db: D1Database, userId: string): Promise<Owner | null> {
  const [row] = await drizzle(db)
    .select({ userId: member.userId, organizationId: member.organizationId, role: member.role })
    .from(member)
    .where(eq(member.userId, userId))
    .limit(1);
  return row ?? null;
}

/** What `GET /me` says, but for the deployment. */
export async function whoIs(db: D1Database, owner: Owner): Promise<Omit<Me, "local"> | null> {
  const [row] = await drizzle(db)
    .select({ name: user.name, email: user.email, organizationName: organization.name })
    .from(user)
    .innerJoin(organization, eq(organization.id, owner.organizationId))
    .where(eq(user.id, owner.userId))
    .limit(1);
  if (!row) return null;
  return {
    user: { id: owner.userId, name: row.name, email: row.email },
    organization: { id: owner.organizationId, name: row.organizationName, role: owner.role },
  };
}

/** Who a key speaks for: its user, with the role that the user has now. */
export async function ownerOfKey(
  db: D1Database,
  hash: string,
): Promise<{ keyId: string; lastUsedAt: number | null; owner: Owner } | null> {
  const [row] = await drizzle(db)
    .select({
      keyId: apiKey.id,
      lastUsedAt: apiKey.lastUsedAt,
      owner: { userId: apiKey.userId, organizationId: apiKey.organizationId, role: member.role },
    })
    .from(apiKey)
    .innerJoin(member, and(eq(member.userId, apiKey.userId), eq(member.organizationId, apiKey.organizationId)))
    .where(eq(apiKey.hash, hash))
    .limit(1);
  return row ?? null;
}

/** Notes that a key was used. */
export async function touchKey(db: D1Database, keyId: string, now: number): Promise<void> {
  await drizzle(db).update(apiKey).set({ lastUsedAt: now }).where(eq(apiKey.id, keyId));
}

/** Keeps a new key: its hash and its last four characters, never the key. */
export async function addKey(
  db: D1Database,
  owner: Owner,
  key: { name: string; hash: string; hint: string },
  now: number,
): Promise<ApiKey> {
  const id = newId("key", now);
  const { organizationId, userId } = owner;
  await drizzle(db)
    .insert(apiKey)
    .values({ ...key, id, organizationId, userId, createdAt: now });
  return { id, name: key.name, hint: key.hint, createdAt: new Date(now).toISOString(), lastUsedAt: null };
}

/** The keys of this user, newest first. */
export async function listKeys(db: D1Database, owner: Owner, page: PageQuery): Promise<Page<ApiKey>> {
  const rows = await drizzle(db)
    .select()
    .from(apiKey)
    .where(
      and(
        eq(apiKey.organizationId, owner.organizationId),
        eq(apiKey.userId, owner.userId),
        page.cursor === undefined ? undefined : lt(apiKey.id, page.cursor),
      ),
    )
    .orderBy(desc(apiKey.id))
    .limit(page.limit + 1);
  const items = rows.slice(0, page.limit).map((row) => ({
    id: row.id,
    name: row.name,
    hint: row.hint,
    createdAt: new Date(row.createdAt).toISOString(),
    lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
  }));
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** Whose a key is, or null where there is none. */
export async function findKey(
  db: D1Database,
  id: string,
): Promise<{ id: string; organizationId: string; userId: string } | null> {
  const [row] = await drizzle(db)
    .select({ id: apiKey.id, organizationId: apiKey.organizationId, userId: apiKey.userId })
    .from(apiKey)
    .where(eq(apiKey.id, id))
    .limit(1);
  return row ?? null;
}

/** Revokes a key at once: the next request with it is refused. */
export async function deleteKey(db: D1Database, id: string): Promise<void> {
  await drizzle(db).delete(apiKey).where(eq(apiKey.id, id));
}

/** Revokes the keys of one name but the newest given. */
export async function deleteOlderKeys(db: D1Database, owner: Owner, name: string, keepId: string): Promise<void> {
  await drizzle(db)
    .delete(apiKey)
    .where(and(eq(apiKey.userId, owner.userId), eq(apiKey.name, name), ne(apiKey.id, keepId)));
}
