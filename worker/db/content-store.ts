import type { Owner } from "../accounts/owner.ts";
import type { Message } from "../contract/content.ts";
import { newId } from "../contract/id.ts";
import type { ContentStore, MeasuredContent } from "../ingest/ingest.ts";

/** Bytes of one bound parameter; D1 takes 2 MB. */
const longestParameter = 900_000;
/** Bytes of a body that go into a bulk statement; longer ones are inserted alone. */
const longestBulkBody = 400_000;
/** Bytes of a body that stay in the row; D1 rows end at 2 MB. */
const longestRowBody = 1_500_000;

type Stores = Pick<Env, "DB" | "FILES">;

/** What `body` holds as JSON, in the row or in R2. */
export interface Body {
  messages: Message[];
  metadata: Record<string, unknown>;
}

/** A content with the name it is to be stored under. */
interface Candidate {
  id: string;
  content: MeasuredContent;
  /** JSON of messages and metadata, and its length in bytes. */
  body: string;
  bytes: number;
  storedAs: string;
}

/**
 * Stores contents in a dataset. The same id with the same hash is a duplicate; with another hash it becomes `id#2`, `#3` ….
 * The unique index decides, so two imports at once cannot store one content twice; a slice that was lost half-way can be
 * saved again.
 */
export function contentStore(env: Stores, owner: Owner, datasetId: string): ContentStore {
  let lastTime = 0;
  return {
    async save(contents) {
      lastTime = Math.max(Date.now(), lastTime + 1);
      const now = lastTime;
      // Ids of one millisecond differ in their random part only: sorted, they keep the order of the file.
      const ids = contents.map(() => newId("content", now)).toSorted();
      let open: Candidate[] = contents.map((content, index) => {
        const body = JSON.stringify({ messages: content.messages, metadata: content.metadata } satisfies Body);
        return { id: ids[index] ?? "", content, body, bytes: byteLength(body), storedAs: content.externalId };
      });
      let imported = 0;
      let duplicates = 0;
      const renamed: { externalId: string; storedAs: string; at: string }[] = [];
      while (open.length > 0) {
        const taken = await takenNames(env.DB, datasetId, open);
        const fresh = open.filter((candidate) => claimName(candidate, taken));
        duplicates += open.length - fresh.length;
        const stored = await insert(env, owner, datasetId, fresh, now);
        for (const { id, storedAs, content } of fresh) {
          if (!stored.has(id)) continue;
          imported++;
          if (storedAs !== content.externalId)
            renamed.push({ externalId: content.externalId, storedAs, at: content.at });
        }
        // What is left lost its name to another import between looking and writing: look again.
        open = fresh.filter(({ id }) => !stored.has(id));
      }
      return { imported, duplicates, renamed };
    },
  };
}

/** Gives the candidate the first free name; false where it is a duplicate. `taken` maps names to hashes. */
function claimName(candidate: Candidate, taken: Map<string, string>): boolean {
  const { externalId, hash } = candidate.content;
  for (let number = 1; ; number++) {
    const name = number === 1 ? externalId : `${externalId}#${number}`;
    const holder = taken.get(name);
    if (holder === hash) return false;
    if (holder !== undefined) continue;
    candidate.storedAs = name;
    taken.set(name, hash);
    return true;
  }
}

/** The names in the dataset that stand in the candidates' way: their ids, and those made from them. */
async function takenNames(db: D1Database, datasetId: string, candidates: Candidate[]): Promise<Map<string, string>> {
  const taken = new Map<string, string>();
  const wanted = new Map(candidates.map(({ content }) => [content.externalId, content.hash]));
  const read = async (statement: D1PreparedStatement) => {
    const { results } = await statement.all<{ external_id: string; hash: string }>();
    for (const { external_id, hash } of results) taken.set(external_id, hash);
  };
  // CROSS JOIN holds SQLite to this order: ids first, each looked up in the unique index. Left to itself it goes through
  // the whole dataset for every id.
  for (const ids of chunked([...wanted.keys()], byteLength)) {
    await read(
      db
        .prepare(
          `SELECT c.external_id, c.hash FROM json_each(?1) AS j
           CROSS JOIN content AS c ON c.dataset_id = ?2 AND c.external_id = j.value`,
        )
        .bind(JSON.stringify(ids), datasetId),
    );
  }
  const clashing = candidates.filter(({ content }) => (taken.get(content.externalId) ?? content.hash) !== content.hash);
  // Within one slice two contents may share an id too: the second one needs to know the names made from it.
  const doubled = candidates.filter(({ content }) => wanted.get(content.externalId) !== content.hash);
  const bases = new Set([...clashing, ...doubled].map(({ content }) => content.externalId));
  for (const ids of chunked([...bases], byteLength)) {
    await read(
      db
        .prepare(
          // '$' follows '#': the range holds every name that starts with the id and '#'.
          `SELECT c.external_id, c.hash FROM json_each(?1) AS j
           CROSS JOIN content AS c ON c.dataset_id = ?2 AND c.external_id >= j.value || '#' AND c.external_id < j.value || '$'`,
        )
        .bind(JSON.stringify(ids), datasetId),
    );
  }
  return taken;
}

/** @returns the ids that are in the table now */
async function insert(
  env: Stores,
  owner: Owner,
  datasetId: string,
  candidates: Candidate[],
  now: number,
): Promise<Set<string>> {
  const stored = new Set<string>();
  const bulk = candidates.filter(({ bytes }) => bytes <= longestBulkBody);
  for (const rows of chunked(bulk, ({ bytes }) => bytes + 2_000)) {
    for (const id of await insertRows(env.DB, owner, datasetId, rows, now)) stored.add(id);
  }
  for (const candidate of candidates.filter(({ bytes }) => bytes > longestBulkBody)) {
    const [id] = await insertLong(env, owner, datasetId, candidate, now);
    if (id !== undefined) stored.add(id);
  }
  return stored;
}

const columns = `id, organization_id, dataset_id, external_id, kind, title, language, tokens, images, message_count,
  quality, hash, checks, sketch, author, occurred_at, created_at`;

/** Rows and the dataset's counts are one transaction. */
async function insertRows(
  db: D1Database,
  owner: Owner,
  datasetId: string,
  candidates: Candidate[],
  now: number,
): Promise<string[]> {
  const rows = candidates.map(({ id, content, body, storedAs }) => {
    const fields = JSON.stringify([
      id,
      storedAs,
      content.kind,
      content.title,
      content.language,
      content.tokens,
      content.images,
      content.messageCount,
      content.quality,
      content.hash,
      content.checks,
      content.sketch,
      content.author,
      content.occurredAt,
    ]);
    return `${fields.slice(0, -1)},${body}]`;
  });
  const ids = candidates.map(({ id }) => id);
  return commit(db, datasetId, ids, now, () =>
    db
      .prepare(
        `INSERT OR IGNORE INTO content (${columns}, body)
         SELECT value->>0, ?1, ?2, value->>1, value->>2, value->>3, value->>4, value->>5, value->>6, value->>7, value->>8,
                value->>9, value->10, value->>11, value->>12, value->>13, ?3, value->14
         FROM json_each(?4)`,
      )
      .bind(owner.organizationId, datasetId, now, `[${rows.join(",")}]`),
  );
}

async function insertLong(
  env: Stores,
  owner: Owner,
  datasetId: string,
  { id, content, body, bytes, storedAs }: Candidate,
  now: number,
): Promise<string[]> {
  const bodyKey = bytes > longestRowBody ? `content/${owner.organizationId}/${id}` : null;
  if (bodyKey !== null) await env.FILES.put(bodyKey, body);
  const stored = await commit(env.DB, datasetId, [id], now, () =>
    env.DB.prepare(
      `INSERT OR IGNORE INTO content (${columns}, body, body_key)
       VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)`,
    ).bind(
      id,
      owner.organizationId,
      datasetId,
      storedAs,
      content.kind,
      content.title,
      content.language,
      content.tokens,
      content.images,
      content.messageCount,
      content.quality,
      content.hash,
      JSON.stringify(content.checks),
      content.sketch,
      content.author,
      content.occurredAt,
      now,
      bodyKey === null ? body : null,
      bodyKey,
    ),
  );
  if (bodyKey !== null && stored.length === 0) await env.FILES.delete(bodyKey);
  return stored;
}

/** Adds what was just inserted to the dataset's counts. The new ids are there only if this very transaction put them there. */
const countUp = `UPDATE dataset SET
  content_count = content_count + (SELECT count(*) FROM content WHERE id IN (SELECT value FROM json_each(?1))),
  tokens = tokens + (SELECT coalesce(sum(tokens), 0) FROM content WHERE id IN (SELECT value FROM json_each(?1))),
  images = images + (SELECT coalesce(sum(images), 0) FROM content WHERE id IN (SELECT value FROM json_each(?1))),
  languages = (
    SELECT json_group_object(language, n) FROM (
      SELECT language, sum(n) AS n FROM (
        SELECT key AS language, value AS n FROM json_each(dataset.languages)
        UNION ALL
        SELECT language, 1 FROM content WHERE id IN (SELECT value FROM json_each(?1))
      ) GROUP BY language
    )
  ),
  updated_at = ?2
  WHERE id = ?3`;

const attempts = 3;

/** Runs an insert with its counts. After a failure it first looks whether the transaction went through. */
async function commit(
  db: D1Database,
  datasetId: string,
  ids: string[],
  now: number,
  insertion: () => D1PreparedStatement,
): Promise<string[]> {
  const list = JSON.stringify(ids);
  for (let attempt = 1; ; attempt++) {
    try {
      await db.batch([insertion(), db.prepare(countUp).bind(list, now, datasetId)]);
      return await existing(db, list);
    } catch (error) {
      const stored = await existing(db, list).catch(() => []);
      if (stored.length > 0) return stored;
      if (attempt === attempts) throw error;
    }
  }
}

async function existing(db: D1Database, list: string): Promise<string[]> {
  const { results } = await db
    .prepare("SELECT id FROM content WHERE id IN (SELECT value FROM json_each(?1))")
    .bind(list)
    .all<{ id: string }>();
  return results.map(({ id }) => id);
}

function byteLength(text: string): number {
  return encoder.encode(text).byteLength;
}

const encoder = new TextEncoder();

/** Cuts a list so that each part, bound as JSON, stays under what one parameter may hold. */
function chunked<Item>(items: Item[], bytesOf: (item: Item) => number): Item[][] {
  const chunks: Item[][] = [];
  let chunk: Item[] = [];
  let bytes = 0;
  for (const item of items) {
    const length = bytesOf(item) + 8;
    if (chunk.length > 0 && bytes + length > longestParameter) {
      chunks.push(chunk);
      chunk = [];
      bytes = 0;
    }
    chunk.push(item);
    bytes += length;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}
