import type { Ask, ModelLimits } from "./ask.ts";
import { askLocal, localLimits, localModel } from "./local/local.ts";

/** The engine that is always there: needs no key, no network and no money. */
export interface BuiltInEngine {
  /** `local/lexical`, as if `local` were a provider. */
  id: string;
  name: string;
  description: string;
  ask: Ask;
  contextTokens: number;
  outputTokens: number;
  limits: ModelLimits;
  prices: { input: number; output: number };
}

export const builtIn: BuiltInEngine = {
  id: localModel,
  name: "Built-in lexical engine",
  description: "Word statistics, no language model: free, offline, the same answers every time.",
  ask: askLocal,
  contextTokens: localLimits.contextTokens,
  outputTokens: localLimits.outputTokens,
  limits: localLimits,
  prices: { input: 0, output: 0 },
};
