import type { Template } from "../../worker/contract/template.ts";
import { facetTypes, moduleWords } from "../template-draft.ts";

/** A template as it stands, to read. */
export function TemplateFacts({ template }: { template: Template }) {
  const off = moduleWords.filter(({ name }) => !template.modules[name]);
  return (
    <div class="stack">
      <h2 class="section" id="facets">
        Facets
      </h2>
      {template.facets.map((facet) => (
        <section key={facet.name} class="card card-body facet-facts" aria-label={facet.name}>
          <div class="title">
            <b class="mono">{facet.name}</b>
            <span class="badge">{facetTypes.find(({ type }) => type === facet.type)?.word ?? facet.type}</span>
            {facet.type === "score" && (
              <span class="small quiet">
                {facet.min ?? 1} to {facet.max ?? 5}
              </span>
            )}
          </div>
          <p>{facet.description}</p>
          {(facet.choices?.length ?? 0) > 0 && (
            <div class="chips">
              {facet.choices?.map((choice) => (
                <span key={choice} class="chip">
                  {choice}
                </span>
              ))}
            </div>
          )}
          {(facet.examples?.length ?? 0) > 0 && <p class="small quiet">For example: {facet.examples?.join(" · ")}</p>}
        </section>
      ))}
      <h2 class="section" id="modules">
        Modules
      </h2>
      <div class="card card-body chips">
        {moduleWords
          .filter(({ name }) => template.modules[name])
          .map(({ name, word, help }) => (
            <span key={name} class="chip" title={help}>
              {word}
            </span>
          ))}
        {off.length > 0 && <span class="small quiet">Off: {off.map(({ word }) => word.toLowerCase()).join(", ")}</span>}
      </div>
    </div>
  );
}
