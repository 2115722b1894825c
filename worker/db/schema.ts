import { sql } from "drizzle-orm";
import { index, integer, primaryKey, real, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

/**
 * Every table of D1. Times are epoch milliseconds (accounts: seconds as a Date, as the sign-in library wants them);
 * JSON columns end in nothing special but are declared here. `organization_id` stands on everything that has an owner,
 * so that every query can be scoped without a join.
 */

// ── accounts: the four tables of better-auth, its rate limit, and ours ──────────────────────────────────────────────
const createdAt = integer("created_at", { mode: "timestamp" }).notNull();
const updatedAt = integer("updated_at", { mode: "timestamp" }).notNull();

export const user = sqliteTable("user", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  email: text("email").notNull().unique(),
  emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
  image: text("image"),
  createdAt,
  updatedAt,
});

export const session = sqliteTable("session", {
  id: text("id").primaryKey(),
  token: text("token").notNull().unique(),
  userId: text("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  expiresAt: integer("expires_at", { mode: "timestamp" }).notNull(),
  ipAddress: text("ip_address"),
  userAgent: text("user_agent"),
  createdAt,
  updatedAt,
});

export const account = sqliteTable("account", {
  id: text("id").primaryKey(),
  accountId: text("account_id").notNull(),
  providerId: text("provider_id").notNull(),
  userId: text("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  accessToken: text("access_token"),
  refreshToken: text("refresh_token"),
  idToken: text("id_token"),
  accessTokenExpiresAt: integer("access_token_expires_at", { mode: "timestamp" }),
  refreshTokenExpiresAt: integer("refresh_token_expires_at", { mode: "timestamp" }),
  scope: text("scope"),
  password: text("password"),
  createdAt,
  updatedAt,
});

export const verification = sqliteTable("verification", {
  id: text("id").primaryKey(),
  identifier: text("identifier").notNull(),
  value: text("value").notNull(),
  expiresAt: integer("expires_at", { mode: "timestamp" }).notNull(),
  createdAt,
  updatedAt,
});

export const rateLimit = sqliteTable("rate_limit", {
  id: text("id").primaryKey(),
  key: text("key").notNull().unique(),
  count: integer("count").notNull(),
  lastRequest: integer("last_request").notNull(),
});

export const organization = sqliteTable("organization", {
  id: text("id").primaryKey(),
  name: text("name").notNull(),
  createdAt: integer("created_at").notNull(),
});

export const member = sqliteTable(
  "member",
  {
    organizationId: text("organization_id")
      .notNull()
      .references(() => organization.id, { onDelete: "cascade" }),
    userId: text("user_id")
      .notNull()
      .references(() => user.id, { onDelete: "cascade" }),
    role: text("role", { enum: ["owner", "admin", "member", "viewer"] }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.userId] }),
    uniqueIndex("member_user").on(table.userId),
  ],
);

/** Only the SHA-256 of a key is kept; `hint` is its last four characters. */
export const apiKey = sqliteTable("api_key", {
  id: text("id").primaryKey(),
  organizationId: text("organization_id")
    .notNull()
    .references(() => organization.id, { onDelete: "cascade" }),
  userId: text("user_id")
    .notNull()
    .references(() => user.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
  hash: text("hash").notNull().unique(),
  hint: text("hint").notNull(),
  createdAt: integer("created_at").notNull(),
  lastUsedAt: integer("last_used_at"),
});

// ── what is read ────────────────────────────────────────────────────────────────────────────────────────────────────
export const project = sqliteTable(
  "project",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    settings: text("settings", { mode: "json" }).notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [index("project_owner").on(table.organizationId, table.id)],
);

/** `contentCount`, `tokens` and `languages` are kept up by imports, so that a list needs no count over contents. */
export const dataset = sqliteTable(
  "dataset",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    projectId: text("project_id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    contentCount: integer("content_count").notNull().default(0),
    tokens: integer("tokens").notNull().default(0),
    images: integer("images").notNull().default(0),
    languages: text("languages", { mode: "json" }).notNull().default({}),
    /** Contents that a fix left out; they count in none of the numbers above. */
    leftOut: integer("left_out").notNull().default(0),
    /** Set by a fix: what models read of it is redacted, whatever an analysis says. */
    redactPii: integer("redact_pii", { mode: "boolean" }).notNull().default(false),
    /** JSON: the last quality report, and `state` as it was then; another state makes it old. */
    quality: text("quality"),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("dataset_project").on(table.projectId, table.id)],
);

/** One content. `body` is JSON `{messages, metadata}`; above 1.5 MB it lies in R2 under `bodyKey` instead. */
export const content = sqliteTable(
  "content",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    datasetId: text("dataset_id").notNull(),
    externalId: text("external_id").notNull(),
    kind: text("kind", { enum: ["conversation", "post", "document", "photo"] }).notNull(),
    title: text("title").notNull(),
    language: text("language").notNull(),
    tokens: integer("tokens").notNull(),
    /** Pictures that models can be shown: those that travel as data. */
    images: integer("images").notNull().default(0),
    messageCount: integer("message_count").notNull(),
    quality: real("quality"),
    /** JSON list of what was found wrong or worth knowing, `kind` or `kind:detail`; null where nobody looked yet. */
    checks: text("checks"),
    /** By which near duplicates are told (quality/sketch.ts), base64. */
    sketch: text("sketch"),
    /** The earlier content that this one repeats, as the last quality report found it. */
    twin: text("twin"),
    twinExact: integer("twin_exact", { mode: "boolean" }).notNull().default(false),
    /** The fix that left it out; analyses read only what no fix left out. */
    leftOut: text("left_out"),
    /** JSON of roles as a fix put them in the place of those in the body. */
    roles: text("roles"),
    /** JSON of the fix that has wrongly decoded characters mended as they are read, and of the title before it. */
    mended: text("mended"),
    /** SHA-256 of kind and messages: what makes two records the same content. */
    hash: text("hash").notNull(),
    author: text("author"),
    occurredAt: integer("occurred_at"),
    body: text("body"),
    bodyKey: text("body_key"),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [
    uniqueIndex("content_identity").on(table.datasetId, table.externalId),
    index("content_order").on(table.datasetId, table.id),
  ],
);

/** What was put right in a dataset at one click, and taken back where `undoneAt` says so. */
export const fix = sqliteTable(
  "fix",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    datasetId: text("dataset_id").notNull(),
    issue: text("issue").notNull(),
    action: text("action", { enum: ["leave-out", "normalise-roles", "redact", "mend-characters"] }).notNull(),
    count: integer("count").notNull(),
    createdAt: integer("created_at").notNull(),
    undoneAt: integer("undone_at"),
  },
  (table) => [index("fix_dataset").on(table.datasetId, table.id)],
);

export const template = sqliteTable(
  "template",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    category: text("category"),
    facets: text("facets", { mode: "json" }).notNull(),
    modules: text("modules", { mode: "json" }).notNull(),
    prompts: text("prompts", { mode: "json" }).notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [index("template_owner").on(table.organizationId, table.id)],
);

// ── what is found ───────────────────────────────────────────────────────────────────────────────────────────────────
/**
 * One analysis as people query it. While the job runs the object is the truth and this row a copy made at each flush;
 * `spec` is everything the job runs on, facets included, so that later edits of the template do not change what was asked.
 */
export const analysis = sqliteTable(
  "analysis",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    projectId: text("project_id").notNull(),
    datasetId: text("dataset_id").notNull(),
    templateId: text("template_id").notNull(),
    spec: text("spec", { mode: "json" }).notNull(),
    name: text("name").notNull(),
    model: text("model").notNull(),
    options: text("options", { mode: "json" }).notNull(),
    /** JSON list of content ids where only some of the dataset were asked for. */
    contentIds: text("content_ids", { mode: "json" }),
    status: text("status", {
      enum: ["pending", "running", "paused", "completed", "failed", "cancelled"],
    }).notNull(),
    pauseReason: text("pause_reason"),
    pauseKind: text("pause_kind"),
    progress: text("progress", { mode: "json" }).notNull(),
    usage: text("usage", { mode: "json" }).notNull(),
    estimate: text("estimate", { mode: "json" }),
    summary: text("summary", { mode: "json" }),
    stats: text("stats", { mode: "json" }),
    /** JSON `{levels, method, hidden}` of its clusters. */
    clustering: text("clustering", { mode: "json" }),
    error: text("error"),
    pinned: integer("pinned", { mode: "boolean" }).notNull().default(false),
    /** Raised by every edit; part of the key of cached read models. */
    revision: integer("revision").notNull().default(0),
    createdAt: integer("created_at").notNull(),
    startedAt: integer("started_at"),
    completedAt: integer("completed_at"),
    expiresAt: integer("expires_at"),
    /** When what it found was removed, its time being over. The row stays, so that it can be said what became of it. */
    sweptAt: integer("swept_at"),
  },
  (table) => [
    index("analysis_owner").on(table.organizationId, table.id),
    index("analysis_dataset").on(table.datasetId, table.id),
    index("analysis_status").on(table.status),
    // Neither what is gone already nor what is kept is looked at by any sweep.
    index("analysis_due").on(table.expiresAt).where(sql`swept_at IS NULL AND pinned = 0`),
  ],
);

/** One content's answer. `said` holds the open labels as first answered, `facets` the words that count now. */
export const result = sqliteTable(
  "result",
  {
    analysisId: text("analysis_id").notNull(),
    contentId: text("content_id").notNull(),
    status: text("status", { enum: ["done", "fallback", "failed"] }).notNull(),
    facets: text("facets", { mode: "json" }).notNull(),
    said: text("said", { mode: "json" }).notNull(),
    sentiment: text("sentiment"),
    confidence: real("confidence"),
    summary: text("summary").notNull(),
    evidence: text("evidence", { mode: "json" }).notNull(),
    clusterId: text("cluster_id"),
    model: text("model").notNull(),
    attempts: integer("attempts").notNull(),
    error: text("error"),
  },
  (table) => [
    primaryKey({ columns: [table.analysisId, table.contentId] }),
    index("result_cluster").on(table.analysisId, table.clusterId),
    index("result_content").on(table.contentId),
  ],
);

/** Labels outlive results: they belong to the project. */
export const label = sqliteTable(
  "label",
  {
    analysisId: text("analysis_id").notNull(),
    facet: text("facet").notNull(),
    label: text("label").notNull(),
    description: text("description").notNull(),
    count: integer("count").notNull(),
    origin: text("origin", { enum: ["discovery", "stream", "hand", "based-on"] }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.facet, table.label] })],
);

/** Which word was folded into which, by whom and why. */
export const labelMerge = sqliteTable(
  "label_merge",
  {
    analysisId: text("analysis_id").notNull(),
    facet: text("facet").notNull(),
    alias: text("alias").notNull(),
    canonical: text("canonical").notNull(),
    by: text("by", { enum: ["model", "rule", "hand"] }).notNull(),
    reason: text("reason").notNull(),
    /** Contents whose reader said it so. */
    count: integer("count").notNull().default(0),
    at: integer("at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.facet, table.alias] })],
);

/**
 * What people changed about the labels, in order. Labels and merges above are those of the models: what is shown is
 * those with these edits made to them, so that an edit can be taken back and a job may write its labels again.
 */
export const labelEdit = sqliteTable(
  "label_edit",
  {
    analysisId: text("analysis_id").notNull(),
    id: text("id").notNull(),
    facet: text("facet").notNull(),
    /** JSON: rename, merge or split. */
    edit: text("edit", { mode: "json" }).notNull(),
    by: text("by").notNull(),
    at: integer("at").notNull(),
    undoneAt: integer("undone_at"),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.id] })],
);

export const cluster = sqliteTable(
  "cluster",
  {
    analysisId: text("analysis_id").notNull(),
    id: text("id").notNull(),
    parentId: text("parent_id"),
    level: integer("level").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull(),
    size: integer("size").notNull(),
    x: real("x").notNull(),
    y: real("y").notNull(),
    /** JSON lists of content ids: the most central members, the nearest outsiders. */
    members: text("members", { mode: "json" }).notNull(),
    contrast: text("contrast", { mode: "json" }).notNull(),
    /** JSON of how well its name keeps what is private, and who says so; null before it is named. */
    audit: text("audit", { mode: "json" }),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.id] })],
);

// ── what keeps work from being done twice ───────────────────────────────────────────────────────────────────────────
/** A paid answer whose object could not be reached: the next attempt at the task finds it here. */
export const parkedAnswer = sqliteTable(
  "parked_answer",
  {
    analysisId: text("analysis_id").notNull(),
    task: integer("task").notNull(),
    answer: text("answer").notNull(),
    createdAt: integer("created_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.analysisId, table.task] })],
);

/**
 * What a model answered about one content, for whoever puts the same question about the same content again. `key` is the
 * hash of the question and that of the content. Gone with the content, and after 7 days.
 */
export const answerCache = sqliteTable(
  "answer_cache",
  {
    key: text("key").primaryKey(),
    organizationId: text("organization_id").notNull(),
    contentId: text("content_id").notNull(),
    /** JSON of a checked answer: facets, sentiment, confidence, summary, evidence; or of a packed vector, a text. */
    value: text("value").notNull(),
    model: text("model").notNull(),
    createdAt: integer("created_at").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [index("answer_cache_content").on(table.contentId), index("answer_cache_expiry").on(table.expiresAt)],
);

/** `Idempotency-Key` of a POST, scoped to its owner: the same key and body give the same thing for 7 days. */
export const idempotencyKey = sqliteTable(
  "idempotency_key",
  {
    organizationId: text("organization_id").notNull(),
    key: text("key").notNull(),
    bodyHash: text("body_hash").notNull(),
    resourceId: text("resource_id").notNull(),
    expiresAt: integer("expires_at").notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.organizationId, table.key] }),
    index("idempotency_expiry").on(table.expiresAt),
  ],
);

// ── who answers ─────────────────────────────────────────────────────────────────────────────────────────────────────
/** One provider of one owner. `keyCipher` is AES-GCM, bound to owner, row and address; `keyId` changes with each key. */
export const provider = sqliteTable(
  "provider",
  {
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    type: text("type", {
      enum: ["anthropic", "openai", "google", "bedrock", "openai-compatible", "workers-ai"],
    }).notNull(),
    preset: text("preset"),
    baseUrl: text("base_url").notNull(),
    keyCipher: text("key_cipher"),
    keyHint: text("key_hint"),
    keyId: text("key_id").notNull(),
    /** JSON list of model ids named by hand; empty where those that were found are in use. */
    models: text("models", { mode: "json" }).notNull(),
    /** JSON list of the models that the key reached, and when. */
    found: text("found", { mode: "json" }).notNull(),
    foundAt: integer("found_at"),
    priority: integer("priority").notNull(),
    limits: text("limits", { mode: "json" }).notNull(),
    prices: text("prices", { mode: "json" }).notNull(),
    active: integer("active", { mode: "boolean" }).notNull(),
    createdAt: integer("created_at").notNull(),
    updatedAt: integer("updated_at").notNull(),
  },
  (table) => [uniqueIndex("provider_slug").on(table.organizationId, table.slug)],
);

/** Every attempt to ask a model; kept for some days, and summed by day for good. No prompt, no answer, no key. */
export const modelCall = sqliteTable(
  "model_call",
  {
    /** `<job>/<task>/<call>/<attempt>/<random>`-like; unique, so that writing twice changes nothing. */
    id: text("id").primaryKey(),
    organizationId: text("organization_id").notNull(),
    analysisId: text("analysis_id"),
    /** Whose budget a call without an analysis counts in; null for those of an analysis, which say it themselves. */
    projectId: text("project_id"),
    providerId: text("provider_id").notNull(),
    /** `slug/model` as it was then. */
    model: text("model").notNull(),
    task: text("task").notNull(),
    taskId: integer("task_id"),
    call: integer("call").notNull(),
    attempt: integer("attempt").notNull(),
    outcome: text("outcome").notNull(),
    inputTokens: integer("input_tokens").notNull(),
    cachedTokens: integer("cached_tokens").notNull(),
    cacheWriteTokens: integer("cache_write_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    reasoningTokens: integer("reasoning_tokens").notNull(),
    costUsd: real("cost_usd"),
    latencyMs: integer("latency_ms").notNull(),
    firstTokenMs: integer("first_token_ms"),
    at: integer("at").notNull(),
  },
  (table) => [
    index("model_call_analysis").on(table.analysisId, table.id),
    index("model_call_project").on(table.projectId, table.at).where(sql`project_id IS NOT NULL`),
    index("model_call_provider").on(table.organizationId, table.providerId, table.at),
    index("model_call_age").on(table.at),
  ],
);

/** The calls of a day (UTC) by model, task and outcome. */
export const modelCallDay = sqliteTable(
  "model_call_day",
  {
    organizationId: text("organization_id").notNull(),
    day: text("day").notNull(),
    providerId: text("provider_id").notNull(),
    model: text("model").notNull(),
    task: text("task").notNull(),
    outcome: text("outcome").notNull(),
    calls: integer("calls").notNull(),
    inputTokens: integer("input_tokens").notNull(),
    cachedTokens: integer("cached_tokens").notNull(),
    outputTokens: integer("output_tokens").notNull(),
    costUsd: real("cost_usd").notNull(),
    callsOfUnknownCost: integer("calls_of_unknown_cost").notNull(),
    latencyMs: integer("latency_ms").notNull(),
  },
  (table) => [
    primaryKey({
      columns: [table.organizationId, table.day, table.providerId, table.model, table.task, table.outcome],
    }),
  ],
);

/** Changes of the model catalogue that an owner has taken over: JSON of the fields that differ from the shipped data. */
export const modelOverlay = sqliteTable(
  "model_overlay",
  {
    organizationId: text("organization_id").notNull(),
    /** The catalogue's id, e.g. `openai/gpt-6-luna`. */
    model: text("model").notNull(),
    fields: text("fields", { mode: "json" }).notNull(),
    source: text("source").notNull(),
    appliedAt: integer("applied_at").notNull(),
  },
  (table) => [primaryKey({ columns: [table.organizationId, table.model] })],
);
