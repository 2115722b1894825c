import { type ChildProcess, spawn } from "node:child_process";
import path from "node:path";
import { type Local, readLocal } from "../server/local-owner.ts";
import { root } from "../server/place.ts";

export interface Started {
  child: ChildProcess;
  local: Local;
}

/**
 * Runs `npm start` (without npm, sample and browser) and waits until it is ready.
 * @param ownGroup true makes it the leader of a new process group, to be ended by `process.kill(-pid)`
 * @throws with what it said where it ends before it is ready
 */
export function spawnStart(state: string, port: number, ownGroup: boolean, more: string[] = []): Promise<Started> {
  const args = [path.join(root, "scripts/start.ts"), "--no-open", "--port", String(port), "--state", state, ...more];
  const child = spawn(process.execPath, args, {
    // Run by another command it ends by itself when that one is gone.
    env: { ...process.env, npm_lifecycle_event: "another" },
    stdio: ["ignore", "pipe", "pipe"],
    detached: ownGroup,
  });
  let said = "";
  return new Promise((resolve, reject) => {
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000);
      if (!/^Ready: /m.test(said)) return;
      const local = readLocal(state);
      if (local) resolve({ child, local });
      else reject(new Error("The server that was started did not say where it is."));
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", () => reject(new Error(`The server could not be started:\n${said.trim()}`)));
  });
}

/** Asks it to end and waits until it has. */
export async function endStarted(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.on("close", resolve));
  child.kill("SIGTERM");
  await closed;
}

/** kill -9 for its whole group, as a power cut would; waits until the leader is gone. */
export async function killGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const closed = new Promise((resolve) => child.on("close", resolve));
  process.kill(-child.pid, "SIGKILL");
  await closed;
}
