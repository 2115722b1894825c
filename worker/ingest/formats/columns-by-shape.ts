import type { ColumnRole } from "./csv-columns.ts";

/** Fewer rows say nothing about what a column is. */
const fewestRows = 6;
/** Shorter values are classes and counts more often than ids; an id without a digit is a name of something. */
const shortestId = 4;

/**
 * Columns of one row a message, told from what the cells look like where the names say nothing: the text is long and
 * rarely the same, the conversation stays the same over rows that follow each other, the speaker is one of a few that take
 * turns within it. Nothing where any of them is missing.
 */
export function columnsByShape(data: string[][]): Map<ColumnRole, number> {
  const width = Math.max(0, ...data.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, column) => data.map((row) => row[column] ?? ""));
  const filled = columns.map((cells) => cells.filter((cell) => cell.trim() !== ""));
  const none = new Map<ColumnRole, number>();
  if (data.length < fewestRows) return none;
  const text = best(columns, (_, column) => {
    const cells = filled[column] ?? [];
    const words = cells.filter((cell) => /\p{L}\s+\p{L}/u.test(cell)).length / data.length;
    return words > 0.5 && new Set(cells).size > cells.length * 0.6 ? average(cells) : 0;
  });
  const id = best(columns, (cells, column) => {
    const kinds = new Set(cells).size;
    const whole = (filled[column] ?? []).length === data.length;
    const named = cells.every((cell) => cell.length >= shortestId && /\d/.test(cell));
    // A value that comes back after another is no conversation of rows in order.
    return column !== text && whole && named && kinds === runs(cells) && kinds <= data.length / 2 ? average(cells) : 0;
  });
  const role = best(columns, (cells, column) => {
    const kinds = new Set(cells).size;
    const whole = (filled[column] ?? []).length === data.length;
    const short = average(cells) <= 20;
    return column !== text && column !== id && whole && short && kinds >= 2 && kinds <= 4
      ? runs(cells) / data.length
      : 0;
  });
  if (text === null || id === null || role === null) return none;
  return new Map<ColumnRole, number>([
    ["id", id],
    ["role", role],
    ["text", text],
  ]);
}

/** The column with the highest score above nothing. */
function best(columns: string[][], score: (cells: string[], column: number) => number): number | null {
  let found: { column: number; score: number } | null = null;
  for (const [column, cells] of columns.entries()) {
    const reached = score(cells, column);
    if (reached > 0 && (found === null || reached > found.score)) found = { column, score: reached };
  }
  return found?.column ?? null;
}

function average(cells: string[]): number {
  return cells.reduce((sum, cell) => sum + cell.length, 0) / Math.max(1, cells.length);
}

/** How often a value differs from the one above it. */
function runs(cells: string[]): number {
  return cells.filter((cell, index) => cell !== cells[index - 1]).length;
}
