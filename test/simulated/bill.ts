import { noTokens, type Tokens } from "./tokens.ts";

export interface Billed {
  requests: number;
  inputTokens: number;
  cachedInputTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
}

/** What one model was asked and what it costs; `inputTokens` holds the cached ones. */
export interface ModelBill {
  /** Answers that went out to their end, a broken reply included. The client was told the same numbers. */
  billed: Billed;
  /** Answers that never came to their end: billed too, but the client could not be told of all of it. */
  lost: Billed;
  /** Calls that were refused, or never begun to be answered: not billed. */
  unbilled: number;
  /** Calls whose `Idempotency-Key` had come before to this model, and billed calls whose key had been billed before. */
  repeats: number;
  paidTwice: number;
}

export interface Bill {
  models: Record<string, ModelBill>;
  total: ModelBill;
}

/** One call as it came in. `status` 0: the connection ended or hung before one was sent. */
export interface CallRecord {
  /** Milliseconds since the epoch. */
  at: number;
  /** The same for the end of the answer, or of the connection; null while it is on its way. */
  endedAt: number | null;
  /** Milliseconds that it was to take. */
  latencyMs: number;
  model: string;
  wire: string;
  task: string | null;
  /** Items that it asked about. */
  items: number;
  /** Everything sent, as billed; 0 where it is not. */
  inputTokens: number;
  key: string | null;
  /** How often this key had come before for this model. */
  repeat: number;
  status: number;
  fault: string | null;
  /** `remembered`: answered from memory, not billed. */
  billed: "whole" | "lost" | "remembered" | "no";
}

export interface Books {
  /** Writes a call down. What it holds of the call may still be changed: an answer under way is `lost` until its end. */
  write(call: CallRecord, tokens: Tokens): void;
  bill(): Bill;
  billOf(model: string): ModelBill;
  calls(): CallRecord[];
  /** Forgets everything, or everything of one model. */
  clear(model?: string): void;
}

/** Who asked what, and what it costs. */
export function openBooks(): Books {
  let entries: { call: CallRecord; tokens: Tokens }[] = [];
  return {
    write(call, tokens) {
      entries.push({ call, tokens });
    },
    bill() {
      const byModel = Map.groupBy(entries, ({ call }) => call.model);
      const models = [...byModel].map(([model, of]): [string, ModelBill] => [model, billOf(of)]);
      return { models: Object.fromEntries(models), total: billOf(entries) };
    },
    billOf: (model) => billOf(entries.filter(({ call }) => call.model === model)),
    calls: () => entries.map(({ call }) => ({ ...call })),
    clear(model) {
      entries = model === undefined ? [] : entries.filter(({ call }) => call.model !== model);
    },
  };
}

function billOf(entries: { call: CallRecord; tokens: Tokens }[]): ModelBill {
  const paid = new Set<string>();
  let paidTwice = 0;
  for (const { call } of entries) {
    if (call.key === null || (call.billed !== "whole" && call.billed !== "lost")) continue;
    const key = JSON.stringify([call.model, call.key]);
    if (paid.has(key)) paidTwice += 1;
    paid.add(key);
  }
  return {
    billed: sum(entries.filter(({ call }) => call.billed === "whole")),
    lost: sum(entries.filter(({ call }) => call.billed === "lost")),
    unbilled: entries.filter(({ call }) => call.billed === "no").length,
    repeats: entries.filter(({ call }) => call.repeat > 0).length,
    paidTwice,
  };
}

function sum(entries: { tokens: Tokens }[]): Billed {
  const total = { ...noTokens };
  for (const { tokens } of entries) {
    total.input += tokens.input;
    total.cached += tokens.cached;
    total.cacheWrite += tokens.cacheWrite;
    total.output += tokens.output;
  }
  return {
    requests: entries.length,
    inputTokens: total.input,
    cachedInputTokens: total.cached,
    cacheWriteTokens: total.cacheWrite,
    outputTokens: total.output,
  };
}
