import type { Owner } from "../accounts/owner.ts";
import type { Content, ContentItem, ContentKind, Message } from "../contract/content.ts";
import { ParallaxError } from "../contract/error.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { mendCharacters } from "../quality/mend-characters.ts";
import { deleteAnswersAbout, lastAnswersAbout } from "./answer-cache.ts";
import type { Body } from "./content-store.ts";

export { contentStore } from "./content-store.ts";

type Stores = Pick<Env, "DB" | "FILES">;

/** Ids of one read. */
const readAtOnce = 500;
/** Rows deleted at once; R2 deletes up to 1,000 keys a call. */
const deletedAtOnce = 500;
const answersDeletedAtOnce = 5_000;

const itemColumns = `id, external_id, kind, title, language, tokens, message_count, quality, checks, left_out,
  roles, mended, created_at`;

interface ItemRow {
  id: string;
  external_id: string;
  kind: ContentKind;
  title: string;
  language: string;
  tokens: number;
  message_count: number;
  quality: number | null;
  checks: string | null;
  left_out: string | null;
  roles: string | null;
  mended: string | null;
  created_at: number;
}

function toItem(row: ItemRow): ContentItem {
  return {
    id: row.id,
    externalId: row.external_id,
    kind: row.kind,
    title: row.title,
    language: row.language,
    tokens: row.tokens,
    messageCount: row.message_count,
    quality: row.quality,
    reasons: row.checks === null ? [] : (JSON.parse(row.checks) as string[]),
    leftOut: row.left_out !== null,
    createdAt: new Date(row.created_at).toISOString(),
  };
}

/** Contents of a dataset in the order of their import. `q` is looked for in title, id and text, whatever its case or Unicode form. */
export async function listContents(
  db: D1Database,
  owner: Owner,
  datasetId: string,
  page: PageQuery & { q?: string | undefined; language?: string | undefined; leftOut?: boolean | undefined },
): Promise<Page<ContentItem>> {
  const conditions = [
    "dataset_id = ?1",
    "organization_id = ?2",
    "id > ?3",
    `left_out IS ${page.leftOut ? "NOT " : ""}NULL`,
  ];
  const parameters: (string | number)[] = [datasetId, owner.organizationId, page.cursor ?? "", page.limit + 1];
  if (page.language) conditions.push(`language = ?${parameters.push(page.language)}`);
  if (page.q) {
    // instr and not LIKE: a LIKE pattern ends at 50 bytes. In a body the text stands as JSON.
    const spellings = new Set([page.q.normalize("NFC"), page.q.normalize("NFD")].map((text) => text.toLowerCase()));
    const places = [...spellings].flatMap((text) => {
      const plain = `?${parameters.push(text)}`;
      const asJson = `?${parameters.push(JSON.stringify(text).slice(1, -1))}`;
      return [`instr(lower(title), ${plain})`, `instr(lower(external_id), ${plain})`, `instr(lower(body), ${asJson})`];
    });
    conditions.push(`(${places.join(" OR ")})`);
  }
  const { results } = await db
    .prepare(`SELECT ${itemColumns} FROM content WHERE ${conditions.join(" AND ")} ORDER BY id LIMIT ?4`)
    .bind(...parameters)
    .all<ItemRow>();
  const items = results.slice(0, page.limit).map(toItem);
  return { items, nextCursor: results.length > page.limit ? (items.at(-1)?.id ?? null) : null };
}

/** @throws ParallaxError `not_found`, or `forbidden` where it is another owner's */
export async function getContent(env: Stores, owner: Owner, id: string): Promise<Content> {
  const row = await env.DB.prepare(
    `SELECT ${itemColumns}, organization_id, dataset_id, author, occurred_at, body, body_key FROM content WHERE id = ?1`,
  )
    .bind(id)
    .first<
      ItemRow &
        BodyRow & { organization_id: string; dataset_id: string; author: string | null; occurred_at: number | null }
    >();
  if (row === null) throw new ParallaxError("not_found", `There is no content ${id}.`);
  if (row.organization_id !== owner.organizationId)
    throw new ParallaxError("forbidden", `Content ${id} belongs to another owner.`);
  const { messages, metadata } = await readBody(env, row);
  return {
    ...toItem(row),
    datasetId: row.dataset_id,
    author: row.author,
    occurredAt: row.occurred_at === null ? null : new Date(row.occurred_at).toISOString(),
    metadata,
    messages,
  };
}

interface BodyRow {
  body: string | null;
  body_key: string | null;
  roles: string | null;
  mended: string | null;
}

/** A body as fixes have it read: with other roles than in the file, and with characters as they were meant. */
async function readBody({ FILES }: Stores, { body, body_key, roles, mended }: BodyRow): Promise<Body> {
  const text = body ?? (body_key === null ? null : await (await FILES.get(body_key))?.text());
  if (text === null || text === undefined) return { messages: [], metadata: {} };
  const parsed: Body = JSON.parse(text);
  if (roles === null && mended === null) return parsed;
  const { said } = roles === null ? { said: {} } : (JSON.parse(roles) as { said: Record<string, string> });
  const named = new Map(Object.entries(said));
  const messages = parsed.messages.map((message) => ({
    ...message,
    role: named.get(message.role) ?? message.role,
    content: mended === null ? message.content : mendCharacters(message.content),
  }));
  return { ...parsed, messages };
}

export interface IndexedContent {
  id: string;
  externalId: string;
  tokens: number;
  images: number;
  language: string;
  messageCount: number;
  /** Milliseconds since 1970. */
  occurredAt: number | null;
  kind: ContentKind;
  title: string;
}

/** What the planner needs to know of each content that no fix left out, in the order of ids. @param after the last id already had */
export async function contentIndex(
  db: D1Database,
  datasetId: string,
  after: string | null,
  limit: number,
): Promise<IndexedContent[]> {
  const { results } = await db
    .prepare(
      `SELECT id, external_id AS externalId, tokens, images, language, message_count AS messageCount,
         occurred_at AS occurredAt, kind, title FROM content
       WHERE dataset_id = ?1 AND id > ?2 AND left_out IS NULL ORDER BY id LIMIT ?3`,
    )
    .bind(datasetId, after ?? "", limit)
    .all<IndexedContent>();
  return results;
}

/** How many of these ids are in the dataset and not left out of it, and their tokens together. */
export async function measureContents(
  db: D1Database,
  datasetId: string,
  ids: string[],
): Promise<{ contents: number; tokens: number; images: number }> {
  const row = await db
    .prepare(
      `SELECT count(*) AS contents, coalesce(sum(tokens), 0) AS tokens, coalesce(sum(images), 0) AS images FROM content
       WHERE dataset_id = ?1 AND left_out IS NULL AND id IN (SELECT value FROM json_each(?2))`,
    )
    .bind(datasetId, JSON.stringify(ids))
    .first<{ contents: number; tokens: number; images: number }>();
  return row ?? { contents: 0, tokens: 0, images: 0 };
}

export interface ReadableContent {
  id: string;
  externalId: string;
  title: string;
  language: string;
  kind: ContentKind;
  tokens: number;
  images: number;
  /** SHA-256 of kind and messages, hexadecimal; where a fix has them read otherwise another one. */
  hash: string;
  messages: Message[];
}

/** Contents with their messages, in the order asked; ids that do not exist are left out. */
export async function readContents(env: Stores, ids: string[]): Promise<ReadableContent[]> {
  const contents: ReadableContent[] = [];
  for (let start = 0; start < ids.length; start += readAtOnce) {
    const { results } = await env.DB.prepare(
      `SELECT c.id, c.external_id AS externalId, c.title, c.language, c.kind, c.tokens, c.images, c.hash, c.body, c.body_key, c.roles, c.mended
       FROM json_each(?1) AS j JOIN content AS c ON c.id = j.value ORDER BY j.key`,
    )
      .bind(JSON.stringify(ids.slice(start, start + readAtOnce)))
      .all<Omit<ReadableContent, "messages"> & BodyRow>();
    for (const { body, body_key, roles, mended, ...content } of results) {
      const { messages } = await readBody(env, { body, body_key, roles, mended });
      // An answer about the same words in other roles is another one.
      const marks = [...(roles === null ? [] : [rolesMark(roles)]), ...(mended === null ? [] : ["mended"])];
      contents.push({ ...content, hash: [content.hash, ...marks].join("+"), messages });
    }
  }
  return contents;
}

function rolesMark(roles: string): string {
  const { said } = JSON.parse(roles) as { said: Record<string, string> };
  return Object.values(said).join("+");
}

/** Deletes all contents of a dataset, files too. Interrupted, it can be run again. */
export async function deleteContents(env: Stores, datasetId: string): Promise<void> {
  for (;;) {
    const { results } = await env.DB.prepare("SELECT id, body_key FROM content WHERE dataset_id = ?1 LIMIT ?2")
      .bind(datasetId, deletedAtOnce)
      .all<{ id: string; body_key: string | null }>();
    if (results.length === 0) return;
    // Files first: a row without its file is found again, a file without its row is not.
    const keys = results.flatMap(({ body_key }) => (body_key === null ? [] : [body_key]));
    if (keys.length > 0) await env.FILES.delete(keys);
    const ids = results.map(({ id }) => id);
    await deleteAnswersAbout(env.DB, ids, answersDeletedAtOnce);
    await env.DB.batch([
      env.DB.prepare("DELETE FROM content WHERE id IN (SELECT value FROM json_each(?1))").bind(JSON.stringify(ids)),
      // Once more in the same transaction: a consumer that was late may have kept some since.
      lastAnswersAbout(env.DB, ids),
    ]);
  }
}
