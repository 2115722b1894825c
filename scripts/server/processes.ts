import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** Every process of one state carries this variable, so that it is recognised even after its parent was killed. */
export const markerName = "PARALLAX_STATE_MARK";

/** The mark of a state: same directory, same mark; no path shows. */
export function markOf(stateDirectory: string): string {
  return createHash("sha256").update(stateDirectory).digest("hex").slice(0, 24);
}

export interface RunningProcess {
  pid: number;
  command: string;
}

/** Pids out of a listing made by `ps axeww -o pid=,command=` (the environment follows the command). */
export function parseListing(listing: string, needle: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const line of listing.split("\n")) {
    const match = /^\s*(\d+)\s+(.*)$/.exec(line);
    if (match?.[1] === undefined || match[2] === undefined) continue;
    if (match[2].split(/\s+/).includes(needle)) found.push({ pid: Number(match[1]), command: match[2].slice(0, 200) });
  }
  return found;
}

/** The living processes that carry the mark of this state, the asking process left out. */
export function processesOf(mark: string): RunningProcess[] {
  const needle = `${markerName}=${mark}`;
  const found = process.platform === "linux" ? fromProc(needle) : fromPs(needle);
  return found.filter((one) => one.pid !== process.pid);
}

function fromProc(needle: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  for (const entry of readdirSync("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    try {
      if (!readFileSync(`/proc/${entry}/environ`, "utf8").split("\0").includes(needle)) continue;
      // A zombie has no environment left and does not come this far.
      const command = readFileSync(`/proc/${entry}/cmdline`, "utf8").replaceAll("\0", " ").trim();
      found.push({ pid: Number(entry), command });
    } catch {
      // Ended meanwhile, or another user's: neither is ours to end.
    }
  }
  return found;
}

function fromPs(needle: string): RunningProcess[] {
  try {
    const listing = execFileSync("ps", ["axeww", "-o", "pid=,command="], {
      encoding: "utf8",
      maxBuffer: 64 * 1024 * 1024,
      stdio: ["ignore", "pipe", "ignore"],
    });
    return parseListing(listing, needle);
  } catch {
    return [];
  }
}

/**
 * Ends every process of a state, by pid: asks, waits, then kills what is left.
 * @param patience milliseconds between asking and killing
 * @returns how many there were
 */
export async function endProcesses(mark: string, patience: number): Promise<number> {
  const first = processesOf(mark);
  for (const one of first) signal(one.pid, "SIGTERM");
  if (await gone(mark, patience)) return first.length;
  // A process that starts another while being ended is met again in the next turn.
  for (let turn = 0; turn < 20; turn++) {
    for (const one of processesOf(mark)) signal(one.pid, "SIGKILL");
    if (await gone(mark, 250)) return first.length;
  }
  throw new Error(
    `Could not end ${processesOf(mark)
      .map((one) => one.pid)
      .join(", ")}`,
  );
}

/** Waits until no process of the state is left; false when `patience` milliseconds were not enough. */
export async function gone(mark: string, patience: number): Promise<boolean> {
  const end = Date.now() + patience;
  while (processesOf(mark).length > 0) {
    if (Date.now() >= end) return false;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return true;
}

export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself in the meantime.
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
