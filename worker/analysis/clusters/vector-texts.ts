import { sha256 } from "../../sha256.ts";
import { clusteredFacets, type JobSpec } from "../job.ts";
import { describeResult, type ReadResult } from "../job-data.ts";
import { cutAtGrapheme } from "../labels/labels.ts";

/** The text that a vector is made of, and where that vector is kept. */
export interface VectorText {
  contentId: string;
  text: string;
  key: string;
}

/** Read of each text: the least that models for vectors take in is 512 tokens. */
const longestText = 1_500;
/** Changes when kept vectors come to mean something else. */
const version = "vector-1";

/**
 * What of a job's results is made into vectors: what was said of each, under keys of owner, dataset, model and text, so that
 * the same text of another analysis has its vector already. (A vector goes with its content: one of another dataset could go
 * while this job needs it.) Where `cache` is off it is found by the same analysis alone. Results of which nothing was said
 * are left out: there is nothing to make a vector of.
 */
export async function vectorTexts({
  analysisId,
  organizationId,
  datasetId,
  facets,
  options,
}: JobSpec): Promise<(results: ReadResult[]) => Promise<VectorText[]>> {
  const first = clusteredFacets(facets);
  const own = options.cache ? null : analysisId;
  const scope = [version, organizationId, datasetId, own, options.embeddingModel ?? null];
  const prefix = await sha256(JSON.stringify(scope));
  return async (results) => {
    const texts = results
      .map((result) => ({
        contentId: result.contentId,
        text: cutAtGrapheme(describeResult(result, first).trim(), longestText),
      }))
      .filter(({ text }) => /[\p{L}\p{N}]/u.test(text));
    return Promise.all(texts.map(async (one) => ({ ...one, key: `${prefix}.${await sha256(one.text)}` })));
  };
}
