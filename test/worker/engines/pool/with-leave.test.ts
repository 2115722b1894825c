import { describe, expect, it } from "vitest";
import type { Ask, Question } from "../../../../worker/engines/ask.ts";
import { CallFailure, Postponed } from "../../../../worker/engines/failure.ts";
import { noTokens } from "../../../../worker/engines/model-call.ts";
import { type Attempt, nothingSpent } from "../../../../worker/engines/pool/spending.ts";
import { type Books, WithLeave } from "../../../../worker/engines/pool/with-leave.ts";

const probe: Question = { task: "probe" };
const context = { idempotencyKey: "an_1/1/0" };

function attempt(outcome: Attempt["outcome"], costUsd: number | null): Attempt {
  const usage = { ...noTokens, inputTokens: 10 };
  const place = { at: 0, providerId: "prv_1", model: "sim/m", task: "probe", attempt: 1 };
  return { ...place, outcome, usage, costUsd, latencyMs: 1, firstTokenMs: null };
}

/** Books that write down what is asked of them. */
function openBooks(limited = true) {
  const asked: [number, number | null][] = [];
  const lost: number[] = [];
  const books: Books = {
    async leave(spent, most) {
      asked.push([spent, most]);
      return limited;
    },
    async lost(usd) {
      lost.push(usd);
    },
  };
  return { books, asked, lost };
}

const answering = (costUsd: number): Ask => {
  return async () => ({ reply: {}, model: "sim/m", usage: { ...nothingSpent, calls: 1, costUsd } });
};

/** An engine that makes these attempts one after the other until it is told to give up. */
function trying(money: WithLeave, attempts: Attempt[]): Ask {
  return async (_question, { signal }) => {
    for (const one of attempts) {
      signal?.throwIfAborted();
      money.observe(one);
    }
    signal?.throwIfAborted();
    throw new CallFailure("server", "nobody answered");
  };
}

describe("leave to call", () => {
  it("is asked before each question for all answers that it may be billed for, with what the task has spent", async () => {
    const { books, asked } = openBooks();
    const money = new WithLeave(() => 0.5, 3, 1);
    money.begin(books);
    const ask = money.over(answering(0.25));
    await ask(probe, context);
    await ask(probe, context);
    money.begin(books);
    await ask(probe, context);
    expect(asked).toEqual([
      [0, 2],
      [0.25, 2],
      [0, 2],
    ]);
  });

  it("that is refused lets nothing be asked, and nobody stand in", async () => {
    const money = new WithLeave(() => 0.5, 2, 0);
    money.begin({
      leave: () => Promise.reject(new Postponed("the budget is used up", 0)),
      lost: async () => {},
    });
    let calls = 0;
    const ask = money.over(async () => {
      calls += 1;
      return answering(0)(probe, context);
    });
    await expect(ask(probe, context)).rejects.toThrow("the budget is used up");
    expect(calls).toBe(0);
  });

  it("is used up by as many costly failures as it was for, and what they may have cost stays lost", async () => {
    const { books, lost } = openBooks();
    const money = new WithLeave(() => 0.5, 2, 0);
    money.begin(books);
    const failures = [
      attempt("server", 0),
      attempt("cut_short", null),
      attempt("timeout", 0.125),
      attempt("server", 0),
    ];
    const failure: unknown = await money
      .over(trying(money, failures))(probe, context)
      .catch((error) => error);
    expect(failure).toMatchObject({ kind: "timeout", spent: { calls: 3, costUsd: 0.125 } });
    expect(lost).toEqual([0.5 + 0.375]);
  });

  it("is not used up by refusals, nor where no limit has to be kept", async () => {
    const { books, lost } = openBooks(false);
    const money = new WithLeave(() => 0.5, 2, 0);
    money.begin(books);
    const refused = [attempt("server", 0), attempt("rate_limited", 0), attempt("overloaded", 0)];
    await expect(money.over(trying(money, refused))(probe, context)).rejects.toThrow("nobody answered");
    expect(lost).toEqual([]);
    const broken = Array.from({ length: 5 }, () => attempt("cut_short", null));
    await expect(money.over(trying(money, broken))(probe, context)).rejects.toThrow("nobody answered");
    expect(lost).toEqual([2.5]);
  });

  it("counts an answer whose price nobody told at its most", async () => {
    const { books, lost } = openBooks();
    const money = new WithLeave(() => 0.5, 2, 0);
    money.begin(books);
    const untold: Ask = async (question, asked) => {
      money.observe(attempt("ok", null));
      return answering(0)(question, asked);
    };
    await money.over(untold)(probe, context);
    expect(lost).toEqual([0.5]);
  });

  it("asks for an unknown amount where a price is unknown", async () => {
    const { books, asked } = openBooks();
    const money = new WithLeave(() => null, 2, 0);
    money.begin(books);
    await money.over(answering(0))(probe, context);
    expect(asked).toEqual([[0, null]]);
  });
});
