import { type NamedFacet, nearest, placeholderFaults, promptTasks } from "./placeholders.ts";

/** What is wrong with a template as a whole, where every part of it fits its own shape. */
export interface TemplateFault {
  path: (string | number)[];
  message: string;
}

interface CheckedFacet extends NamedFacet {
  type: string;
  min?: number | undefined;
  max?: number | undefined;
  prompt?: string | undefined;
}

const withChoices = new Set(["choice", "list"]);
const withLimits = new Set(["score", "number"]);

/** Facets among each other, and own words against the facets that they speak of. */
export function templateFaults(facets: readonly CheckedFacet[], prompts: Record<string, string>): TemplateFault[] {
  const faults: TemplateFault[] = [];
  facets.forEach((facet, index) => {
    const fault = (field: string, message: string) => faults.push({ path: ["facets", index, field], message });
    const first = facets.findIndex(({ name }) => name === facet.name);
    if (first < index)
      fault("name", `facet names must differ: “${facet.name}” is the name of facet ${first + 1} already`);
    if (facet.choices?.length && !withChoices.has(facet.type))
      fault("choices", `a ${facet.type} facet takes no choices; make it a choice or a list`);
    for (const limit of ["min", "max"] as const) {
      if (facet[limit] !== undefined && !withLimits.has(facet.type))
        fault(limit, `a ${facet.type} facet takes no ${limit}; make it a score or a number`);
    }
    for (const message of placeholderFaults(facet.prompt ?? "", "facet", facets)) fault("prompt", message);
  });
  for (const [task, words] of Object.entries(prompts)) {
    const known = promptTasks.find((candidate) => candidate === task);
    if (known === undefined) {
      const near = nearest(task, promptTasks);
      const help = near === null ? `They go to ${promptTasks.join(", ")}` : `Did you mean ${near}?`;
      faults.push({ path: ["prompts", task], message: `“${task}” is no task that takes own words. ${help}` });
      continue;
    }
    for (const message of placeholderFaults(words, known, facets)) faults.push({ path: ["prompts", task], message });
  }
  return faults;
}
