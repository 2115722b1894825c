import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

/** Needs the built page (`npm run build`); is skipped, visibly, where it is absent. */
const page = path.join(import.meta.dirname, "../../dist/page");
const built = existsSync(path.join(page, "index.html"));

/** The gzip sizes of files of the page, added up, in bytes. */
const gzipped = (files: Iterable<string>): number =>
  [...files].reduce((sum, file) => sum + gzipSync(readFileSync(path.join(page, file)), { level: 9 }).length, 0);

/** A chunk and everything it imports before it runs; what it imports lazily is left out. */
function withImports(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const source = readFileSync(path.join(page, file), "utf8");
  for (const [, name] of source.matchAll(/(?:from|import)\s*["'`]\.\/([\w.-]+\.js)["'`]/g)) {
    if (name !== undefined) withImports(path.join(path.dirname(file), name), seen);
  }
  return seen;
}

describe.skipIf(!built)("the page's weight", () => {
  const html = built ? readFileSync(path.join(page, "index.html"), "utf8") : "";
  const linked = (pattern: RegExp) => [...html.matchAll(pattern)].map(([, file]) => (file ?? "").replace(/^\//, ""));
  const entry = new Set(
    linked(/<script[^>]+type="module"[^>]+src="([^"]+)"/g).flatMap((file) => [...withImports(file)]),
  );
  for (const file of linked(/<link[^>]+rel="modulepreload"[^>]+href="([^"]+)"/g)) withImports(file, entry);
  const routes = built
    ? readdirSync(path.join(page, "assets"))
        .filter((file) => file.endsWith(".js"))
        .map((file) => path.join("assets", file))
    : [];

  it("is at most 60 KB of JavaScript for any first screen", () => {
    expect(entry.size).toBeGreaterThan(0);
    expect(gzipped(entry)).toBeLessThan(28 * 1024);
    for (const route of routes) {
      const first = new Set([...entry, ...withImports(route)]);
      expect(gzipped(first), route).toBeLessThan(60 * 1024);
    }
    // An analysis loads its frame and one tab after the other: each with the frame, and not much more for all of them.
    const analysis = routes.filter((route) => path.basename(route).startsWith("analysis"));
    const frame = analysis.find((route) => /^analysis-[\w-]{8}\.js$/.test(path.basename(route)));
    if (frame === undefined) throw new Error("the frame of an analysis was not found");
    const framed = [...entry, ...withImports(frame)];
    for (const tab of analysis) {
      expect(gzipped(new Set([...framed, ...withImports(tab)])), tab).toBeLessThan(60 * 1024);
    }
    const tabs = new Set([...framed, ...analysis.flatMap((route) => [...withImports(route)])]);
    expect(gzipped(tabs)).toBeLessThan(90 * 1024);
  });

  it("is at most 12 KB of CSS", () => {
    const sheets = readdirSync(path.join(page, "assets")).filter((file) => file.endsWith(".css"));
    expect(gzipped(sheets.map((file) => path.join("assets", file)))).toBeLessThan(12 * 1024);
  });

  it("loads nothing from elsewhere and runs no inline script", () => {
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(html).not.toContain("style=");
  });
});
