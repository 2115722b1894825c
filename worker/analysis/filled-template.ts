import { fillPlaceholders } from "../contract/placeholders.ts";
import type { Template } from "../contract/template.ts";

/**
 * A template as a job runs on it: the placeholders in its own words filled in once, when the job begins, so that every
 * call of the job is told the same.
 */
export function filledTemplate<Asked extends Pick<Template, "name" | "facets" | "prompts">>(
  template: Asked,
  dataset: string,
): Asked {
  const { name, facets, prompts } = template;
  const fill = (words: string, facet?: string) => fillPlaceholders(words, { template: name, dataset, facets, facet });
  return {
    ...template,
    facets: facets.map((facet) =>
      facet.prompt === undefined ? facet : { ...facet, prompt: fill(facet.prompt, facet.name) },
    ),
    // Which facet is reconciled is known only then: `{{facet}}` is filled in by the stage.
    prompts: Object.fromEntries(Object.entries(prompts).map(([task, words]) => [task, fill(words)])),
  };
}
