import * as z from "zod";
import { ParallaxError } from "../../contract/error.ts";
import { type ColumnRole, columnRoles } from "./csv-columns.ts";

/** Which column of a table holds what, said by hand: `{"id":"Ticket","role":"Who","text":"Body"}`. */
export type TableMapping = ReadonlyMap<ColumnRole, string>;

const mappingSchema = z.partialRecord(z.enum(columnRoles), z.string().max(500));

/** @param text JSON; null or empty where nothing was said @throws ParallaxError `invalid_request` */
export function readMapping(text: string | null | undefined): TableMapping | null {
  if (text === null || text === undefined || text.trim() === "") return null;
  const parsed = mappingSchema.safeParse(parse(text));
  if (!parsed.success) {
    throw new ParallaxError(
      "invalid_request",
      `The mapping does not fit: it is a JSON object that says which column holds what, such as {"id":"Ticket","role":"Who","text":"Body"}. It may name ${columnRoles.join(", ")}.`,
      {
        errors: parsed.error.issues
          .slice(0, 20)
          .map(({ path, message }) => ({ path: `mapping.${path.join(".")}`, message })),
      },
    );
  }
  const entries = columnRoles.flatMap((role): [ColumnRole, string][] => {
    const column = parsed.data[role];
    return column === undefined || column === "" ? [] : [[role, column]];
  });
  return entries.length === 0 ? null : new Map(entries);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Columns by their number, null where one is not in the table. A column is named by its head, or as "column 3". */
export function columnsByMapping(mapping: TableMapping, names: string[]): Map<ColumnRole, number> | string {
  const columns = new Map<ColumnRole, number>();
  for (const [role, name] of mapping) {
    const byName = names.findIndex((head) => head.trim() === name.trim());
    const byNumber = Number(/^column (\d{1,4})$/i.exec(name)?.[1] ?? 0) - 1;
    const column = byName >= 0 ? byName : byNumber >= 0 && byNumber < names.length ? byNumber : -1;
    if (column < 0) return `The table has no column ${JSON.stringify(name.slice(0, 80))}.`;
    columns.set(role, column);
  }
  return columns;
}
