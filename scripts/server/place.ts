import { mkdirSync, realpathSync } from "node:fs";
import path from "node:path";
import { markerName, markOf } from "./processes.ts";

/** Where the project lies. */
export const root = path.resolve(import.meta.dirname, "../..");

/** wrangler's own entry: no launcher and no shell in between, so that the child we know is the child that runs. */
export const wranglerEntry = path.join(root, "node_modules/wrangler/wrangler-dist/cli.js");
export const viteEntry = path.join(root, "node_modules/vite/bin/vite.js");

/** Keeps wrangler quiet, offline and out of the home directory. */
export function toolEnvironment(state: State): NodeJS.ProcessEnv {
  return {
    ...process.env,
    [markerName]: state.mark,
    CI: "1",
    NO_COLOR: "1",
    WRANGLER_SEND_METRICS: "false",
    WRANGLER_LOG_PATH: path.join(state.directory, "logs"),
    WRANGLER_REGISTRY_PATH: path.join(state.directory, "registry"),
    WRANGLER_HIDE_BANNER: "true",
    CLOUDFLARE_CF_FETCH_ENABLED: "false",
    // Records every request and query on disk otherwise, a quarter of the throughput.
    X_LOCAL_OBSERVABILITY: "false",
    // A door to the database without sign-in otherwise.
    X_LOCAL_EXPLORER: "false",
  };
}

/** The directory that holds all that is remembered between two starts. */
export interface State {
  directory: string;
  mark: string;
  /** What the running server is made of, copied so that a build or an edit meanwhile does not reload it. */
  run: string;
}

export function openState(directory: string): State {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const real = realpathSync(directory);
  return { directory: real, mark: markOf(real), run: path.join(real, "run") };
}
