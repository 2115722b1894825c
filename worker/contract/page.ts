import * as z from "zod";

/** Query of every list: `?limit=&cursor=`. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z
    .string()
    .regex(/^([a-z]+_[\w-]{1,80}|\d{1,15})$/, "not a cursor that a list gave")
    .optional(),
});
export type PageQuery = z.infer<typeof pageQuerySchema>;

/** A list's answer: `{items, nextCursor}`. */
export function pageSchema<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}

export interface Page<Item> {
  items: Item[];
  nextCursor: string | null;
}
