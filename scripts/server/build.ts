import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { waitForLock } from "./lock.ts";
import { root, type State, toolEnvironment, viteEntry, wranglerEntry } from "./place.ts";
import { runTool } from "./tool.ts";

interface Part {
  /** What is made, under dist/. */
  name: string;
  /** A file that stands there when it is made. */
  proof: string;
  /** What it is made of: files and directories of the project. */
  sources: string[];
  make: (state: State) => Promise<unknown>;
}

const dist = path.join(root, "dist");

const page: Part = {
  name: "page",
  proof: "index.html",
  sources: ["web", "worker/contract", "vite.config.ts", "package-lock.json"],
  make: (state) =>
    runTool("Building the page", viteEntry, ["build", "--logLevel", "error"], {
      ...toolEnvironment(state),
      NODE_ENV: "production",
    }),
};

const worker: Part = {
  name: "worker",
  proof: "index.js",
  sources: ["worker", "durable-objects", "wrangler.toml", "package-lock.json"],
  make: async (state) => {
    const out = path.join(dist, "worker");
    rmSync(out, { recursive: true, force: true });
    // The bundle holds no page; an empty one spares it from waiting for the page.
    const nothing = path.join(state.directory, "empty");
    mkdirSync(nothing, { recursive: true });
    const args = ["deploy", "--dry-run", "--outdir", out, "--assets", nothing];
    args.push("--config", path.join(root, "wrangler.toml"));
    await runTool("Building the Worker", wranglerEntry, args, toolEnvironment(state));
  },
};

/**
 * Builds what is out of date and copies page, Worker and wrangler.toml into the state, from where the server runs.
 * @returns the parts that had to be made
 */
export async function prepareServer(state: State): Promise<string[]> {
  mkdirSync(dist, { recursive: true });
  // Two starts at a time (two states) would empty each other's output.
  const lock = await waitForLock(dist, "build.lock");
  try {
    const stale = [page, worker].filter((part) => !isCurrent(part));
    await Promise.all(
      stale.map(async (part) => {
        const sources = fingerprint(part.sources.map((name) => path.join(root, name)));
        await part.make(state);
        writeFileSync(stampOf(part), JSON.stringify({ sources, output: outputOf(part) }));
      }),
    );
    rmSync(state.run, { recursive: true, force: true });
    mkdirSync(state.run, { recursive: true });
    // The same places as in the project, so that wrangler.toml can be copied as it is.
    cpSync(path.join(dist, "page"), path.join(state.run, "dist/page"), { recursive: true });
    cpSync(path.join(dist, "worker"), path.join(state.run, "worker"), { recursive: true });
    cpSync(path.join(root, "wrangler.toml"), path.join(state.run, "wrangler.toml"));
    return stale.map((part) => part.name);
  } finally {
    lock.release();
  }
}

function stampOf(part: Part): string {
  return path.join(dist, `${part.name}.stamp.json`);
}

/** What was made, as far as the stamp is concerned: somebody may have built by hand from other sources since. */
function outputOf(part: Part): string {
  return fingerprint([path.join(dist, part.name, part.proof)]);
}

function isCurrent(part: Part): boolean {
  if (!existsSync(path.join(dist, part.name, part.proof)) || !existsSync(stampOf(part))) return false;
  try {
    const stamp: unknown = JSON.parse(readFileSync(stampOf(part), "utf8"));
    if (typeof stamp !== "object" || stamp === null || !("sources" in stamp) || !("output" in stamp)) return false;
    const sources = fingerprint(part.sources.map((name) => path.join(root, name)));
    return stamp.sources === sources && stamp.output === outputOf(part);
  } catch {
    return false;
  }
}

/** One hash over names and bytes of all files below. Times are not asked: a checkout may set them to anything. */
export function fingerprint(places: string[]): string {
  const hash = createHash("sha256");
  const read = (place: string): void => {
    if (!existsSync(place)) return;
    if (statSync(place).isDirectory()) {
      for (const entry of readdirSync(place).sort()) read(path.join(place, entry));
      return;
    }
    const bytes = readFileSync(place);
    hash.update(`${place}\0${bytes.byteLength}\0`).update(bytes);
  };
  for (const place of places) read(place);
  return hash.digest("hex");
}
