import type { Analysis } from "../contract/analysis.ts";
import type { Message } from "../contract/content.ts";
import type { FacetValue, Result } from "../contract/findings.ts";
import type { Page, PageQuery } from "../contract/page.ts";
import { redactionOf } from "../db/analysis-parts.ts";
import { readContents } from "../db/contents.ts";
import type { ResultFilter } from "../db/result-filter.ts";
import { listResults } from "../db/results.ts";
import { holdsPlaceholder, Redaction, redactionVersion } from "../privacy/redact.ts";

/** Results as their owner sees them: personal data that no model saw stands again where it stood. */
export async function ownersResults(
  env: Pick<Env, "DB" | "FILES">,
  analysis: Pick<Analysis, "id" | "options">,
  filter: ResultFilter & PageQuery,
): Promise<Page<Result>> {
  const page = await listResults(env.DB, analysis.id, filter);
  if (!analysis.options.redactPii) return page;
  const hidden = page.items.filter((result) => holdsPlaceholder(JSON.stringify(result)));
  // Of another version the numbers may mean something else: better a placeholder than the wrong name.
  if (hidden.length === 0 || (await redactionOf(env.DB, analysis.id)) !== redactionVersion) return page;
  const contents = await readContents(
    env,
    hidden.map(({ contentId }) => contentId),
  );
  const messages = new Map(contents.map((content) => [content.id, content.messages]));
  return { ...page, items: page.items.map((result) => restored(result, messages.get(result.contentId))) };
}

/** @param messages of the content where the result holds placeholders */
export function restored(result: Result, messages: Message[] | undefined): Result {
  if (!messages) return result;
  const redaction = new Redaction(messages);
  const value = (said: FacetValue): FacetValue => {
    if (typeof said === "string") return redaction.restore(said);
    return Array.isArray(said) ? said.map((word) => redaction.restore(word)) : said;
  };
  return {
    ...result,
    facets: Object.fromEntries(Object.entries(result.facets).map(([facet, said]) => [facet, value(said)])),
    summary: redaction.restore(result.summary),
    evidence: result.evidence.map((evidence) => {
      const { message, quote, verified } = evidence;
      const words = verified ? redaction.restoreQuote(message, quote) : null;
      return { ...evidence, quote: words ?? redaction.restore(quote) };
    }),
  };
}
