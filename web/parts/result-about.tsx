import { CircleHelp, Quote } from "lucide";
import type { Analysis } from "../../worker/contract/analysis.ts";
import type { FacetValue, Result } from "../../worker/contract/findings.ts";
import { count, facetName, share } from "../format.ts";
import { Icon } from "./icon.tsx";
import { ModelBadge } from "./model-badge.tsx";
import { WhyThisLabel } from "./why.tsx";

/** A facet's value in words. */
export function valueText(value: FacetValue | undefined): string {
  if (value === undefined || value === null || value === "") return "–";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return Number.isInteger(value) ? count(value) : value.toFixed(2);
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Whether something was said at all; nothing needs no proof. */
const isValue = (value: FacetValue): boolean =>
  value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);

/** What the analysis found in one content: summary, facets, evidence with its standing. */
export function ResultAbout({ result, analysis }: { result: Result; analysis: Pick<Analysis, "id" | "model"> }) {
  const analysisId = analysis.id;
  const instead = result.status === "done" && result.model !== analysis.model;
  const facets = Object.entries(result.facets);
  const proven = new Set(result.evidence.filter(({ verified }) => verified).map(({ facet }) => facet));
  return (
    <div class="peek-about">
      {result.status === "failed" && <p class="note error">No result. {result.error}</p>}
      {result.status === "fallback" && (
        <p class="note warn">The model gave no answer for this content; the built-in engine did.</p>
      )}
      {result.summary !== "" && (
        <p class="summary" dir="auto">
          {result.summary}
        </p>
      )}
      <dl class="facts">
        {facets.map(([name, value]) => (
          <>
            <dt>{facetName(name)}</dt>
            <dd>
              {typeof value === "string" && value.length <= 80 && value !== "" ? (
                <a
                  class="chip"
                  href={`/analyses/${analysisId}/contents?${new URLSearchParams({ facet: name, value })}`}
                  title="Show all contents with this value"
                >
                  {value}
                </a>
              ) : (
                valueText(value)
              )}
              {result.evidence.length > 0 && isValue(value) && !proven.has(name) && (
                <span class="badge warn aside-badge" title="No quote for it stands word for word in a message">
                  Unproven
                </span>
              )}
            </dd>
          </>
        ))}
        {result.sentiment !== null && (
          <>
            <dt>Sentiment</dt>
            <dd>{result.sentiment}</dd>
          </>
        )}
        {result.confidence !== null && (
          <>
            <dt>Confidence</dt>
            <dd>{share(result.confidence, 1)}</dd>
          </>
        )}
      </dl>
      {result.evidence.length === 0 && result.status !== "failed" && facets.length > 0 && (
        <p class="small quiet">
          <span class="badge warn">Unproven</span> No quote was given for any of these values.
        </p>
      )}
      {result.evidence.length > 0 && (
        <ul class="evidence" aria-label="Evidence">
          {result.evidence.map((one) => (
            <li key={`${one.facet} ${one.message} ${one.quote}`}>
              <Icon of={one.verified ? Quote : CircleHelp} size={12} />
              <span class="quiet small">{facetName(one.facet)}</span>
              <q>{one.quote}</q>
              {one.verified ? (
                <a
                  class="small"
                  href={`#message-${one.message}`}
                  onClick={(event) => {
                    event.preventDefault();
                    document.getElementById(`message-${one.message}`)?.scrollIntoView({ block: "center" });
                  }}
                >
                  message {one.message + 1}
                </a>
              ) : (
                <span class="badge warn" title="The quote does not stand word for word in that message">
                  Unproven
                </span>
              )}
            </li>
          ))}
        </ul>
      )}
      <div class="chips">
        <ModelBadge model={result.model} />
        {result.status === "fallback" && <span class="badge warn">Fallback</span>}
        {instead && <span class="small quiet">answered instead of {analysis.model}</span>}
        {result.attempts > 1 && <span class="small quiet">asked {result.attempts} times</span>}
      </div>
      <WhyThisLabel analysisId={analysisId} contentId={result.contentId} />
    </div>
  );
}
