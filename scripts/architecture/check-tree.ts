import path from "node:path";
import { circlesIn, importsOf, type Tree, targetOf, withoutComments } from "./imports.ts";
import { arrows, dataFiles, type Leave, longestFile, outsideRoom, packages, recipes, sqlRooms } from "./rules.ts";

/**
 * Holds a source tree against the rules.
 * @returns one sentence a breach, none where all is well
 */
export function checkTree(tree: Tree): string[] {
  const breaches: string[] = [];
  for (const [file, text] of tree) {
    breaches.push(...checkImports(file, text), ...checkCode(file, withoutComments(text)), ...checkLength(file, text));
  }
  for (const circle of circlesIn(tree)) breaches.push(`circle: ${circle.join(" → ")}`);
  return breaches;
}

/** `worker/db/contents.ts` → db; `worker/app.ts` → app; `web/…` → web. */
export function roomOf(file: string): string {
  const [top, second] = file.split("/");
  if (top !== "worker") return top ?? file;
  return (second ?? "").replace(/\.ts$/, "");
}

function checkImports(file: string, text: string): string[] {
  const room = roomOf(file);
  const allowed = { ...arrows[room], ...recipes[file] };
  if (!arrows[room]) return [`${file}: the room "${room}" has no arrows in scripts/architecture/rules.ts`];
  const breaches: string[] = [];
  for (const { specifier, typeOnly } of importsOf(text)) {
    if (specifier === "(computed)") {
      breaches.push(`${file}: imports something computed, which nobody can check`);
      continue;
    }
    const target = targetOf(file, specifier);
    if (target === null) {
      if (!mayUsePackage(room, specifier)) breaches.push(`${file}: ${room} may not import the package ${specifier}`);
      continue;
    }
    const targetRoom = roomOf(target);
    if (targetRoom === room) continue;
    const leave = leaveFor(target.replace(/^worker\//, ""), allowed);
    if (leave === undefined) breaches.push(`${file}: ${room} → ${targetRoom} is not an allowed arrow (${specifier})`);
    else if (leave === "types" && !typeOnly) breaches.push(`${file}: only types may come from ${specifier}`);
  }
  return breaches;
}

/** The rule that names the target most closely: the file itself, else a folder above it, else its room. */
function leaveFor(target: string, allowed: Record<string, Leave>): Leave | undefined {
  for (let place = target; place !== "."; place = path.dirname(place)) {
    const leave = allowed[place] ?? allowed[place.replace(/\.ts$/, "")];
    if (leave !== undefined) return leave;
  }
  return undefined;
}

function mayUsePackage(room: string, specifier: string): boolean {
  const allowed = packages[room];
  if (!allowed || specifier.endsWith(".css")) return true;
  return allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`));
}

function checkCode(file: string, code: string): string[] {
  const room = roomOf(file);
  const breaches: string[] = [];
  // A call of the global; `env.ASSETS.fetch(` and a method of this name are something else.
  const callsFetch = /(?<![.\w]|async |override )fetch\(|\b(?:globalThis|self|window)\.fetch\(/;
  if (room === "web") {
    if (/\b(?:fetch|WebSocket|EventSource)\(\s*["'`](?:[a-z]+:)?\/\//.test(code)) {
      breaches.push(`${file}: the page talks to its own origin only`);
    }
  } else if (room !== outsideRoom && callsFetch.test(code)) {
    breaches.push(`${file}: only ${outsideRoom} calls other servers`);
  }
  if (!sqlRooms.includes(room) && /\.(?:prepare|exec)\(\s*["'`]\s*(?:SELECT|INSERT|UPDATE|DELETE|WITH)\b/i.test(code)) {
    breaches.push(`${file}: SQL stands in worker/db`);
  }
  const unsafe = /dangerouslySetInnerHTML|\b(?:inner|outer)HTML\b|insertAdjacentHTML|document\.write\(/.exec(code);
  if (unsafe) breaches.push(`${file}: ${unsafe[0]} would let a content write markup`);
  return breaches;
}

function checkLength(file: string, text: string): string[] {
  const lines = text.trimEnd().split("\n").length;
  if (lines <= longestFile || dataFiles.includes(file)) return [];
  return [`${file}: ${lines} lines; above ${longestFile} a file holds two ideas`];
}
