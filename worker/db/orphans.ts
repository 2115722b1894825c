import { readModels } from "./expire.ts";

/**
 * What stands in a store although its row is gone: a deletion was cut off between the two. Each run looks at one page and
 * remembers in KV where it stopped; behind the last page it begins anew.
 */

const filePlace = "sweep/files";
const readModelPlace = "sweep/read-models";
/** A place that nobody has looked for this long is forgotten, and the stores are gone through from the start. */
const placeSeconds = 30 * 86_400;
/** A file is written before its row. */
const graceMilliseconds = 86_400_000;
const contentFiles = "content/";
/** At most this many are deleted one by one in a run. */
export const orphansAtOnce = 500;

/** Deletes files of contents that no row names. @returns how many */
export async function sweepFiles(
  { DB: db, KV: kv, FILES: files }: Pick<Env, "DB" | "KV" | "FILES">,
  now: number,
  page: number = orphansAtOnce,
): Promise<number> {
  const place = await kv.get(filePlace);
  const listed = await files.list({
    prefix: contentFiles,
    limit: page,
    ...(place === null ? {} : { startAfter: place }),
  });
  const old = listed.objects.filter(({ uploaded }) => uploaded.getTime() < now - graceMilliseconds);
  const keys = old.map(({ key }) => key);
  const named = await namedFiles(db, keys);
  const orphans = keys.filter((key) => !named.has(key));
  if (orphans.length > 0) await files.delete(orphans);
  await remember(kv, filePlace, place, listed.truncated ? (listed.objects.at(-1)?.key ?? null) : null);
  return orphans.length;
}

/** Found by the ids that end the keys, since only those are indexed. */
async function namedFiles(db: D1Database, keys: string[]): Promise<Set<string>> {
  const ids = keys.map((key) => key.slice(key.lastIndexOf("/") + 1));
  const { results } = await db
    .prepare("SELECT body_key AS key FROM content WHERE id IN (SELECT value FROM json_each(?1))")
    .bind(JSON.stringify(ids))
    .all<{ key: string | null }>();
  return new Set(results.flatMap(({ key }) => key ?? []));
}

/** Deletes read models of analyses that are gone or swept. @returns how many */
export async function sweepReadModels(
  { DB: db, KV: kv }: Pick<Env, "DB" | "KV">,
  page: number = orphansAtOnce,
): Promise<number> {
  const place = await kv.get(readModelPlace);
  const listed = await kv.list({ prefix: readModels, limit: page, cursor: place }).catch(async (failure) => {
    // A place may have become invalid: the next run begins anew.
    await kv.delete(readModelPlace);
    throw failure;
  });
  const idOf = (key: string) => key.slice(readModels.length).split("/")[0] ?? "";
  const ids = [...new Set(listed.keys.map(({ name }) => idOf(name)))];
  const { results } = await db
    .prepare("SELECT id FROM analysis WHERE id IN (SELECT value FROM json_each(?1)) AND swept_at IS NULL")
    .bind(JSON.stringify(ids))
    .all<{ id: string }>();
  const living = new Set(results.map(({ id }) => id));
  const orphans = listed.keys.filter(({ name }) => !living.has(idOf(name)));
  await Promise.all(orphans.map(({ name }) => kv.delete(name)));
  await remember(kv, readModelPlace, place, listed.list_complete ? null : listed.cursor);
  return orphans.length;
}

async function remember(kv: KVNamespace, name: string, before: string | null, place: string | null): Promise<void> {
  if (place !== null) await kv.put(name, place, { expirationTtl: placeSeconds });
  else if (before !== null) await kv.delete(name);
}
