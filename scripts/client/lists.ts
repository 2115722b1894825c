import type * as z from "zod";
import { pageSchema } from "../../worker/contract/page.ts";
import type { Api } from "./api.ts";

/** Every item of a list, page by page. */
export async function* eachOf<Shape extends z.ZodType>(
  api: Api,
  path: string,
  shape: Shape,
): AsyncGenerator<z.infer<Shape>> {
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? "limit=500" : `limit=500&cursor=${encodeURIComponent(cursor)}`;
    const page = await api.get(`${path}${path.includes("?") ? "&" : "?"}${query}`, pageSchema(shape));
    for (const item of page.items) yield item;
    cursor = page.nextCursor;
  } while (cursor !== null);
}
