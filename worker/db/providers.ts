import { and, asc, eq } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import { mine } from "../accounts/access.ts";
import type { Owner } from "../accounts/owner.ts";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import type { OwnPrice, Provider, ProviderInput, ProviderLimits, ProviderPatch } from "../contract/provider.ts";
import { providerColumns } from "./provider-columns.ts";
import { slugOf } from "./provider-slug.ts";
import { provider } from "./schema.ts";

/** Health asks the gate of each: an owner cannot have any number of them. */
const mostProviders = 100;
const lastPriority = 1000;
/** Of a shorter key four characters would say too much. */
const shortestHinted = 12;
/** Changes that meet each other are made one after the other, each on what the one before has left. */
const tries = 10;
/** Of many that are made at once each wants the next slug: one gets it, the others come again, at times of their own. */
const triesToMake = 20;
const longestPause = 200;
/** After so many tries it is a crowd: not all of it goes for the same slug any more. */
const triesForNext = 4;

/** A provider as those need it who ask it. Holds the cipher of its key: never part of an answer. */
export interface ProviderRow {
  id: string;
  organizationId: string;
  slug: string;
  name: string;
  type: Provider["type"];
  preset: string | null;
  baseUrl: string;
  keyCipher: string | null;
  keyHint: string | null;
  /** Another one with every key and every address. */
  keyId: string;
  /** Named by hand; empty where those in `found` are in use. */
  models: string[];
  found: Provider["found"];
  foundAt: number | null;
  priority: number;
  limits: ProviderLimits;
  prices: Record<string, OwnPrice>;
  active: boolean;
  createdAt: number;
  updatedAt: number;
}

/** Encrypts a key for one place only: at another owner, row or address it cannot be read. */
export type SealKey = (
  place: { organizationId: string; providerId: string; baseUrl: string },
  key: string,
) => Promise<string>;

/** @param input its address is checked and complete. @throws wrong_state where the owner has too many */
export async function createProvider(
  db: D1Database,
  owner: Owner,
  input: ProviderInput & { baseUrl: string },
  seal: SealKey,
  now: number,
): Promise<Provider> {
  const { organizationId } = owner;
  const id = newId("provider", now);
  const key = await keyColumns({ organizationId, providerId: id, baseUrl: input.baseUrl }, input.apiKey, seal);
  for (let attempt = 0; attempt < triesToMake; attempt++) {
    if (attempt > 0) await pause(Math.random() * Math.min(longestPause, 10 * 2 ** attempt));
    const others = await providerRows(db, organizationId);
    if (others.length >= mostProviders) {
      throw new ParallaxError("wrong_state", `There are ${mostProviders} providers already. Delete one first.`);
    }
    const row: ProviderRow = {
      id,
      organizationId,
      slug: freeSlug(input.name, others, attempt),
      name: input.name,
      type: input.type,
      preset: input.preset ?? null,
      baseUrl: input.baseUrl,
      ...key,
      models: distinct(input.models ?? []),
      found: [],
      foundAt: null,
      priority: input.priority ?? Math.min(lastPriority, Math.max(-1, ...others.map(({ priority }) => priority)) + 1),
      limits: input.limits ?? {},
      prices: input.prices ?? {},
      active: input.active ?? true,
      createdAt: now,
      updatedAt: now,
    };
    const made = await drizzle(db).insert(provider).values(row).onConflictDoNothing().returning({ id: provider.id });
    // Nothing is made where another request has taken the slug meanwhile.
    if (made.length > 0) return toProvider(row);
  }
  throw new ParallaxError("wrong_state", "Providers are being made by others at this moment. Try again.");
}

/** @throws not_found, forbidden */
export async function getProvider(db: D1Database, owner: Owner, id: string): Promise<Provider> {
  return toProvider(await getProviderRow(db, owner, id));
}

/** With the cipher of its key. @throws not_found, forbidden */
export async function getProviderRow(db: D1Database, owner: Owner, id: string): Promise<ProviderRow> {
  const [row] = await drizzle(db).select().from(provider).where(eq(provider.id, id)).limit(1);
  return rowOf(mine(row, owner, "provider"));
}

/** All of the owner's, in the order in which they are asked. */
export async function listProviders(db: D1Database, owner: Pick<Owner, "organizationId">): Promise<Provider[]> {
  return (await providerRows(db, owner.organizationId)).map(toProvider);
}

/** All of an organization with the ciphers of their keys, those switched off too, in the order in which they are asked. */
export async function providerRows(db: D1Database, organizationId: string): Promise<ProviderRow[]> {
  const rows = await drizzle(db)
    .select()
    .from(provider)
    .where(eq(provider.organizationId, organizationId))
    .orderBy(asc(provider.priority), asc(provider.id));
  return rows.map(rowOf);
}

/** Whether anybody has set up a provider here. */
export async function anyProvider(db: D1Database): Promise<boolean> {
  return (await drizzle(db).select({ id: provider.id }).from(provider).limit(1)).length > 0;
}

/** Those that may be asked, in that order. */
export async function providersToAsk(db: D1Database, organizationId: string): Promise<ProviderRow[]> {
  return (await providerRows(db, organizationId)).filter(({ active }) => active);
}

/**
 * Changes what the patch names. Another address voids the key unless a new one comes with it: a key is never sent where
 * it was not entered for.
 * @param patch its address, if any, is checked and complete
 * @throws not_found, forbidden; wrong_state where others keep changing it
 */
export async function updateProvider(
  db: D1Database,
  owner: Owner,
  id: string,
  patch: ProviderPatch,
  seal: SealKey,
  now: number,
): Promise<Provider> {
  for (let attempt = 0; attempt < tries; attempt++) {
    const old = await getProviderRow(db, owner, id);
    const baseUrl = patch.baseUrl ?? old.baseUrl;
    const moved = baseUrl !== old.baseUrl;
    const place = { organizationId: old.organizationId, providerId: id, baseUrl };
    const changed = {
      name: patch.name ?? old.name,
      baseUrl,
      ...(moved || patch.apiKey !== undefined ? await keyColumns(place, patch.apiKey, seal) : {}),
      ...(moved ? { found: [], foundAt: null } : {}),
      models: patch.models === undefined ? old.models : distinct(patch.models),
      priority: patch.priority ?? old.priority,
      limits: patch.limits ?? old.limits,
      prices: patch.prices ?? old.prices,
      active: patch.active ?? old.active,
      // Never the same twice, so that it tells whether another change came between.
      updatedAt: Math.max(now, old.updatedAt + 1),
    };
    const made = await drizzle(db)
      .update(provider)
      .set(changed)
      .where(and(itself(old), eq(provider.keyId, old.keyId), eq(provider.updatedAt, old.updatedAt)))
      .returning({ id: provider.id });
    if (made.length > 0) return toProvider({ ...old, ...changed });
  }
  throw new ParallaxError("wrong_state", "This provider is being changed by others at this moment. Try again.");
}

/** The jobs that still name a provider, some of them where they are many. */
export async function jobsNaming(db: D1Database, owner: Owner, slug: string): Promise<string[]> {
  const { results } = await db
    .prepare(
      `SELECT id FROM analysis WHERE organization_id = ?1 AND status IN ('pending', 'running', 'paused')
         AND (substr(model, 1, length(?2)) = ?2 OR EXISTS (SELECT 1 FROM json_each(options, '$.fallbackModels')
           WHERE substr(value, 1, length(?2)) = ?2)
           OR substr(json_extract(options, '$.embeddingModel'), 1, length(?2)) = ?2)
       ORDER BY id LIMIT 5`,
    )
    .bind(owner.organizationId, `${slug}/`)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

/** What its calls have cost stays in the log. @throws not_found, forbidden */
export async function deleteProvider(db: D1Database, owner: Owner, id: string): Promise<void> {
  await drizzle(db)
    .delete(provider)
    .where(itself(await getProviderRow(db, owner, id)));
}

/** Keeps what a key was found to reach; nothing, where that key has been replaced meanwhile. */
export async function saveFound(
  db: D1Database,
  asked: Pick<ProviderRow, "id" | "organizationId" | "keyId">,
  found: Provider["found"],
  now: number,
): Promise<void> {
  await drizzle(db)
    .update(provider)
    .set({ found, foundAt: now })
    .where(and(itself(asked), eq(provider.keyId, asked.keyId)));
}

function itself({ id, organizationId }: Pick<ProviderRow, "id" | "organizationId">) {
  return and(eq(provider.id, id), eq(provider.organizationId, organizationId));
}

function freeSlug(name: string, others: ProviderRow[], attempt: number): string {
  const taken = others.map(({ slug }) => slug);
  const left = Math.floor(Math.random() * 2 ** Math.max(0, Math.min(6, attempt + 1 - triesForNext)));
  for (let skipped = 0; skipped < left; skipped++) taken.push(slugOf(name, taken));
  return slugOf(name, taken);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

async function keyColumns(place: Parameters<SealKey>[0], key: string | undefined, seal: SealKey) {
  return {
    keyCipher: key === undefined ? null : await seal(place, key),
    keyHint: key === undefined || key.length < shortestHinted ? null : key.slice(-4),
    keyId: crypto.randomUUID(),
  };
}

function rowOf(row: typeof provider.$inferSelect): ProviderRow {
  return { ...row, ...providerColumns(row) };
}

/** As the API shows it: without the cipher. */
export function toProvider(row: ProviderRow): Provider {
  return {
    id: row.id,
    slug: row.slug,
    name: row.name,
    type: row.type,
    preset: row.preset,
    baseUrl: row.baseUrl,
    hasKey: row.keyCipher !== null,
    keyHint: row.keyHint,
    // Named by hand, or else all that the key has found and that still live.
    models: row.models.length > 0 ? row.models : row.found.filter(isAlive).map(({ id }) => id),
    found: row.found,
    foundAt: row.foundAt === null ? null : new Date(row.foundAt).toISOString(),
    priority: row.priority,
    limits: row.limits,
    prices: row.prices,
    active: row.active,
    createdAt: new Date(row.createdAt).toISOString(),
    updatedAt: new Date(row.updatedAt).toISOString(),
  };
}

function isAlive({ lifecycle }: Provider["found"][number]): boolean {
  return lifecycle !== "retired";
}

function distinct(names: string[]): string[] {
  return [...new Set(names)];
}
