import path from "node:path";

/** A source tree: path from the project root, with / → text. */
export type Tree = Map<string, string>;

export interface Import {
  /** As written, e.g. `../db/contents.ts` or `zod`. */
  specifier: string;
  /** Only `import type` and `export type`, which leave nothing at run time. */
  typeOnly: boolean;
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+(?!from\b))?(?:[\w*{}\s,$]*?\bfrom\s*)?["']([^"']+)["']/gm;
const dynamic = /\bimport\s*\(\s*(?:["'`]([^"'`$]+)["'`]\s*\)|[^)]*)/g;

/** What a file imports, statically and dynamically. A dynamic import of something computed is named `(computed)`. */
export function importsOf(text: string): Import[] {
  const code = withoutComments(text);
  const found: Import[] = [];
  for (const match of code.matchAll(statement)) {
    if (match[2] !== undefined) found.push({ specifier: match[2], typeOnly: match[1] !== undefined });
  }
  for (const match of code.matchAll(dynamic)) {
    found.push({ specifier: match[1] ?? "(computed)", typeOnly: false });
  }
  return found;
}

/** The text with its comments blanked out and everything else, strings too, where it was. */
export function withoutComments(text: string): string {
  const tokens = /"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\[\s\S]|[^`\\])*`|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
  return text.replaceAll(tokens, (token) => (token.startsWith("/") ? token.replaceAll(/[^\n]/g, " ") : token));
}

/** Where a relative import leads, from the project root; null for a package. */
export function targetOf(from: string, specifier: string): string | null {
  if (!specifier.startsWith(".")) return null;
  return path.posix.normalize(path.posix.join(path.posix.dirname(from), specifier));
}

/** Every way round, each once, as the files it passes; types count, since a circle of types is a circle of ideas. */
export function circlesIn(tree: Tree): string[][] {
  const arrows = new Map<string, string[]>();
  for (const [file, text] of tree) {
    const targets = importsOf(text).map((one) => targetOf(file, one.specifier));
    arrows.set(file, [...new Set(targets.filter((target) => target !== null && tree.has(target)))] as string[]);
  }
  const circles: string[][] = [];
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): void => {
    const met = trail.indexOf(file);
    if (met !== -1) {
      circles.push([...trail.slice(met), file]);
      return;
    }
    if (done.has(file)) return;
    trail.push(file);
    for (const target of arrows.get(file) ?? []) visit(target);
    trail.pop();
    done.add(file);
  };
  for (const file of tree.keys()) visit(file);
  return circles;
}
