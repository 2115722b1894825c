import type { Modules, Template } from "../../contract/template.ts";

const allModules: Modules = {
  summary: true,
  sentiment: true,
  evidence: true,
  clusters: true,
  insights: true,
  quality: true,
};

/** A template that everybody has: what it asks, with everything else as it is for all of them. */
export function builtInTemplate({
  modules,
  ...what
}: Pick<Template, "id" | "name" | "description" | "category" | "facets"> & { modules?: Partial<Modules> }): Template {
  return { ...what, modules: { ...allModules, ...modules }, prompts: {}, builtIn: true, createdAt: null };
}
