import { columns, printable, shorten } from "./printable.ts";

export interface Column {
  head: string;
  align?: "right";
  /** Widest it may become. */
  max?: number;
}

/** Rows of text as aligned lines. Cells may hold anything: they are made printable here. */
export function table(heads: Column[], rows: string[][]): string[] {
  const cells = rows.map((row) => heads.map((head, i) => shorten(printable(row[i] ?? ""), head.max ?? 60)));
  const widths = heads.map((head, i) => Math.max(columns(head.head), ...cells.map((row) => columns(row[i] ?? "")), 0));
  const line = (row: string[]): string =>
    row
      .map((cell, i) => {
        const gap = " ".repeat(Math.max(0, (widths[i] ?? 0) - columns(cell)));
        return heads[i]?.align === "right" ? gap + cell : cell + gap;
      })
      .join("  ")
      .trimEnd();
  return [line(heads.map((head) => head.head)), ...cells.map(line)].map((text) => `  ${text}`);
}
