import { spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { root, type State, toolEnvironment, wranglerEntry } from "../../scripts/server/place.ts";
import { freePort } from "../../scripts/server/port.ts";
import { runTool } from "../../scripts/server/tool.ts";
import type { Asking, Preparation, Told } from "./speed-words.ts";

/** The product's pool in workerd. */
export interface Ours {
  prepare(preparation: Preparation): Promise<void>;
  ask(asking: Asking): Promise<Told>;
  /** What the provider's client sends for the question, as text. */
  body(): Promise<string>;
}

/** Ends what is started here when nobody is left to end it. */
const guard = ["--import", path.join(root, "scripts/server/guard.ts")];

/** Builds the Worker of the benchmark and runs it as `npm start` runs the product. */
export async function startOurs(state: State): Promise<Ours> {
  const here = path.join(import.meta.dirname, "worker");
  const config = path.join(state.directory, "wrangler.toml");
  const out = path.join(state.directory, "worker");
  const building = ["deploy", "--dry-run", "--outdir", out, "--config", path.join(here, "wrangler.toml")];
  await runTool("Building the Worker of the benchmark", wranglerEntry, building, toolEnvironment(state));
  cpSync(path.join(here, "wrangler.toml"), config);
  const port = (await freePort(0)) ?? 0;
  const url = `http://127.0.0.1:${port}`;
  const args = [wranglerEntry, "dev", path.join(out, "speed-worker.js"), "--no-bundle", "--config", config];
  args.push("--persist-to", state.directory, "--show-interactive-dev-session=false");
  args.push("--ip", "127.0.0.1", "--port", String(port), "--inspector-port", "0");
  await startServer(state, "workerd", ["--no-warnings", ...guard, ...args], `${url}/body`);

  const post = async (door: string, said: unknown): Promise<Response> => {
    const answer = await fetch(`${url}${door}`, { method: "POST", body: JSON.stringify(said) });
    if (answer.status !== 200) throw new Error(`the Worker answered ${answer.status}: ${await answer.text()}`);
    return answer;
  };
  return {
    async prepare(preparation) {
      await (await post("/prepare", preparation)).arrayBuffer();
    },
    ask: async (asking) => (await post("/ask", asking)).json() as Promise<Told>,
    body: async () => (await post("/body", {})).text(),
  };
}

/** Portkey's gateway. */
export interface Portkey {
  version: string;
  /** Where it takes chat completions. */
  url: string;
}

/** It listens everywhere and can't be told not to; this alone is changed about it. */
const onlyHere =
  'import net from "node:net"; const listen = net.Server.prototype.listen; net.Server.prototype.listen = ' +
  'function (port, ...more) { return listen.call(this, port, "127.0.0.1", ...more); };';

/** Starts the gateway as npm brings it, in Node. */
export async function startPortkey(state: State): Promise<Portkey> {
  const home = path.join(root, "node_modules/@portkey-ai/gateway");
  const about: { version: string } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const port = (await freePort(0)) ?? 0;
  const url = `http://127.0.0.1:${port}`;
  const loaded = ["--import", `data:text/javascript,${encodeURIComponent(onlyHere)}`];
  const args = [path.join(home, "build/start-server.js"), "--headless", `--port=${port}`];
  await startServer(state, "Portkey's gateway", [...guard, ...loaded, ...args], url);
  return { version: about.version, url: `${url}/v1/chat/completions` };
}

/** Starts a server that carries the mark of the state, by which it is ended, and waits until it answers. */
async function startServer(state: State, name: string, args: string[], url: string): Promise<void> {
  const environment = toolEnvironment(state);
  const child = spawn(process.execPath, args, { cwd: state.directory, env: environment, stdio: "ignore" });
  const isUp = async (): Promise<boolean> => {
    try {
      return (await fetch(url)).ok;
    } catch {
      return false;
    }
  };
  for (let patience = 300; !(await isUp()); patience--) {
    if (patience === 0 || child.exitCode !== null) throw new Error(`${name} did not start`);
    await pause(100);
  }
}
