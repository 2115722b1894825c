import { amazon } from "./catalogue/amazon.ts";
import { anthropic } from "./catalogue/anthropic.ts";
import { embeddings } from "./catalogue/embeddings.ts";
import type { CatalogueModel } from "./catalogue/entry.ts";
import { google } from "./catalogue/google.ts";
import { meta } from "./catalogue/meta.ts";
import { openai } from "./catalogue/openai.ts";

/** The day up to which the catalogue was kept; what a list has newer is new. */
export const catalogueDate = "2026-11-20";

/** Every model that is known without asking anybody, the newest of each vendor first. */
export const catalogue: readonly CatalogueModel[] = [
  ...anthropic,
  ...openai,
  ...google,
  ...amazon,
  ...meta,
  ...embeddings,
];

const byId = new Map(catalogue.map((model) => [model.id, model]));

/** @returns null where the catalogue does not know the id */
export function catalogueModel(id: string): CatalogueModel | null {
  return byId.get(id) ?? null;
}
