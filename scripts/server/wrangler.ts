import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, writeFileSync } from "node:fs";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root, type State, toolEnvironment, wranglerEntry } from "./place.ts";

/** What people may set in the environment of `npm start`; handed on to the Worker. */
export const handedOn = [
  "PARALLEL_STREAM_COUNT",
  "SESSIONS_PER_STREAM",
  "PARALLEL_PROCESSING_DEBUG",
  "DISCOVERY_TARGET_PERCENTAGE",
  "DISCOVERY_MIN_SESSIONS",
  "DISCOVERY_MAX_SESSIONS",
];

export interface Server {
  process: ChildProcess;
  /** Resolves with the reason when the server ends, whoever ended it. */
  ended: Promise<string>;
  lastLines: () => string[];
}

/** The lines of an env file. Values are words and numbers; anything that would need quoting is refused. */
export function envFile(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => {
      if (!/^[\w.,:/+@-]*$/.test(value)) throw new Error(`${name} holds characters that can't be handed on: ${value}`);
      return `${name}=${value}\n`;
    })
    .join("");
}

/** Starts the built Worker on this machine, in the process group of the caller. */
export function startServer(state: State, port: number, variables: Record<string, string>): Server {
  // A file and not arguments: the process list is for everybody to read.
  const env = path.join(state.run, "worker.env");
  writeFileSync(env, envFile(variables), { mode: 0o600 });
  const args = ["--no-warnings", "--import", path.join(root, "scripts/server/guard.ts"), wranglerEntry, "dev"];
  args.push(path.join(state.run, "worker/index.js"), "--no-bundle", "--config", path.join(state.run, "wrangler.toml"));
  args.push("--env-file", env, "--persist-to", state.directory, "--show-interactive-dev-session=false");
  args.push("--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0");
  const child = spawn(process.execPath, args, {
    cwd: state.run,
    env: toolEnvironment(state),
    stdio: ["ignore", "pipe", "pipe"],
  });

  const log = createWriteStream(path.join(state.directory, "server.log"), { mode: 0o600 });
  const lines: string[] = [];
  const keep = (chunk: Buffer): void => {
    log.write(chunk);
    lines.push(
      ...chunk
        .toString()
        .split("\n")
        .filter((line) => line.trim() !== ""),
    );
    lines.splice(0, Math.max(0, lines.length - 40));
  };
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);

  const ended = new Promise<string>((resolve) => {
    child.on("error", (error) => resolve(error.message));
    // Not "close": a grandchild that outlives the server may hold its pipes open.
    child.on("exit", (code, signalName) => resolve(signalName ? `ended by ${signalName}` : `ended with code ${code}`));
  });
  return { process: child, ended, lastLines: () => lines.slice(-20).map((line) => stripVTControlCharacters(line)) };
}
