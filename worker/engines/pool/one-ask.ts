import type { Answer, AskContext, Question, Usage } from "../ask.ts";
import { type CallFailure, Postponed, policyOf } from "../failure.ts";
import type { ModelView } from "../gate/gate-link.ts";
import { type ModelCall, noTokens } from "../model-call.ts";
import type { Prompt } from "../prompts/task-prompt.ts";
import { type AfterFailure, afterFailure } from "./after-failure.ts";
import { type Ended, type Running, startAttempt } from "./attempt.ts";
import { type ChainModel, deadlinesFor, lookAt } from "./chain-model.ts";
import type { ChainOptions, ChainWorld } from "./chain-world.ts";
import { choose, defaultPatience } from "./choose.ts";
import { type Unfit, unfitFor } from "./fit.ts";
import { hedgeDelay, hedged } from "./hedge.ts";
import { orderOf } from "./order.ts";
import { type Attempt, costOf, nothingSpent, reached, withAttempt } from "./spending.ts";
import { Waiting } from "./waiting.ts";
import { whyNone } from "./why-none.ts";

/** After its deadline a call is over in any case; a little later what it held is free. */
const grace = 5_000;
/** While nobody can serve the gate is asked this often whether somebody can again. */
const longestNap = 1_000;

/** A member of the chain within this question. */
interface Member extends AfterFailure {
  model: ChainModel;
  last: CallFailure | null;
  /** Its failure was reported, and the gate's answer not awaited yet. */
  unheard: boolean;
}

/** One question on its way through the chain. */
export class OneAsk {
  readonly #options: ChainOptions;
  readonly #world: ChainWorld;
  readonly #question: Question;
  readonly #context: AskContext;
  readonly #prompt: Prompt;
  readonly #counted: ReturnType<ChainWorld["countPrompt"]>;
  readonly #images: boolean;
  readonly #chain: readonly ChainModel[];
  #members: Member[] = [];
  #attempts = 0;
  #spent: Usage = nothingSpent;
  #answer: Answer | null = null;
  #stuckSince: number | null = null;
  readonly #waiting: Waiting;

  constructor(
    chain: readonly ChainModel[],
    options: ChainOptions,
    world: ChainWorld,
    question: Question,
    context: AskContext,
  ) {
    this.#chain = chain;
    this.#waiting = new Waiting(context, world.clock);
    this.#options = options;
    this.#world = world;
    this.#question = question;
    this.#context = context;
    this.#prompt = world.promptFor(question);
    this.#counted = world.countPrompt(this.#prompt);
    this.#images = this.#prompt.parts.some((part) => part.type === "image");
  }

  /** @param turn counts the questions of this chain. @throws NoneCanServe, CallFailure, Postponed, the signal's reason */
  async answer(turn: number): Promise<Answer> {
    try {
      return await this.#throughTheChain(turn);
    } catch (failure) {
      if (this.#context.signal?.aborted || !(failure instanceof Postponed)) throw failure;
      throw new Postponed(failure.message, failure.until, this.#spent);
    }
  }

  async #throughTheChain(turn: number): Promise<Answer> {
    const { clock } = this.#world;
    const { signal } = this.#context;
    await this.#freshViews();
    const unfit = this.#line(turn);
    const patience = this.#options.patience ?? defaultPatience;
    // With nobody behind it a model gets one more chance.
    const mostFailures = this.#members.length > 1 ? 1 : 2;
    for (;;) {
      signal?.throwIfAborted();
      const now = clock.now();
      this.#waiting.checkHold(now);
      const trials = this.#members.map((member) => ({ ...member, view: lookAt(member.model) }));
      const choice = choose(trials, mostFailures, this.#stuckSince, patience, now);
      if (choice.act === "end") {
        const refusals = trials.map(({ model: { model }, view, last }) => ({ model, view, last }));
        throw whyNone(refusals, unfit, this.#spent);
      }
      if (choice.act === "wait") {
        if (choice.circuits) this.#waitForCircuits(now);
        const open = trials.filter(({ done }) => !done);
        const limited = open.length > 0 && open.every(({ view }) => view.because === "rate_limited");
        this.#waiting.begin(limited, choice.until, now);
        await this.#waiting.sleep(Math.min(longestNap, choice.until - now));
        if (choice.circuits) await this.#freshViews();
        continue;
      }
      const member = this.#members[choice.place];
      if (!member) continue;
      // From the choice to the sending nothing is awaited that need not be: others choose by what is on its way.
      const leave = this.#askLeave(member, choice.probe);
      if (leave && !(await leave)) continue;
      const answer = await this.#go(member, choice.probe);
      if (answer) return answer;
    }
  }

  /** Puts those who can do the job in their order. @returns those who can't */
  #line(turn: number): { model: string; why: Unfit }[] {
    const now = this.#world.clock.now();
    const need = { tokens: this.#counted.tokens, images: this.#images };
    const judged = this.#chain.map((model) => ({ model, why: unfitFor(model, need, now) }));
    const fit = judged.filter(({ why }) => why === null).map(({ model }) => model);
    const outputTokens = this.#prompt.outputTokens;
    const expected = { ...noTokens, inputTokens: this.#counted.tokens, outputTokens };
    const standings = fit.map((model) => {
      const view = lookAt(model);
      const busy = Math.max(view.inFlight, model.gate.inFlight(model.modelId));
      return { view, busy, costUsd: model.priceOf(expected, now) };
    });
    for (const place of orderOf(this.#options.strategy, standings, turn, outputTokens)) {
      const model = fit[place];
      if (!model) continue;
      const fresh = { failures: 0, done: false, notBefore: 0, insists: false, last: null, unheard: false };
      this.#members.push({ model, ...fresh });
    }
    return judged.flatMap(({ model: { model }, why }) => (why === null ? [] : [{ model, why }]));
  }

  /** Asks the gates whose view is old, all at once; nothing is awaited where none is. */
  async #freshViews(): Promise<void> {
    const answers = this.#chain.map(({ gate, modelId, keyId }) => gate.refresh(modelId, keyId));
    const asked = answers.filter((answer) => answer !== null);
    if (asked.length > 0) await Promise.all(asked);
  }

  /** Who comes back after it was waited for begins anew. */
  #waitForCircuits(now: number): void {
    this.#stuckSince ??= now;
    for (const member of this.#members) if (lookAt(member.model).circuit !== "closed") member.failures = 0;
  }

  /**
   * The last questions before a call: has the gate heard of the failure before, and who probes?
   * @returns null where there is nothing to ask; false where it must be chosen anew
   */
  #askLeave(member: Member, probe: boolean): Promise<boolean> | null {
    const { gate, modelId, keyId } = member.model;
    const heard = member.unheard ? gate.refresh(modelId, keyId) : null;
    member.unheard = false;
    if (heard) return heard.then(() => false);
    return probe ? gate.probe(modelId, keyId) : null;
  }

  /** Asks one member, and another beside it where hedging is wanted. @returns null where none of them answered */
  async #go(member: Member, probe: boolean): Promise<Answer | null> {
    const view = lookAt(member.model);
    const leave = this.#tryEnter(member, view) ?? (await this.#waitForRoom(member, view, probe));
    if (leave === null) return null;
    const first = this.#start(member, view, probe, leave);
    const running = this.#options.hedge
      ? await hedged(first, () => this.#startBeside(member), hedgeDelay(view), this.#world.clock)
      : [first];
    await Promise.all(running.map(({ ended }) => ended));
    return this.#answer && { ...this.#answer, usage: this.#spent };
  }

  #tryEnter({ model }: Member, view: ModelView): (() => void) | null {
    return model.gate.tryEnter(this.#counted.tokens, deadlinesFor(model, view).totalMs + grace);
  }

  /** @returns null where the circuit has opened meanwhile */
  async #waitForRoom({ model }: Member, view: ModelView, probe: boolean): Promise<(() => void) | null> {
    const longest = deadlinesFor(model, view).totalMs + grace;
    const leave = await this.#waiting.room(model, this.#counted.tokens, longest);
    if (probe || lookAt(model).circuit === "closed") return leave;
    leave();
    return null;
  }

  /** The next who can begin at once, for hedging. */
  #startBeside(first: Member): Running | null {
    const now = this.#world.clock.now();
    for (const member of this.#members) {
      const view = lookAt(member.model);
      if (member === first || member.done || member.notBefore > now || view.circuit !== "closed") continue;
      const leave = this.#tryEnter(member, view);
      if (leave) return this.#start(member, view, false, leave);
    }
    return null;
  }

  #start(member: Member, view: ModelView, probe: boolean, leave: () => void): Running {
    const { model } = member;
    const { signal } = this.#context;
    const deadlines = deadlinesFor(model, view);
    const landed = model.gate.begin(model.modelId, deadlines.totalMs + grace);
    const attempt = ++this.#attempts;
    const running = startAttempt(model, this.#callTo(model), deadlines, this.#world.clock);
    if (signal?.aborted) running.stop();
    signal?.addEventListener("abort", running.stop, { once: true });
    const ended = running.ended.then((end) => {
      signal?.removeEventListener("abort", running.stop);
      landed();
      leave();
      this.#settle(member, end, attempt, probe);
      return end;
    });
    return { ...running, ended };
  }

  #callTo(model: ChainModel): ModelCall {
    const { system, parts, reply, outputTokens } = this.#prompt;
    return {
      model: model.modelId,
      system,
      parts,
      reply,
      maxOutputTokens: Math.min(model.limits.outputTokens, outputTokens + (model.thinkingTokens ?? 0)),
      idempotencyKey: this.#context.idempotencyKey,
    };
  }

  /** Tells gate and log how an attempt ended, and keeps what it brought. */
  #settle(member: Member, end: Ended, attempt: number, probe: boolean): void {
    const { model } = member;
    const { clock, observe, parseReply } = this.#world;
    const parsed = end.reply && parseReply(end.reply.text);
    const outcome = end.failure?.kind ?? (end.reply ? (parsed ? "ok" : "bad_output") : "aborted");
    const usage = end.reply?.usage ?? end.failure?.usage ?? null;
    const told: Attempt = {
      at: end.sentAt,
      providerId: model.providerId,
      model: model.model,
      task: this.#question.task,
      attempt,
      outcome,
      usage: usage ?? noTokens,
      costUsd: costOf(model, end),
      latencyMs: end.endedAt - end.sentAt,
      firstTokenMs: end.firstTokenMs,
    };
    this.#spent = withAttempt(this.#spent, told, reached(end.failure), end.reply !== null || usage !== null);
    observe(told);
    if (outcome === "aborted") return;
    model.gate.report({
      model: model.modelId,
      keyId: model.keyId,
      at: end.endedAt,
      outcome,
      retryAfterMs: end.failure?.retryAfter ?? null,
      firstTokenMs: end.firstTokenMs,
      totalMs: told.latencyMs,
      probe,
      inputTokens: told.usage.inputTokens,
      outputTokens: told.usage.outputTokens,
      counted: this.#images || this.#counted.tokens < 1 ? null : this.#counted,
    });
    if (outcome === "ok" || outcome === "bad_output") {
      this.#answer ??= { reply: parsed?.value, model: model.model, usage: this.#spent };
      this.#tellWhoAnswers(member, clock.now());
    } else if (end.failure) {
      const alone = this.#members.length === 1;
      Object.assign(member, afterFailure(member, end.failure, alone, clock.now(), clock.random()));
      member.last = end.failure;
      member.unheard = true;
    }
  }

  /** Says once when another takes over from the first choice, because that one failed or is out of service. */
  #tellWhoAnswers(member: Member, now: number): void {
    const first = this.#members[0];
    if (!first) return;
    const { gate, modelId, model: from } = first.model;
    if (first === member) {
      gate.failedOver(modelId, null);
      return;
    }
    // One call that failed, or was only slower than another by hedging, is no change of who answers.
    const kind = lookAt(first.model).because;
    if (kind === null) return;
    const to = member.model.model;
    if (!gate.failedOver(modelId, to)) return;
    const reason = policyOf(kind).words;
    gate.note({ at: now, kind: "failover", model: modelId, to, reason });
    this.#world.onFailover({ from, to, reason, at: now });
  }
}
