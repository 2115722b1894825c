import { and, desc, eq, lt } from "drizzle-orm";
import { drizzle } from "drizzle-orm/d1";
import * as z from "zod";
import { mine } from "../accounts/access.ts";
import type { Owner } from "../accounts/owner.ts";
import { builtInTemplates } from "../analysis/templates.ts";
import { ParallaxError } from "../contract/error.ts";
import { newId } from "../contract/id.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import {
  facetSchema,
  modulesSchema,
  type Template,
  type TemplateInput,
  type TemplatePatch,
} from "../contract/template.ts";
import { templateFaults } from "../contract/template-faults.ts";
import { template } from "./schema.ts";

export async function createTemplate(
  db: D1Database,
  owner: Owner,
  input: TemplateInput,
  now: number,
): Promise<Template> {
  const row = {
    id: newId("template", now),
    organizationId: owner.organizationId,
    name: input.name,
    description: input.description,
    category: input.category || null,
    facets: input.facets,
    modules: modulesSchema.parse(input.modules),
    prompts: input.prompts,
    createdAt: now,
    updatedAt: now,
  };
  await drizzle(db).insert(template).values(row);
  return toTemplate(row);
}

/**
 * A built-in template or one of the owner's.
 * @throws not_found, forbidden
 */
export async function getTemplate(db: D1Database, owner: Owner, id: string): Promise<Template> {
  const builtIn = builtInTemplates.find((candidate) => candidate.id === id);
  return builtIn ?? toTemplate(await ownRow(db, owner, id));
}

/**
 * For a template that is named in a body: there is nothing to check where none is named.
 * @throws unknown_reference where there is no such template; forbidden
 */
export async function checkTemplate(db: D1Database, owner: Owner, id: string | undefined): Promise<void> {
  if (id === undefined) return;
  try {
    await getTemplate(db, owner, id);
  } catch (error) {
    if (!(error instanceof ParallaxError) || error.code !== "not_found") throw error;
    throw new ParallaxError("unknown_reference", `There is no template ${id}.`);
  }
}

/** The built-in templates first, then the owner's, newest first. */
export async function listTemplates(db: D1Database, owner: Owner, page: PageQuery): Promise<Page<Template>> {
  const seen = builtInTemplates.findIndex((candidate) => candidate.id === page.cursor);
  const amongBuiltIn = page.cursor === undefined || seen >= 0;
  const items = amongBuiltIn ? builtInTemplates.slice(seen + 1, seen + 1 + page.limit + 1) : [];
  if (items.length <= page.limit) {
    const rows = await drizzle(db)
      .select()
      .from(template)
      .where(
        and(
          eq(template.organizationId, owner.organizationId),
          amongBuiltIn || page.cursor === undefined ? undefined : lt(template.id, page.cursor),
        ),
      )
      .orderBy(desc(template.id))
      .limit(page.limit + 1 - items.length);
    items.push(...rows.map(toTemplate));
  }
  const shown = items.slice(0, page.limit);
  return { items: shown, nextCursor: items.length > page.limit ? (shown.at(-1)?.id ?? null) : null };
}

/** @throws wrong_state for a built-in template; invalid_request where what it becomes does not fit; not_found, forbidden */
export async function updateTemplate(
  db: D1Database,
  owner: Owner,
  id: string,
  patch: TemplatePatch,
  now: number,
): Promise<Template> {
  refuseBuiltIn(id);
  const { organizationId, createdAt, ...row } = await ownRow(db, owner, id);
  const changed = {
    name: patch.name ?? row.name,
    description: patch.description ?? row.description,
    category: (patch.category ?? row.category) || null,
    facets: patch.facets ?? row.facets,
    modules: modulesSchema.parse({ ...modulesSchema.parse(row.modules), ...defined(patch.modules ?? {}) }),
    prompts: patch.prompts ?? row.prompts,
    updatedAt: now,
  };
  // Either may be right by itself and not with the other: a prompt that speaks of a facet which is gone.
  if (patch.facets || patch.prompts) checkWhole(toTemplate({ id, createdAt, ...changed }));
  await drizzle(db)
    .update(template)
    .set(changed)
    .where(and(eq(template.id, id), eq(template.organizationId, organizationId)));
  return toTemplate({ id, createdAt, ...changed });
}

/** Analyses keep the template as it was when they began. @throws wrong_state, not_found, forbidden */
export async function deleteTemplate(db: D1Database, owner: Owner, id: string): Promise<void> {
  refuseBuiltIn(id);
  const { organizationId } = await ownRow(db, owner, id);
  await drizzle(db)
    .delete(template)
    .where(and(eq(template.id, id), eq(template.organizationId, organizationId)));
}

async function ownRow(db: D1Database, owner: Owner, id: string) {
  const [row] = await drizzle(db).select().from(template).where(eq(template.id, id)).limit(1);
  return mine(row, owner, "template");
}

/** @throws invalid_request */
function checkWhole({ facets, prompts }: Template): void {
  const errors = templateFaults(facets, prompts).map(({ path, message }) => ({ path: path.join("."), message }));
  const [first] = errors;
  if (!first) return;
  throw new ParallaxError("invalid_request", `The template would not fit: ${first.path}: ${first.message}`, { errors });
}

function refuseBuiltIn(id: string): void {
  if (!builtInTemplates.some((candidate) => candidate.id === id)) return;
  throw new ParallaxError("wrong_state", "Built-in templates cannot be changed. Make a copy of it and change that.");
}

function defined<Value>(values: Record<string, Value | undefined>): Record<string, Value | undefined> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function toTemplate(
  row: Pick<typeof template.$inferSelect, "id" | "name" | "description" | "category" | "createdAt"> & {
    facets: unknown;
    modules: unknown;
    prompts: unknown;
  },
): Template {
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    category: row.category,
    facets: z.array(facetSchema).parse(row.facets),
    modules: modulesSchema.parse(row.modules),
    prompts: z.record(z.string(), z.string()).parse(row.prompts),
    builtIn: false,
    createdAt: new Date(row.createdAt).toISOString(),
  };
}
