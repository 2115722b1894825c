import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

interface Kin {
  parent: number;
  group: number;
  command: string;
}

/**
 * The process by which others end this one: the leader of its group where that is this process or the npm that
 * runs it, else this process (started by a script, the leader is somebody else's).
 */
export function leaderOfThisStart(): number {
  if (process.env.npm_lifecycle_event !== "start") return process.pid;
  try {
    const { group } = kinOf(process.pid);
    if (group === process.pid) return process.pid;
    // `npm start` names itself so; a shell may stand between the two.
    const near = [process.ppid, kinOf(process.ppid).parent];
    if (near.includes(group) && /\bnpm\b/.test(kinOf(group).command)) return group;
  } catch {
    // Cannot be found out here: this process will do.
  }
  return process.pid;
}

function kinOf(pid: number): Kin {
  if (process.platform === "linux") {
    // The name in brackets may hold anything, also brackets: what follows the last one is plain.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [, parent, group] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return { parent: Number(parent), group: Number(group), command };
  }
  const said = execFileSync("ps", ["-o", "ppid=,pgid=,command=", "-p", String(pid)], { encoding: "utf8" });
  const match = /^\s*(\d+)\s+(\d+)\s+(.*)$/m.exec(said);
  if (!match) throw new Error(`no process ${pid}`);
  return { parent: Number(match[1]), group: Number(match[2]), command: match[3] ?? "" };
}

/**
 * Calls back when the npm that runs this process is gone. npm hands signals on to the shell it runs scripts in, and
 * that shell dies of them without telling us; kill -9 of npm alone tells nobody at all.
 */
export function watchNpm(gone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const shell = throughShell(parent);
  const watch = setInterval(() => {
    if (process.ppid === parent && (shell === null || kinOf(parent).parent === shell)) return;
    clearInterval(watch);
    gone();
  }, 250);
  watch.unref();
}

/** The npm behind the shell that runs this script; null where npm itself is the parent, or where /proc is missing. */
function throughShell(parent: number): number | null {
  if (process.platform !== "linux") return null;
  const shell = kinOf(parent);
  return /^(\S*\/)?(sh|ash|bash|dash|zsh) -c /.test(shell.command) ? shell.parent : null;
}
