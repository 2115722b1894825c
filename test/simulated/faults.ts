import { seededRandom } from "../../worker/clustering/random.ts";
import { isJson, type Json } from "./json-schema.ts";
import { hashOf } from "./wording.ts";

/** What can go wrong on the wire. The first three answer nothing and bill nothing; the others bill what was written. */
export const wireFaults = ["hang", "hangAfterHeaders", "resetAtOnce", "hangAfterToken", "reset", "cut"] as const;
/** What can be wrong with a reply that comes in good order. */
export const replyFaults = [
  "brokenJson",
  "dropItem",
  "doubled",
  "renamed",
  "fenced",
  "prose",
  "length",
  "refused",
] as const;

export type WireFault = (typeof wireFaults)[number];
export type ReplyFault = (typeof replyFaults)[number];
/** One of the above, or an HTTP status from 400 to 599 as text. */
export type Fault = WireFault | ReplyFault | `${number}`;

export const isWireFault = (fault: unknown): fault is WireFault => wireFaults.some((one) => one === fault);
export const isReplyFault = (fault: unknown): fault is ReplyFault => replyFaults.some((one) => one === fault);
export const isStatus = (fault: unknown): fault is `${number}` => typeof fault === "string" && /^[45]\d\d$/.test(fault);
const isFault = (fault: unknown): fault is Fault => isWireFault(fault) || isReplyFault(fault) || isStatus(fault);

/** How a model behaves. What was said for the model counts before what was said for all. */
export interface Behaviour {
  /** Share of calls from 0 to 1 for each fault; together at most 1. */
  rates: Partial<Record<Fault, number>>;
  /** Every call. `refuse` closes the listener and can't be said of one model. */
  mode: Fault | "refuse" | null;
  /** The next calls, one after another; null for a good one. Comes before mode and rates. */
  script: (Fault | null)[];
  /** Seconds, with every failed status. */
  retryAfter: number | null;
  /**
   * From the end of the request to the headers, and from there to the first piece of the answer. What the simulator
   * itself takes to make the answer is part of it, where it is shorter.
   */
  latencyMs: number;
  /** Above 0: the first of them is drawn for each call, log-normal, `latencyMs` its mean and this the sigma. */
  latencySigma: number;
  firstTokenMs: number;
}

/** The changes in a request; throws with what is wrong. What is not named stays as it is. */
export function readBehaviour(said: Json): Partial<Behaviour> {
  const changes: Partial<Behaviour> = {};
  const { rates, mode, script, retryAfter, latencyMs, latencySigma, firstTokenMs } = said;
  if (rates !== undefined) changes.rates = readRates(rates);
  if (mode !== undefined) {
    if (mode !== null && mode !== "refuse" && !isFault(mode)) throw new Error(`no such mode: ${mode}`);
    changes.mode = mode;
  }
  if (script !== undefined) {
    if (!Array.isArray(script) || !script.every((one) => one === null || isFault(one))) throw new Error("bad script");
    changes.script = [...script];
  }
  if (retryAfter !== undefined) changes.retryAfter = retryAfter === null ? null : duration(retryAfter);
  if (latencyMs !== undefined) changes.latencyMs = duration(latencyMs);
  if (latencySigma !== undefined) changes.latencySigma = duration(latencySigma);
  if (firstTokenMs !== undefined) changes.firstTokenMs = duration(firstTokenMs);
  return changes;
}

function readRates(said: unknown): Partial<Record<Fault, number>> {
  const rates: Partial<Record<Fault, number>> = {};
  let total = 0;
  for (const [fault, rate] of Object.entries(isJson(said) ? said : {})) {
    if (!isFault(fault)) throw new Error(`no such fault: ${fault}`);
    if (typeof rate !== "number" || !(rate >= 0)) throw new Error(`no such rate: ${rate}`);
    rates[fault] = rate;
    total += rate;
  }
  if (total > 1 + 1e-9) throw new Error("rates come to more than 1");
  return rates;
}

function duration(said: unknown): number {
  if (typeof said !== "number" || !(said >= 0)) throw new Error(`no such time: ${said}`);
  return said;
}

/** The fault that rates give to a call: the same for the same seed, model, prompt and number of earlier such calls. */
export function drawFault(rates: Behaviour["rates"], seed: number, call: string): Fault | null {
  let draw = seededRandom(hashOf(`${seed}\n${call}`))();
  for (const [fault, rate = 0] of Object.entries(rates)) {
    if (isFault(fault) && draw < rate) return fault;
    draw -= rate;
  }
  return null;
}

/** How long one call takes, in milliseconds: the same for the same seed and number of the call. */
export function drawLatency({ latencyMs, latencySigma }: Behaviour, seed: number, call: number): number {
  if (latencySigma === 0) return latencyMs;
  const random = seededRandom(hashOf(`${seed} latency ${call}`));
  // Box and Muller; 1 - random is never 0. A log-normal's mean is exp(mu + sigma² / 2).
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return latencyMs * Math.exp(latencySigma * normal - latencySigma ** 2 / 2);
}

/** A reply with something wrong in it, as text. `brokenJson` and `length` are done where the pieces are sent. */
export function spoilReply(reply: unknown, fault: Fault | null): string {
  const text = typeof reply === "string" ? reply : JSON.stringify(reply);
  if (fault === "fenced") return `\`\`\`json\n${text}\n\`\`\``;
  if (fault === "prose") return "Certainly! I would be glad to look at these for you.";
  if (fault === "refused") return "I can't help with that.";
  if (!isJson(reply)) return text;
  const [name, list] = Object.entries(reply).find(([, value]) => Array.isArray(value)) ?? [];
  if (name === undefined || !Array.isArray(list)) return text;
  const place = hashOf(text) % Math.max(1, list.length);
  const changed: unknown[] = [...list];
  const one = changed[place];
  if (fault === "dropItem") changed.splice(place, 1);
  if (fault === "doubled" && one !== undefined) changed.push(one);
  if (fault === "renamed" && isJson(one)) changed[place] = { ...one, id: `${one.id}x` };
  return JSON.stringify({ ...reply, [name]: changed });
}
