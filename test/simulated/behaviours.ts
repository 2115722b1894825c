import { createHash } from "node:crypto";
import { type Behaviour, drawFault, drawLatency, type Fault } from "./faults.ts";
import type { WireRequest } from "./wire-request.ts";

const wellBehaved: Behaviour = {
  rates: {},
  mode: null,
  script: [],
  retryAfter: null,
  latencyMs: 0,
  latencySigma: 0,
  firstTokenMs: 0,
};

export interface Behaviours {
  /** Without a model, of all of them. */
  change(model: string | undefined, changes: Partial<Behaviour>): void;
  of(model: string): Behaviour;
  /** What goes wrong with this call: by script, else by mode, else by rate. */
  nextFault(request: WireRequest): Fault | null;
  /** How long the next call of a model takes to its headers, in milliseconds. */
  nextLatency(model: string): number;
  show(): Record<string, Partial<Behaviour>>;
  clear(model?: string): void;
}

/** How each model behaves at the moment; changeable at any time. */
export function openBehaviours(seed: number): Behaviours {
  let all: Partial<Behaviour> = {};
  const ofModels = new Map<string, Partial<Behaviour>>();
  const asked = new Map<string, number>();
  const calls = new Map<string, number>();
  const of = (model: string): Behaviour => ({ ...wellBehaved, ...all, ...ofModels.get(model) });
  return {
    change(model, changes) {
      if (model === undefined) all = { ...all, ...changes };
      else ofModels.set(model, { ...ofModels.get(model), ...changes });
    },
    of,
    nextFault({ model, prompt }) {
      const { mode, rates } = of(model);
      const call = `${model} ${createHash("sha1").update(prompt).digest("base64")}`;
      const before = asked.get(call) ?? 0;
      asked.set(call, before + 1);
      for (const script of [ofModels.get(model)?.script, all.script]) {
        const next = script?.shift();
        if (next !== undefined) return next;
      }
      if (mode !== null && mode !== "refuse") return mode;
      return drawFault(rates, seed, `${call}\n${before}`);
    },
    nextLatency(model) {
      const before = calls.get(model) ?? 0;
      calls.set(model, before + 1);
      return drawLatency(of(model), seed, before);
    },
    show: () => ({ "*": all, ...Object.fromEntries(ofModels) }),
    clear(model) {
      if (model !== undefined) {
        ofModels.delete(model);
        calls.delete(model);
        return;
      }
      all = {};
      ofModels.clear();
      asked.clear();
      calls.clear();
    },
  };
}
