import path from "node:path";
import { markOf, processesOf, signal } from "../server/processes.ts";

/** kill -9 for the server under `npm start`, and for it alone. */
export function killServer(state: string): void {
  for (const one of processesOf(markOf(path.resolve(state)))) {
    if (one.command.includes("wrangler-dist/cli.js")) signal(one.pid, "SIGKILL");
  }
}
