import type { Facet, Modules } from "../../contract/template.ts";
import type { KnownLabel } from "../../engines/ask.ts";
import { promptFor } from "../../engines/prompts/prompt.ts";
import { redactionVersion } from "../../privacy/redact.ts";
import { sha256 } from "../../sha256.ts";
import type { JobSpec } from "../job.ts";
import { foldLabel } from "../labels/labels.ts";

/**
 * When is an answer to `extract` the answer to another question too? When the same model would be told the very same
 * about the very same content: so the key is the hash of the prompt itself, all but the items, with owner, model and
 * redaction, and behind it the content's own hash. Whatever a prompt shows, facets, choices, instructions, modules, the
 * version of the wording, is in it by itself; what it does not show (names, which clusters are wanted) keeps no answer
 * from being found. The other items of a batch are left out, since each is read by itself.
 *
 * Known labels are part of it, and change while a job discovers them. To leave them out would hit most and be wrong:
 * answers in words from before the others were known would undo the step in which the streams are kept. All of them in the
 * order shown would be right and hit least. So they count as a set:
 * - the same job again (`round`) begins without any, finds every answer to its first batch, so finds the same new
 *   labels, and so on to the end; a repeated task after a crash sees the labels of its first grant;
 * - frozen labels never change, but for `Other`, which may always be answered and joins them when it first is: it is
 *   not counted, or the first one would part all later batches from those before;
 * - without open facets there are none, and any run finds what any other has paid for.
 * A run over other contents or in `continuous` mode finds what it meets by chance.
 *
 * An answer is kept under the model that gave it, which need not be the one that the job names first: who asks a model
 * gets its answers, not those of a fallback that stood in for it once.
 */
export interface AnswerConditions {
  organizationId: string;
  /** How what the model saw was redacted; null where it was not. */
  redaction: string | null;
  facets: Facet[];
  modules: Modules;
  /** The template's own words for the task. */
  instructions: string | undefined;
  known: Record<string, KnownLabel[]>;
  frozen: boolean;
}

/** Changes when kept answers come to mean something else. */
const version = "answer-1";

/** @param job a spec, or what is to become one */
export function conditionsOf(
  job: Pick<JobSpec, "organizationId" | "facets" | "modules" | "options" | "prompts">,
  known: Record<string, KnownLabel[]>,
): AnswerConditions {
  const { organizationId, facets, modules, options, prompts } = job;
  const { redactPii, freezeLabels: frozen } = options;
  return {
    organizationId,
    redaction: redactPii ? redactionVersion : null,
    facets,
    modules,
    instructions: prompts?.extract,
    known,
    frozen,
  };
}

/** The part of the key that all contents of a question share, for each model: SHA-256, hexadecimal. */
export async function questionKeys(conditions: AnswerConditions, models: string[]): Promise<string[]> {
  const { organizationId, redaction, facets, modules, instructions, frozen } = conditions;
  const known = asSets(conditions.known, frozen);
  const prompt = promptFor({ task: "extract", facets, modules, known, frozen, instructions, items: [] });
  const shown = [prompt.version, prompt.system, prompt.parts, prompt.reply.schema];
  return Promise.all(models.map((model) => sha256(JSON.stringify([version, organizationId, redaction, model, shown]))));
}

/** @param contentHash of kind and messages, hexadecimal */
export function answerKey(questionKey: string, contentHash: string): string {
  return `${questionKey}.${contentHash}`;
}

function asSets(known: Record<string, KnownLabel[]>, frozen: boolean): Record<string, KnownLabel[]> {
  return Object.fromEntries(
    Object.entries(known).map(([facet, labels]) => {
      const counted = frozen ? labels.filter(({ label }) => foldLabel(label) !== "other") : labels;
      return [facet, counted.toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))];
    }),
  );
}
