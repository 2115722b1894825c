import * as z from "zod";
import type { EmbedQuestion, Usage } from "../../engines/ask.ts";
import { withSpent } from "../../engines/spent.ts";
import { type Asking, askChecked } from "../ask-checked.ts";
import { type JobSpec, noUsage, type TaskAnswer } from "../job.ts";
import type { JobData, NewVector, VectorStore } from "../job-data.ts";
import { vectorTexts } from "./vector-texts.ts";

/**
 * Has vectors made of what was said about some contents, and keeps them where clustering finds them. What was made before
 * is not asked again: not after a crash, and within its time not by another analysis either.
 */
export async function embedResults(
  spec: JobSpec,
  contentIds: string[],
  data: Pick<JobData, "resultsOf" | "vectors">,
  asking: Asking,
): Promise<TaskAnswer> {
  const textsOf = await vectorTexts(spec);
  const texts = await textsOf(await data.resultsOf(contentIds));
  const known = await data.vectors.known(texts.map(({ key }) => key));
  const open = new Map(texts.filter(({ key }) => !known.has(key)).map((one) => [one.text, one]));
  if (open.size === 0) return { name: "embed", usage: noUsage };
  const made: NewVector[] = [];
  // Nobody else is asked in its place; the built-in engine, where it stands in, gives none.
  const model = spec.options.embeddingModel ?? "";
  const take = (reply: unknown, asked: EmbedQuestion): EmbedQuestion | null => {
    const { success, data: said } = replySchema.safeParse(reply);
    for (const [index, vector] of (success ? said.vectors : []).entries()) {
      const one = open.get(asked.texts[index] ?? "");
      if (one === undefined || vector === null) continue;
      made.push({ key: one.key, contentId: one.contentId, vector, model });
      open.delete(one.text);
    }
    return open.size > 0 ? { task: "embed", texts: [...open.keys()] } : null;
  };
  const question: EmbedQuestion = { task: "embed", texts: [...open.keys()] };
  try {
    const { usage } = await askChecked(question, take, asking);
    await keep(data.vectors, made, usage);
    return { name: "embed", usage };
  } catch (failure) {
    // What came before the failure is paid for too.
    if (made.length > 0) await data.vectors.keep(made).catch(() => undefined);
    throw failure;
  }
}

const tries = 3;

/** Vectors live in the database alone: a hiccup there is waited for, since they would be paid for once more. */
async function keep(store: VectorStore, made: NewVector[], usage: Usage): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await store.keep(made);
      return;
    } catch (failure) {
      if (attempt === tries) throw withSpent(failure, usage);
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }
}

const replySchema = z.object({ vectors: z.array(z.string().nullable()) });
