import { useEffect, useRef, useState } from "preact/hooks";
import type { AnalysisInput, Estimate } from "../worker/contract/analysis.ts";
import { api } from "./api.ts";
import { asApiError, mayPass } from "./problem.ts";

/** What a model would take for a job, or why it can't read for it. */
type Quote = Estimate | { refusal: string };
type Said = Map<string, Quote>;

export interface Quotes {
  /** For this job; absent while it is not known. */
  now: Said;
  /** For the job as it was before the last change: shown until the new ones are there, so that nothing jumps. */
  before: Said;
}

/** The newest there is of one model. @returns `old`: said of the job as it was before */
export function quoteOf({ now, before }: Quotes, model: string): { quote: Quote | undefined; old: boolean } {
  const quote = now.get(model);
  return quote === undefined ? { quote: before.get(model), old: before.has(model) } : { quote, old: false };
}

/** As many as one question takes. */
const atOnce = 20;
const pause = 300;

/**
 * What each of many models would take for the same job. Asked for after a pause in changing; what is known of the same
 * job is not asked again.
 * @param job what identifies the job, its model left out; null asks nothing
 */
export function useQuotes(job: string | null, body: AnalysisInput, models: string[]): Quotes {
  const kept = useRef<{ job: string | null; quotes: Quotes }>({
    job: null,
    quotes: { now: new Map(), before: new Map() },
  });
  const [, redraw] = useState(0);
  if (kept.current.job !== job) {
    const { now, before } = kept.current.quotes;
    kept.current = { job, quotes: { now: new Map(), before: new Map([...before, ...now]) } };
  }
  const { quotes } = kept.current;
  const missing = models.filter((model) => !quotes.now.has(model));
  const wanted = missing.join(" ");
  const latest = useRef({ body, missing });
  latest.current = { body, missing };

  useEffect(() => {
    if (job === null || wanted === "") return;
    const controller = new AbortController();
    const mine = kept.current;
    const look = async (): Promise<void> => {
      const asked = latest.current;
      for (let from = 0; from < asked.missing.length; from += atOnce) {
        await quote(asked.body, asked.missing.slice(from, from + atOnce), mine.quotes.now, controller.signal);
        if (controller.signal.aborted) return;
        redraw((n) => n + 1);
      }
    };
    const timer = setTimeout(() => void look(), pause);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [job, wanted]);
  return quotes;
}

/** One question for all of them; where one of them is refused the halves are asked, until the refused one is alone. */
async function quote(body: AnalysisInput, models: string[], into: Said, signal: AbortSignal): Promise<void> {
  try {
    const { estimates } = await api.estimate({ ...body, models }, signal);
    for (const [place, estimate] of estimates.entries()) into.set(models[place] ?? estimate.model, estimate);
  } catch (error) {
    if (signal.aborted) return;
    const problem = asApiError(error);
    if (mayPass(problem) && problem.status !== 409) return;
    const [only] = models;
    if (models.length === 1 && only !== undefined) {
      into.set(only, { refusal: problem.message });
      return;
    }
    const half = Math.ceil(models.length / 2);
    await quote(body, models.slice(0, half), into, signal);
    await quote(body, models.slice(half), into, signal);
  }
}
