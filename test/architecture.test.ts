import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { checkTree, roomOf } from "../scripts/architecture/check-tree.ts";
import { circlesIn, importsOf, type Tree } from "../scripts/architecture/imports.ts";
import { arrows, dataFiles, recipes } from "../scripts/architecture/rules.ts";

const root = path.resolve(import.meta.dirname, "..");

function realTree(): Tree {
  const files = globSync(["worker/**/*.ts", "durable-objects/**/*.ts", "web/**/*.{ts,tsx}"], { cwd: root });
  const sources = files.map((file) => file.split(path.sep).join("/")).filter((file) => !file.endsWith(".d.ts"));
  return new Map(sources.sort().map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}

const tree = (files: Record<string, string>): Tree => new Map(Object.entries(files));

describe("the real tree", () => {
  test("is read at all", () => {
    const files = realTree();
    expect(files.size).toBeGreaterThan(50);
    for (const file of ["worker/index.ts", "worker/app.ts", "worker/contract/analysis.ts", "web/main.tsx"]) {
      expect([...files.keys()]).toContain(file);
    }
    const imports = [...files.values()].flatMap(importsOf);
    expect(imports.length).toBeGreaterThan(200);
  });

  test("keeps to the arrows, without circles, long files, foreign calls or raw markup", () => {
    expect(checkTree(realTree())).toEqual([]);
  });

  test("every import leads to a file that is there", () => {
    const files = realTree();
    const broken: string[] = [];
    for (const [file, text] of files) {
      for (const { specifier } of importsOf(text)) {
        if (!/^\.{1,2}\/.*\.tsx?$/.test(specifier)) continue;
        const target = path.posix.join(path.posix.dirname(file), specifier);
        if (!files.has(target)) broken.push(`${file} → ${specifier}`);
      }
    }
    expect(broken).toEqual([]);
  });

  test("every exception still has its file", () => {
    const files = realTree();
    const single = Object.values(arrows).flatMap((to) => Object.keys(to).filter((name) => name.endsWith(".ts")));
    for (const name of single) expect([...files.keys()]).toContain(`worker/${name}`);
    for (const name of [...dataFiles, ...Object.keys(recipes)]) expect([...files.keys()]).toContain(name);
  });
});

describe("the checker", () => {
  test("finds every kind of import", () => {
    const text = [
      'import "./side-effect.ts";',
      'import one from "./one.ts";',
      'import * as two from "./two.ts";',
      "import {\n  three,\n  type Three,\n} from './three.ts';",
      'import type { Four } from "./four.ts";',
      'export { five } from "./five.ts";',
      'export type * from "./six.ts";',
      'const seven = await import("./seven.ts");',
      "const eight = await import(name);",
      '// import nine from "./nine.ts";',
      '/* import ten from "./ten.ts"; */',
      'const eleven = "https://x"; import("./twelve.ts");',
    ].join("\n");
    expect(importsOf(text).map((one) => one.specifier)).toEqual([
      "./side-effect.ts",
      "./one.ts",
      "./two.ts",
      "./three.ts",
      "./four.ts",
      "./five.ts",
      "./six.ts",
      "./seven.ts",
      "(computed)",
      "./twelve.ts",
    ]);
    const types = importsOf(text).filter((one) => one.typeOnly);
    expect(types.map((one) => one.specifier)).toEqual(["./four.ts", "./six.ts"]);
  });

  test("knows the rooms", () => {
    expect(roomOf("worker/index.ts")).toBe("index");
    expect(roomOf("worker/db/contents.ts")).toBe("db");
    expect(roomOf("worker/ingest/formats/csv.ts")).toBe("ingest");
    expect(roomOf("durable-objects/ledger.ts")).toBe("durable-objects");
    expect(roomOf("web/pages/home.tsx")).toBe("web");
  });

  test("accepts a tree that keeps to the rules", () => {
    const good = tree({
      "worker/index.ts": 'import { app } from "./app.ts";\nexport default { fetch: app.fetch };',
      "worker/app.ts": 'import { routes } from "./routes/a.ts";',
      "worker/routes/a.ts": 'import * as z from "zod";\nimport { list } from "../db/a.ts";',
      "worker/db/a.ts": 'import type { Owner } from "../accounts/owner.ts";\ndb.prepare("SELECT 1");',
      "worker/accounts/owner.ts": "export interface Owner {}",
      "worker/engines/openai.ts": "await fetch(url);",
      "worker/contract/a.ts": 'import * as z from "zod";',
      "web/api.ts": 'import type { A } from "../worker/contract/a.ts";\nfetch("/api/a");',
    });
    expect(checkTree(good)).toEqual([]);
  });

  const forbidden: [string, Record<string, string>][] = [
    ["db → routes", { "worker/db/a.ts": 'import { a } from "../routes/a.ts";' }],
    ["contract → db", { "worker/contract/a.ts": 'import type { A } from "../db/a.ts";' }],
    ["a value where types are allowed", { "worker/db/a.ts": 'import { Owner } from "../accounts/owner.ts";' }],
    ["another file of that room", { "worker/db/a.ts": 'import type { A } from "../accounts/auth.ts";' }],
    ["a value from the contract in the page", { "web/a.ts": 'import { a } from "../worker/contract/a.ts";' }],
    ["inline types in the page", { "web/a.ts": 'import { type A } from "../worker/contract/a.ts";' }],
    ["the page into the Worker", { "web/a.ts": 'import type { A } from "../worker/db/a.ts";' }],
    ["clustering → contract", { "worker/clustering/a.ts": 'import type { A } from "../contract/a.ts";' }],
    ["a pillar → durable-objects", { "worker/analysis/a.ts": 'await import("../../durable-objects/a.ts");' }],
    ["a package in the contract", { "worker/contract/a.ts": 'import { Hono } from "hono";' }],
    ["a room nobody knows", { "worker/utils/a.ts": "export {};" }],
    ["a computed import", { "worker/routes/a.ts": "await import(name);" }],
    ["a call to the outside", { "worker/results/a.ts": 'await fetch("https://example.com");' }],
    ["a call to the outside by another name", { "worker/ingest/a.ts": "await globalThis.fetch(url);" }],
    ["a call of the page to the outside", { "web/a.ts": 'fetch("https://example.com/a");' }],
    ["SQL elsewhere", { "worker/routes/a.ts": 'c.env.DB.prepare("SELECT 1")' }],
    ["raw markup", { "web/a.tsx": "<p dangerouslySetInnerHTML={{ __html: text }} />" }],
    ["raw markup by hand", { "web/a.ts": "element.innerHTML = text;" }],
    ["a stage that reads the database", { "worker/analysis/reading/extract.ts": 'import { a } from "../../db/a.ts";' }],
    ["a long file", { "worker/results/a.ts": "export {};\n".repeat(301) }],
  ];
  test.each(forbidden)("refuses %s", (_, files) => {
    expect(checkTree(tree(files))).toHaveLength(1);
  });

  test("finds circles, of types too, and only circles", () => {
    const round = tree({
      "worker/db/a.ts": 'import { b } from "./b.ts";',
      "worker/db/b.ts": 'import type { C } from "./c.ts";',
      "worker/db/c.ts": 'import { a } from "./a.ts";',
    });
    expect(circlesIn(round)).toEqual([["worker/db/a.ts", "worker/db/b.ts", "worker/db/c.ts", "worker/db/a.ts"]]);
    const diamond = tree({
      "worker/db/a.ts": 'import { b } from "./b.ts";\nimport { c } from "./c.ts";',
      "worker/db/b.ts": 'import { d } from "./d.ts";',
      "worker/db/c.ts": 'import { d } from "./d.ts";',
      "worker/db/d.ts": "export {};",
    });
    expect(circlesIn(diamond)).toEqual([]);
  });

  test("a comment is no code and a quoted slash no comment", () => {
    const file = tree({ "worker/results/a.ts": '// fetch(url)\n/* innerHTML */\nconst a = "//"; const b = 1;' });
    expect(checkTree(file)).toEqual([]);
    const hidden = tree({ "worker/results/a.ts": 'const a = "//"; await fetch(a);' });
    expect(checkTree(hidden)).toHaveLength(1);
  });
});
