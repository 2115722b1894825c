/**
 * The tables of one job and the narrow door to them. The same statements run in a Durable Object's SQLite and in any
 * other SQLite behind this interface, which is how the ledger is tested without a Worker.
 */
export type Value = string | number | null;

export interface LedgerStorage {
  /** Runs one statement, gives its rows. */
  all<Row extends Record<string, Value>>(sql: string, ...values: Value[]): Row[];
  /** All or nothing: what is written inside stands together after a crash. */
  atomically<Result>(work: () => Result): Result;
}

/** The first row, if there is one. */
export function firstRow<Row extends Record<string, Value>>(
  storage: LedgerStorage,
  sql: string,
  ...values: Value[]
): Row | undefined {
  return storage.all<Row>(sql, ...values)[0];
}

const tables = [
  // One row: the job itself. Counters stand here so that no status page ever counts rows.
  `CREATE TABLE IF NOT EXISTS job (
    id INTEGER PRIMARY KEY CHECK (id = 1), spec TEXT NOT NULL, status TEXT NOT NULL, pause_reason TEXT, error TEXT,
    phase TEXT NOT NULL, round INTEGER NOT NULL DEFAULT 0, sync_points INTEGER NOT NULL DEFAULT 0,
    rounds_done INTEGER NOT NULL DEFAULT 0,
    loaded_after TEXT, prepared INTEGER NOT NULL DEFAULT 0, label_version INTEGER NOT NULL DEFAULT 0,
    items_total INTEGER NOT NULL DEFAULT 0, items_done INTEGER NOT NULL DEFAULT 0,
    items_fallback INTEGER NOT NULL DEFAULT 0, items_failed INTEGER NOT NULL DEFAULT 0,
    batches_done INTEGER NOT NULL DEFAULT 0, batches_total INTEGER NOT NULL DEFAULT 0,
    calls INTEGER NOT NULL DEFAULT 0, input_tokens INTEGER NOT NULL DEFAULT 0, cached_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0, cost_known INTEGER NOT NULL DEFAULT 1,
    discovery_rate TEXT NOT NULL DEFAULT '[]', discovery_read INTEGER NOT NULL DEFAULT 0,
    cluster_ids TEXT, gathered TEXT, summary TEXT,
    started_at INTEGER NOT NULL, completed_at INTEGER, saved_at INTEGER)`,
  // state: open, taken (in a task), done, fallback, failed, left (not to be read). sample: place in the discovery order, or null.
  `CREATE TABLE IF NOT EXISTS item (
    ordinal INTEGER PRIMARY KEY, content_id TEXT NOT NULL UNIQUE, external_id TEXT NOT NULL, tokens INTEGER NOT NULL, sample INTEGER,
    language TEXT NOT NULL, kind TEXT NOT NULL, occurred_at INTEGER, title TEXT NOT NULL, state TEXT NOT NULL)`,
  "CREATE INDEX IF NOT EXISTS item_open ON item (state, ordinal)",
  "CREATE INDEX IF NOT EXISTS item_sample ON item (sample) WHERE sample IS NOT NULL",
  // due: a lease's end, or the time from which a waiting task may be tried again. label_version is fixed at the first grant.
  `CREATE TABLE IF NOT EXISTS task (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, phase TEXT NOT NULL, round INTEGER NOT NULL, stream INTEGER NOT NULL,
    items INTEGER NOT NULL, input TEXT NOT NULL, status TEXT NOT NULL, due INTEGER NOT NULL DEFAULT 0,
    token INTEGER NOT NULL DEFAULT 0, grants INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0,
    label_version INTEGER, started_at INTEGER, completed_at INTEGER, error TEXT)`,
  "CREATE INDEX IF NOT EXISTS task_status ON task (status, due)",
  // slice_state: idle, sent (a message is on its way), live (a consumer works). slice numbers make late messages harmless.
  `CREATE TABLE IF NOT EXISTS stream (
    stream INTEGER PRIMARY KEY, slice INTEGER NOT NULL DEFAULT 0, slice_state TEXT NOT NULL DEFAULT 'idle',
    seen INTEGER NOT NULL DEFAULT 0, failures INTEGER NOT NULL DEFAULT 0, retry_at INTEGER NOT NULL DEFAULT 0,
    items_done INTEGER NOT NULL DEFAULT 0, new_labels INTEGER NOT NULL DEFAULT 0, retries INTEGER NOT NULL DEFAULT 0,
    missing INTEGER NOT NULL DEFAULT 0, calls INTEGER NOT NULL DEFAULT 0, input_tokens INTEGER NOT NULL DEFAULT 0,
    output_tokens INTEGER NOT NULL DEFAULT 0, cost REAL NOT NULL DEFAULT 0, busy INTEGER NOT NULL DEFAULT 0)`,
  // A label is known by its folded form; `merged_into` is the folded form of the label it was reconciled into.
  `CREATE TABLE IF NOT EXISTS label (
    facet TEXT NOT NULL, fold TEXT NOT NULL, label TEXT NOT NULL, description TEXT NOT NULL, origin TEXT NOT NULL,
    version INTEGER NOT NULL, task INTEGER NOT NULL, place INTEGER NOT NULL, count INTEGER NOT NULL DEFAULT 0,
    merged_into TEXT, reason TEXT, merged_at INTEGER, PRIMARY KEY (facet, fold)) WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS label_head ON label (facet, merged_into)",
  // Every way a label was written, so that results can be brought to one spelling.
  `CREATE TABLE IF NOT EXISTS spelling (
    facet TEXT NOT NULL, said TEXT NOT NULL, fold TEXT NOT NULL, PRIMARY KEY (facet, said)) WITHOUT ROWID`,
  // How often each way of writing a label was answered.
  `CREATE TABLE IF NOT EXISTS said (
    facet TEXT NOT NULL, said TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (facet, said)) WITHOUT ROWID`,
  // Who folded a label into another, where it was not a model.
  `CREATE TABLE IF NOT EXISTS merged_by (
    facet TEXT NOT NULL, fold TEXT NOT NULL, by TEXT NOT NULL, PRIMARY KEY (facet, fold)) WITHOUT ROWID`,
  // What models said of the labels in this reconciliation, by the task that asked; what they disagreed about.
  "CREATE TABLE IF NOT EXISTS look (task INTEGER PRIMARY KEY, groups TEXT NOT NULL)",
  `CREATE TABLE IF NOT EXISTS label_conflict (
    facet TEXT NOT NULL, place INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (facet, place)) WITHOUT ROWID`,
  // Counts of the closed facets' values, for live bars and the summary.
  `CREATE TABLE IF NOT EXISTS tally (
    facet TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL, PRIMARY KEY (facet, value)) WITHOUT ROWID`,
  // What calls may cost whose end nobody has told yet, by the grant they were made under; task 0: what broke off unheard.
  `CREATE TABLE IF NOT EXISTS hold (
    task INTEGER NOT NULL, token INTEGER NOT NULL, usd REAL NOT NULL, calling INTEGER NOT NULL,
    PRIMARY KEY (task, token)) WITHOUT ROWID`,
  // One row: whether the job goes on with one stream, its good answers since, and the contents it is not to read any more.
  `CREATE TABLE IF NOT EXISTS course (
    id INTEGER PRIMARY KEY CHECK (id = 1), alone INTEGER NOT NULL DEFAULT 0, successes INTEGER NOT NULL DEFAULT 0,
    left_out INTEGER NOT NULL DEFAULT 0)`,
  "INSERT OR IGNORE INTO course (id) VALUES (1)",
  // One row: what kind of pause the last one was, beside the job's reason in words.
  "CREATE TABLE IF NOT EXISTS pause (id INTEGER PRIMARY KEY CHECK (id = 1), kind TEXT NOT NULL)",
  // Contents that are asked again although they have a result, with what was counted for it; gone with the new answer.
  `CREATE TABLE IF NOT EXISTS again (
    content_id TEXT PRIMARY KEY, was TEXT NOT NULL, facets TEXT NOT NULL, sentiment TEXT) WITHOUT ROWID`,
  // Grants whose cost has been told: an answer that is delivered again costs nothing more.
  `CREATE TABLE IF NOT EXISTS told (
    task INTEGER NOT NULL, token INTEGER NOT NULL, PRIMARY KEY (task, token)) WITHOUT ROWID`,
  // What people should know of how the job went: who answered instead of whom, and why.
  "CREATE TABLE IF NOT EXISTS notice (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, text TEXT NOT NULL)",
  "CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL)",
  "CREATE INDEX IF NOT EXISTS outbox_finish ON outbox (kind) WHERE kind = 'finish'",
  `CREATE TABLE IF NOT EXISTS event (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, type TEXT NOT NULL, content_id TEXT, data TEXT NOT NULL)`,
];

/** Makes the tables where they are missing. Synchronous, so it may stand in an object's constructor. */
export function createTables(storage: LedgerStorage): void {
  for (const table of tables) storage.all(table);
}

export function tablesExist(storage: LedgerStorage): boolean {
  return firstRow(storage, "SELECT 1 AS one FROM sqlite_master WHERE type = 'table' AND name = 'job'") !== undefined;
}
