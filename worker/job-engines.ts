import { estimateTokenCount } from "tokenx";
import type { JobSpec } from "./analysis/job.ts";
import type { Engines } from "./analysis/run-task.ts";
import { newId } from "./contract/id.ts";
import type { NewCall } from "./db/model-calls.ts";
import type { Ask, Question } from "./engines/ask.ts";
import { builtIn } from "./engines/built-in.ts";
import { NoneCanServe } from "./engines/failure.ts";
import { askChain } from "./engines/pool/ask-chain.ts";
import { lookAt } from "./engines/pool/chain-model.ts";
import type { Failover } from "./engines/pool/chain-world.ts";
import { systemClock } from "./engines/pool/clock.ts";
import { type Attempt, nothingSpent } from "./engines/pool/spending.ts";
import { type Books, WithLeave } from "./engines/pool/with-leave.ts";
import { type Prompt, promptFor } from "./engines/prompts/prompt.ts";
import { parseReply } from "./engines/reply/parse-reply.ts";
import { spentOf } from "./engines/spent.ts";
import { type Chain, chainOf } from "./models/chain-of.ts";
import { answersOfCall, mostOfCall, spareAnswers } from "./models/most-of-call.ts";
import { scriptOf } from "./models/tokens.ts";

/** Those who answer a slice of a job, and the log of what they were asked. */
export interface JobEngines extends Engines {
  /** The built-in engine in the place of a model, its answers marked as such. */
  standIn: Ask;
  /** A new task begins: its calls need the leave of these books. */
  begin(books: Books): void;
  /** Attempts since it was last asked for. */
  takeCalls(): NewCall[];
  /** Sends on what the gates have not heard yet; for the end of a request. */
  flush(): Promise<void>;
}

/**
 * The engines of a job as they stand now: its model and fallbacks behind one Ask, the built-in engine for what they
 * can't answer. A slice asks one question at a time.
 */
export async function jobEngines(
  env: Env,
  spec: JobSpec,
  onFailover: (failover: Failover) => void,
): Promise<JobEngines> {
  const names = [spec.model, ...spec.options.fallbackModels];
  const { embeddingModel = null } = spec.options;
  const alone = names.every((name) => name === builtIn.id);
  const askFallback = alone ? builtIn.ask : askUncounted;
  const standIn: Ask = async (question, context) => ({ ...(await askFallback(question, context)), standIn: true });
  if (alone && embeddingModel === null) {
    return { ask: builtIn.ask, askFallback, standIn, begin: () => {}, takeCalls: () => [], flush: async () => {} };
  }
  const now = Date.now();
  const [readers, embedders] = await Promise.all([
    chainOf(env, spec.organizationId, names, now),
    chainOf(env, spec.organizationId, embeddingModel === null ? [] : [embeddingModel], now, "embed"),
  ]);
  // Vectors of two models can't be compared: nobody takes the place of the one that was chosen.
  const chainFor = ({ task }: Question): Chain => (task === "embed" ? embedders : readers);
  const members = [...readers.members, ...embedders.members];
  const log = new CallLog(spec.analysisId);
  // A job of an earlier version does not say how to choose.
  const { strategy = "priority", hedge = false } = spec.options;
  const money = new WithLeave(
    (question) => mostOfQuestion(chainFor(question), question),
    answersOfCall(readers.members.length),
    spareAnswers(hedge),
  );
  const observe = (attempt: Attempt): void => {
    log.note(attempt);
    money.observe(attempt);
  };
  const read = alone ? builtIn.ask : askMembers(readers, { strategy, hedge }, observe, onFailover);
  const embed = askMembers(embedders, { strategy: "priority", hedge: false }, observe, onFailover);
  const through: Ask = (question, context) => (question.task === "embed" ? embed : read)(question, context);
  const ask: Ask = async (question, context) => {
    log.begin(context.idempotencyKey);
    try {
      return await through(question, context);
    } catch (failure) {
      const last = lastResort(spec, names, question, standIn);
      if (last === null || !(failure instanceof NoneCanServe)) throw failure;
      // What was spent until nobody could serve any more stays spent.
      return { ...(await last(question, context)), usage: spentOf(failure) };
    }
  };
  return {
    // Where there is no money nobody stands in: that is not what a provider being down means.
    ask: money.over(ask),
    askFallback,
    standIn,
    begin: (books) => money.begin(books),
    takeCalls: () => log.take(),
    flush: async () => {
      await Promise.all([...new Set(members.map(({ gate }) => gate))].map((gate) => gate.flush()));
    },
  };
}

/** The built-in engine behind models: its words are no calls of theirs, so they do not count among what was used. */
const askUncounted: Ask = async (question, context) => ({
  ...(await builtIn.ask(question, context)),
  usage: nothingSpent,
});

/** Who answers when no model can serve: the built-in engine, where it was named or allowed; else nobody, and the job waits. */
function lastResort(spec: JobSpec, names: string[], { task }: Question, standIn: Ask): Ask | null {
  // Named as a fallback it answers like any other model; for vectors none is named.
  if (task !== "embed" && names.includes(builtIn.id)) return askUncounted;
  return spec.options.onProviderDown === "fallback" ? standIn : null;
}

/** The members of a chain behind one Ask. */
export function askMembers(
  chain: Pick<Chain, "members" | "absent">,
  { strategy, hedge }: Pick<JobSpec["options"], "strategy" | "hedge">,
  observe: (attempt: Attempt) => void,
  onFailover: (failover: Failover) => void,
): Ask {
  if (chain.members.length === 0) {
    return async () => Promise.reject(new NoneCanServe(chain.absent.join(" ") || "No model is set up.", null, true));
  }
  return askChain(
    chain.members,
    { strategy, hedge },
    { clock: systemClock, promptFor: promptOf, parseReply, countPrompt: countOf, observe, onFailover },
  );
}

/** A pure function of an object, worked out once for each: the price of a call and the call itself ask for the same. */
function once<From extends object, To extends object>(work: (from: From) => To): (from: From) => To {
  const known = new WeakMap<From, To>();
  return (from) => {
    const had = known.get(from);
    if (had) return had;
    const made = work(from);
    known.set(from, made);
    return made;
  };
}

const promptOf = once(promptFor);
const countOf = once(countPrompt);

/** What one answer to a question may cost at most, whoever of the chain gives it; null where a price is unknown. */
function mostOfQuestion({ members, dearest }: Chain, question: Question): number | null {
  const prompt = promptOf(question);
  const learned = members.flatMap((member) => Object.values(lookAt(member).tokenFactor).map(({ high }) => high));
  const models = dearest.map((model) => ({ ...model, tokenFactor: Math.max(model.tokenFactor, ...learned) }));
  const { tokens: counted } = countOf(prompt);
  const pictures = prompt.parts.filter((part) => part.type === "image").length;
  return mostOfCall(models, { counted, pictures, outputTokens: prompt.outputTokens }, Date.now());
}

/** Counts a prompt as contents are counted at import, so that a model's own count can be learned from it. */
function countPrompt({ system, parts, reply }: Prompt): ReturnType<Parameters<typeof askChain>[2]["countPrompt"]> {
  const texts = parts.flatMap((part) => (part.type === "text" ? [part.text] : []));
  const tokens = [system, JSON.stringify(reply.schema), ...texts].reduce(
    (sum, text) => sum + estimateTokenCount(text),
    0,
  );
  return { tokens, script: scriptOf(texts.join("\n")) };
}

/** The attempts of one slice, as they are written down. */
class CallLog {
  readonly #analysisId: string;
  #calls: NewCall[] = [];
  #taskId: number | null = null;
  #call = 0;

  constructor(analysisId: string) {
    this.#analysisId = analysisId;
  }

  /** @param idempotencyKey `<job>/<task>/<n>` */
  begin(idempotencyKey: string): void {
    const [, task, call] = idempotencyKey.split("/");
    this.#taskId = Number(task);
    this.#call = Number(call);
  }

  note(attempt: Attempt): void {
    this.#calls.push(callOf(attempt, { analysisId: this.#analysisId, taskId: this.#taskId, call: this.#call }));
  }

  take(): NewCall[] {
    const calls = this.#calls;
    this.#calls = [];
    return calls;
  }
}

/** An attempt as the call log keeps it. */
export function callOf(attempt: Attempt, place: Pick<NewCall, "analysisId" | "taskId" | "call">): NewCall {
  const { usage, ...rest } = attempt;
  const { cachedInputTokens: cachedTokens, ...tokens } = usage;
  return { ...place, ...rest, ...tokens, cachedTokens, id: newId("call", attempt.at) };
}
