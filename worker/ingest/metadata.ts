import { cleanText, type Fields, isFields } from "./record.ts";
import type { Warnings } from "./warnings.ts";

/** Levels of nesting, and characters of JSON, that metadata may have. */
const deepest = 32;
const longest = 64 * 1024;

/** Names that reach into an object's own machinery. */
const refused = new Set(["__proto__", "constructor", "prototype"]);

/**
 * Plain data to be kept beside a content: control characters stripped, dangerous names left out, members that are nested
 * too deeply or too long dropped, which is said.
 */
export function readMetadata(fields: Fields, at: string, warnings: Warnings): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  let left = longest;
  for (const [name, member] of Object.entries(fields)) {
    if (refused.has(name) || member === null || member === undefined || member === "") continue;
    const plain = copy(member, 2);
    if (plain === tooDeep) {
      warnings.add(`Metadata nested deeper than ${deepest} levels was dropped`, at);
      continue;
    }
    const length = name.length + (JSON.stringify(plain)?.length ?? 0);
    if (length > left) {
      warnings.add("Metadata over 64 KB was dropped", at);
      continue;
    }
    left -= length;
    kept.push([cleanText(name), plain]);
  }
  return Object.fromEntries(kept);
}

const tooDeep = Symbol("too deep");

function copy(value: unknown, level: number): unknown {
  if (typeof value === "string") return cleanText(value);
  if (typeof value !== "object" || value === null) return value;
  if (level > deepest) return tooDeep;
  if (Array.isArray(value)) {
    const list = value.map((element) => copy(element, level + 1));
    return list.includes(tooDeep) ? tooDeep : list;
  }
  if (!isFields(value)) return null;
  const entries: [string, unknown][] = [];
  for (const [name, member] of Object.entries(value)) {
    if (refused.has(name)) continue;
    const plain = copy(member, level + 1);
    if (plain === tooDeep) return tooDeep;
    entries.push([cleanText(name), plain]);
  }
  return Object.fromEntries(entries);
}
