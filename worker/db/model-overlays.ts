import { and, eq, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import type { Owner } from "../accounts/owner.ts";
import { type OverlayFields, overlayFieldsSchema } from "../contract/model-change.ts";
import { modelOverlay } from "./schema.ts";

/** What the owner has taken over from later sources, by the catalogue's id. */
export async function listOverlays(
  db: D1Database,
  owner: Pick<Owner, "organizationId">,
): Promise<Map<string, OverlayFields>> {
  const rows = await drizzle(db)
    .select({ model: modelOverlay.model, fields: modelOverlay.fields })
    .from(modelOverlay)
    .where(eq(modelOverlay.organizationId, owner.organizationId));
  return new Map(rows.map(({ model, fields }) => [model, overlayFieldsSchema.parse(fields)]));
}

/** Puts the fields of each model in the place of what was there for it. */
export async function applyOverlays(
  db: D1Database,
  owner: Owner,
  overlays: ReadonlyMap<string, OverlayFields>,
  now: number,
): Promise<void> {
  const { organizationId } = owner;
  const rows = [...overlays].map(([model, fields]) => {
    const source = [...new Set(Object.values(fields).map((change) => change?.source))].join(", ");
    return { organizationId, model, fields, source, appliedAt: now };
  });
  // Six parameters a row; a statement takes a hundred.
  for (let i = 0; i < rows.length; i += 10) {
    await drizzle(db)
      .insert(modelOverlay)
      .values(rows.slice(i, i + 10))
      .onConflictDoUpdate({
        target: [modelOverlay.organizationId, modelOverlay.model],
        set: { fields: sql`excluded.fields`, source: sql`excluded.source`, appliedAt: sql`excluded.applied_at` },
      });
  }
}

/** @returns whether there was anything to undo */
export async function removeOverlay(db: D1Database, owner: Owner, model: string): Promise<boolean> {
  const removed = await drizzle(db)
    .delete(modelOverlay)
    .where(and(eq(modelOverlay.organizationId, owner.organizationId), eq(modelOverlay.model, model)))
    .returning({ model: modelOverlay.model });
  return removed.length > 0;
}
