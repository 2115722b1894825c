import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { setTimeout as pause } from "node:timers/promises";
import { processesOf } from "../../scripts/server/processes.ts";
import type { HeapUsage } from "./memory-peaks.ts";

/**
 * The isolates of a running server, asked over workerd's own inspector (`Runtime.getHeapUsage` of the DevTools protocol).
 * Linux only: the inspector's port is found among those that the server's processes listen at.
 */
export interface Isolates {
  names: string[];
  /** @param collected true to have garbage collected first */
  usage(name: string, collected: boolean): Promise<HeapUsage | null>;
  close(): void;
}

/** The Worker's own isolate and those of the local platform that hold data for it. */
const watched = /^(?:core:user:|d1:|queues:|kv:|r2:)/;
const patience = 20_000;

interface Target {
  id: string;
  webSocketDebuggerUrl: string;
}

export async function openIsolates(mark: string): Promise<Isolates> {
  const targets = (await findTargets(mark)).filter(({ id }) => watched.test(id));
  const links = new Map<string, Link>();
  for (const { id, webSocketDebuggerUrl } of targets) links.set(id, await openLink(webSocketDebuggerUrl));
  return {
    names: [...links.keys()],
    async usage(name, collected) {
      const link = links.get(name);
      if (collected) await link?.ask("HeapProfiler.collectGarbage");
      const said = await link?.ask("Runtime.getHeapUsage");
      return isUsage(said) ? said : null;
    },
    close: () => links.forEach((link) => void link.close()),
  };
}

function isUsage(value: unknown): value is HeapUsage {
  return typeof value === "object" && value !== null && "usedSize" in value && "backingStorageSize" in value;
}

async function findTargets(mark: string): Promise<Target[]> {
  for (let tries = 0; tries < 20; tries++) {
    for (const { pid, command } of processesOf(mark)) {
      if (!command.includes("--inspector-addr")) continue;
      for (const port of portsOf(pid)) {
        const targets = await targetsAt(port);
        if (targets) return targets;
      }
    }
    await pause(500);
  }
  throw new Error("workerd's inspector was not found");
}

async function targetsAt(port: number): Promise<Target[] | null> {
  try {
    const answer = await fetch(`http://127.0.0.1:${port}/json`, { signal: AbortSignal.timeout(1_000) });
    const said: unknown = await answer.json();
    return Array.isArray(said) && said.every((one) => typeof one?.webSocketDebuggerUrl === "string") ? said : null;
  } catch {
    // Another of its doors.
    return null;
  }
}

/** Ports on which a process listens (man 5 proc, net/tcp: state 0A). */
function portsOf(pid: number): number[] {
  const inodes = new Set<string>();
  for (const entry of readdirSync(`/proc/${pid}/fd`)) {
    try {
      const inode = /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${entry}`))?.[1];
      if (inode !== undefined) inodes.add(inode);
    } catch {
      // Closed meanwhile.
    }
  }
  const rows = readFileSync("/proc/net/tcp", "utf8").split("\n").slice(1);
  return rows.flatMap((row) => {
    const [, local = "", , state, , , , , , inode = ""] = row.trim().split(/\s+/);
    return state === "0A" && inodes.has(inode) ? [Number.parseInt(local.split(":")[1] ?? "0", 16)] : [];
  });
}

interface Link {
  ask(method: string): Promise<unknown>;
  close(): void;
}

async function openLink(url: string): Promise<Link> {
  const waiting = new Map<number, (said: unknown) => void>();
  const connect = async (): Promise<WebSocket> => {
    const socket = new WebSocket(url);
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`no answer from ${url}`));
    });
    socket.onmessage = ({ data }) => {
      const { id, result }: { id?: number; result?: unknown } = JSON.parse(String(data));
      if (id !== undefined) waiting.get(id)?.(result);
    };
    return socket;
  };
  let socket = await connect();
  let last = 0;
  return {
    async ask(method) {
      // Whoever attaches to the same isolate after us pushes us off.
      if (socket.readyState !== WebSocket.OPEN) socket = await connect();
      const id = ++last;
      const answer = new Promise<unknown>((resolve) => waiting.set(id, resolve));
      socket.send(JSON.stringify({ id, method, params: {} }));
      const said = await Promise.race([answer, pause(patience, null)]);
      waiting.delete(id);
      return said;
    },
    close: () => socket.close(),
  };
}
