/** What may be imported from a room: everything, or only its types. */
export type Leave = "all" | "types";

/** From a room, to what: another room, a folder or single files of it; the closest rule counts. Whatever is not here is forbidden. */
export const arrows: Record<string, Record<string, Leave>> = {
  index: { app: "all", queue: "all", scheduled: "all", "durable-objects": "all", contract: "all" },
  app: { routes: "all", accounts: "all", contract: "all" },
  queue: {
    "job-engines": "all",
    analysis: "all",
    engines: "all",
    models: "all",
    db: "all",
    contract: "all",
    "durable-objects": "types",
  },
  scheduled: { db: "all", models: "all", engines: "all", contract: "all" },
  // The engines of a job behind one Ask, and the log of what they were asked.
  "job-engines": { analysis: "types", db: "types", engines: "all", models: "all", contract: "all" },
  routes: {
    accounts: "all",
    ingest: "all",
    analysis: "all",
    engines: "all",
    models: "all",
    results: "all",
    quality: "all",
    db: "all",
    contract: "all",
    "durable-objects": "types",
    // A template is tried by the way that a job's questions go.
    "job-engines": "all",
    sha256: "all",
  },
  "durable-objects": {
    analysis: "all",
    engines: "types",
    // What a gate knows and decides is pure; the object only keeps it.
    "engines/gate": "all",
    models: "all",
    db: "all",
    contract: "all",
  },

  // The pillars.
  ingest: { contract: "all", quality: "all", privacy: "all", crc32: "all", sha256: "all" },
  // What a content is worth reading, and what repeats another; what in it is personal. Both are pure but for their recipes.
  quality: { contract: "all", privacy: "all" },
  privacy: { contract: "types" },
  analysis: {
    clustering: "all",
    "engines/ask.ts": "types",
    // Stages tell failures apart, and count what a failure cost.
    "engines/failure.ts": "all",
    "engines/spent.ts": "all",
    privacy: "all",
    contract: "all",
    sha256: "all",
  },
  clustering: {},
  engines: { clustering: "all", contract: "all", crc32: "all" },
  // A checksum that archives, event streams and API keys share.
  crc32: {},
  // What keys and contents are known by.
  sha256: {},
  models: { "engines/ask.ts": "types", "engines/gate": "types", db: "all", contract: "all" },
  results: { privacy: "all", analysis: "all", "engines/ask.ts": "types", db: "all", contract: "all" },
  accounts: { db: "all", contract: "all", crc32: "all", sha256: "all" },
  db: {
    contract: "all",
    // Who asks: part of every query, and the one table of who may see what.
    "accounts/owner.ts": "types",
    "accounts/access.ts": "all",
    // What is stored is shaped by who hands it over; only the shapes are known here.
    "ingest/ingest.ts": "types",
    "quality/findings.ts": "types",
    // How a body is read that a fix has mended.
    "quality/mend-characters.ts": "all",
    "analysis/job.ts": "types",
    "analysis/job-data.ts": "types",
    "analysis/reading/answer-cache.ts": "types",
    // Data: the templates that every owner has without a row of their own.
    "analysis/templates.ts": "all",
  },
  contract: {},

  web: { contract: "types" },
};

/** What single files may beside their room: the recipes of a room, where its stages may not. */
export const recipes: Record<string, Record<string, Leave>> = {
  "worker/analysis/start.ts": {
    db: "all",
    models: "all",
    "engines/built-in.ts": "all",
    "engines/gate": "types",
    "accounts/owner.ts": "types",
  },
  "worker/quality/examine.ts": { db: "all" },
  "worker/quality/put-right.ts": { db: "all", "accounts/owner.ts": "types" },
  // Labels with what people made of them: read, changed and followed by the results.
  "worker/analysis/labels/edited-labels.ts": { db: "all" },
  "worker/analysis/clusters/vector-source.ts": { "engines/pack-vector.ts": "all" },
  "worker/analysis/clusters/estimate-vectors.ts": { "models/estimate-cost.ts": "all", "models/tokens.ts": "types" },
  "worker/analysis/estimate.ts": { "models/estimate-cost.ts": "all", "models/tokens.ts": "types" },
  "worker/analysis/load.ts": { "models/tokens.ts": "types" },
  // What a prompt shows is what an answer depends on; the built-in engine's answers are not kept.
  "worker/analysis/reading/answer-key.ts": { "engines/prompts": "all" },
  "worker/analysis/reading/answer-cache.ts": { "engines/built-in.ts": "all" },
  "worker/analysis/reading/room.ts": { "engines/prompts": "all" },
  "worker/analysis/reader.ts": { models: "all", "engines/prompts": "all", "engines/gate": "types" },
  "worker/analysis/preview-prompt.ts": { models: "all", "engines/prompts": "all" },
  // What a job may cost is said by its models' prices, and by what its project has spent.
  "worker/analysis/check-money.ts": { db: "all", models: "all", "engines/prompts": "all" },
  // The chain of a job: an owner's providers and keys, made into models that the pool can ask.
  "worker/models/test-provider.ts": { engines: "all", "engines/gate": "all" },
  "worker/models/chain-of.ts": { engines: "all", "accounts/secret-box.ts": "all", "accounts/settings.ts": "all" },
};

/** Packages a room may import, where that is limited; a name covers what lies below it. */
export const packages: Record<string, string[]> = {
  contract: ["zod"],
  // better-auth keeps its tables through an adapter of its own.
  db: ["drizzle-orm", "better-auth/adapters", "zod"],
  clustering: [],
  web: ["preact", "@preact/signals", "preact-iso", "partysocket", "lucide", "d3-hierarchy", "papaparse"],
};

/** Rooms beside db that may write SQL: a job's own ledger. */
export const sqlRooms = ["db", "durable-objects"];

/** The only room that calls other servers. */
export const outsideRoom = "engines";

export const longestFile = 300;

/** Long because they are lists: tables, shapes, words. Nothing in them decides anything. */
export const dataFiles = [
  "worker/db/schema.ts",
  "worker/engines/local/subjects-everyday.ts",
  "worker/engines/local/subjects-money.ts",
  "worker/engines/local/subjects-shop.ts",
  "worker/engines/local/subjects-travel.ts",
];
