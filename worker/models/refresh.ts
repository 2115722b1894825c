import * as z from "zod";
import { type CatalogueList, type Snapshot, snapshotSchema } from "../contract/model-change.ts";

const hour = 3_600_000;
/** Lists are read once a day; after a failure once an hour. */
const freshFor = 24 * hour;
const pauseAfterFailure = hour;
/** Seconds; lists older than that say nothing about today. */
const keptFor = 14 * 24 * 3600;

const snapshotKey = "catalogue:snapshot";
const stateKey = "catalogue:state";

const stateSchema = z.object({ triedAt: z.number(), readAt: z.number().nullable() });
export type RefreshState = z.infer<typeof stateSchema>;

/** As much of KV as is used here. */
export interface Store {
  get(key: string, type: "json"): Promise<unknown>;
  put(key: string, value: string, options: { expirationTtl: number }): Promise<void>;
}

/** Reads the lists outside; one that can't be read is left out. */
export type ReadLists = (now: number) => Promise<CatalogueList[]>;

/** Whether the lists are due. @param state null where nothing is known of an earlier try */
export function isDue(state: RefreshState | null, now: number): boolean {
  if (state === null) return true;
  if (state.readAt !== null && now - state.readAt < freshFor) return false;
  return now - state.triedAt >= pauseAfterFailure;
}

/**
 * Keeps what the lists outside say of models, for owners to compare with. Called by the clock; does nothing while what
 * is there is fresh, and never throws for want of a network.
 * @returns whether anything was read
 */
export async function refreshCatalogue(env: { KV: Store }, now: number, readLists: ReadLists): Promise<boolean> {
  const state = stateSchema.safeParse(await env.KV.get(stateKey, "json")).data ?? null;
  if (!isDue(state, now)) return false;
  const options = { expirationTtl: keptFor };
  const readAt = state?.readAt ?? null;
  // Marked before it is tried, so that a try that dies is not tried again every minute.
  await env.KV.put(stateKey, JSON.stringify({ triedAt: now, readAt }), options);
  const lists = await readLists(now);
  if (lists.length === 0) return false;
  const before = (await readSnapshot(env.KV))?.lists ?? [];
  const kept = before.filter(
    ({ source, at }) => !lists.some((list) => list.source === source) && now - at < keptFor * 1000,
  );
  const snapshot: Snapshot = { lists: [...lists, ...kept] };
  await env.KV.put(snapshotKey, JSON.stringify(snapshot), options);
  await env.KV.put(stateKey, JSON.stringify({ triedAt: now, readAt: now }), options);
  return true;
}

/** @returns null where there is none, or none that can be read */
export async function readSnapshot(store: Store): Promise<Snapshot | null> {
  return snapshotSchema.safeParse(await store.get(snapshotKey, "json")).data ?? null;
}
