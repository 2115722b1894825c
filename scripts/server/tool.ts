import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { root } from "./place.ts";

/** Thrown where a tool ended with an error; the message holds what it said. */
export class ToolFailed extends Error {
  override readonly name = "ToolFailed";
}

/** Runs a Node program of ours to its end and hands back what it printed. */
export function runTool(what: string, entry: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ["--no-warnings", entry, ...args], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    const keep = (chunk: Buffer): void => {
      said = (said + chunk.toString()).slice(-20_000);
    };
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(said);
      else reject(new ToolFailed(`${what} failed:\n${stripVTControlCharacters(said).trim()}`));
    });
  });
}
