import * as z from "zod";
import type { Usage } from "../../engines/ask.ts";
import { spentOf, withSpent } from "../../engines/spent.ts";
import { sha256 } from "../../sha256.ts";
import { type Asking, isUnreadable, ownFault } from "../ask-checked.ts";
import { addUsage, type JobSpec, noUsage, type TaskAnswer } from "../job.ts";
import type { JobData, NewVector, VectorStore } from "../job-data.ts";
import { type VectorText, vectorTexts } from "./vector-texts.ts";

/**
 * Has vectors made of what was said about some contents, and keeps them where clustering finds them. What was made before
 * is not asked again: not after a crash, and within its time not by another analysis of the dataset either.
 */
export async function embedResults(
  spec: JobSpec,
  contentIds: string[],
  data: Pick<JobData, "resultsOf" | "vectors">,
  asking: Asking,
): Promise<TaskAnswer & { name: "embed" }> {
  const textsOf = await vectorTexts(spec);
  const texts = await textsOf(await data.resultsOf(contentIds));
  const known = await data.vectors.known(texts.map(({ key }) => key));
  // Equal texts have one key.
  const open = new Map(texts.filter(({ key }) => !known.has(key)).map((one) => [one.key, one]));
  const embedding = new Embedding(asking, spec.options.embeddingModel ?? "");
  try {
    await embedding.make([...open.values()]);
  } catch (failure) {
    // What came before the failure is paid for too.
    if (embedding.made.length > 0) await data.vectors.keep(embedding.made).catch(() => undefined);
    throw withSpent(failure, embedding.usage);
  }
  const { made, usage, refused } = embedding;
  if (made.length > 0) await keep(data.vectors, made, usage);
  return { name: "embed", usage, ...(refused === null ? {} : { refused }) };
}

/** A vector that did not come is asked for once more: the same question to such a model has the same answer. */
const tries = 2;
/** Refusals after which the rest is given up: one text in a hundred that can't be read takes seven to be found. */
const mostRefusals = 16;

/** Some texts on their way to becoming vectors. What a provider refuses as a whole is put to it in halves. */
class Embedding {
  readonly #asking: Asking;
  readonly #model: string;
  readonly made: NewVector[] = [];
  usage: Usage = noUsage;
  /** Texts without a vector, and why; null where none was refused. */
  refused: { texts: number; reason: string } | null = null;
  #refusals = 0;
  #givenUp = false;

  constructor(asking: Asking, model: string) {
    this.#asking = asking;
    this.#model = model;
  }

  /** @throws what the engine throws where the question itself is not to blame */
  async make(texts: VectorText[]): Promise<void> {
    let open = texts;
    for (let attempt = 0; attempt < tries && open.length > 0 && !this.#givenUp; attempt++) {
      const refusal = await this.#ask(open, attempt);
      if (refusal !== null) return this.#inHalves(open, refusal);
      const there = new Set(this.made.map(({ key }) => key));
      open = open.filter(({ key }) => !there.has(key));
    }
  }

  /** @returns why the question was refused; null where it was answered */
  async #ask(texts: VectorText[], attempt: number): Promise<string | null> {
    try {
      const { reply, usage, standIn } = await this.#asking.ask(
        { task: "embed", texts: texts.map(({ text }) => text) },
        { idempotencyKey: this.#asking.key(await callOf(texts, attempt)) },
      );
      this.usage = addUsage(this.usage, usage);
      // Nobody can serve, and whoever stands in has none: no use asking again.
      this.#givenUp ||= standIn === true;
      const { success, data: said } = replySchema.safeParse(reply);
      for (const [index, vector] of (success ? said.vectors : []).entries()) {
        const one = texts[index];
        if (one === undefined || vector === null) continue;
        this.made.push({ key: one.key, contentId: one.contentId, vector, model: this.#model });
      }
      return null;
    } catch (failure) {
      this.usage = addUsage(this.usage, spentOf(failure));
      if (isUnreadable(failure)) return null;
      if (ownFault(failure) === null || !(failure instanceof Error)) throw failure;
      return failure.message;
    }
  }

  async #inHalves(texts: VectorText[], reason: string): Promise<void> {
    this.#refusals += 1;
    if (texts.length === 1 || this.#refusals > mostRefusals) {
      this.refused = { texts: (this.refused?.texts ?? 0) + texts.length, reason };
      return;
    }
    const middle = Math.ceil(texts.length / 2);
    await this.make(texts.slice(0, middle));
    await this.make(texts.slice(middle));
  }
}

/** Other texts are another call, whatever came between; the same ones after a crash are the same. */
async function callOf(texts: VectorText[], attempt: number): Promise<number> {
  const hash = await sha256(JSON.stringify([attempt, texts.map(({ key }) => key)]));
  return Number.parseInt(hash.slice(0, 6), 16);
}

const keepTries = 3;

/** Vectors live in the database alone: a hiccup there is waited for, since they would be paid for once more. */
async function keep(store: VectorStore, made: NewVector[], usage: Usage): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await store.keep(made);
      return;
    } catch (failure) {
      if (attempt === keepTries) throw withSpent(failure, usage);
      await new Promise((resolve) => setTimeout(resolve, 200 * 2 ** attempt));
    }
  }
}

const replySchema = z.object({ vectors: z.array(z.string().nullable()) });
