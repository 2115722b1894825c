import { readLocal } from "../server/local-owner.ts";
import { freePort } from "../server/port.ts";
import { isAlive } from "../server/processes.ts";
import { type Api, connect, isHealthy } from "./api.ts";
import { endStarted, spawnStart } from "./spawn-start.ts";

export interface UsedServer {
  api: Api;
  /** True where it runs only for this command. */
  ours: boolean;
  end(): Promise<void>;
}

/** The server that runs on this state, or one started for as long as it is used. */
export async function useServer(stateDirectory: string, port: number | undefined): Promise<UsedServer> {
  const running = readLocal(stateDirectory);
  if (running && isAlive(running.pid) && (await isHealthy(running.url))) {
    return { api: connect(running.url, running.apiKey), ours: false, end: async () => {} };
  }
  const chosen = port ?? (await freePort(8787)) ?? 0;
  const { child, local } = await spawnStart(stateDirectory, chosen, false, ["--no-sample"]);
  return { api: connect(local.url, local.apiKey), ours: true, end: () => endStarted(child) };
}
