import type { Question } from "../ask.ts";
import type { Script } from "../gate/gate-link.ts";
import type { Prompt } from "../prompts/task-prompt.ts";
import type { ParsedReply } from "../reply/parse-reply.ts";
import type { Patience } from "./choose.ts";
import type { Clock } from "./clock.ts";
import type { Strategy } from "./order.ts";
import type { Attempt } from "./spending.ts";

export interface ChainOptions {
  strategy: Strategy;
  /** Asks a second model where the first is slow to begin: a faster answer for up to twice the money. */
  hedge?: boolean | undefined;
  patience?: Patience | undefined;
}

/** Another model answers instead of the first choice. */
export interface Failover {
  /** `slug/model`, both. */
  from: string;
  to: string;
  reason: string;
  at: number;
}

/** What the loop needs of the world. */
export interface ChainWorld {
  clock: Clock;
  promptFor(question: Question): Prompt;
  parseReply(text: string): ParsedReply | null;
  /** The text of a prompt, counted as contents are at import, and its writing. */
  countPrompt(prompt: Prompt): { tokens: number; script: Script };
  /** Told of every attempt, when it has ended. */
  observe(attempt: Attempt): void;
  /** Told once when somebody else takes over, not for every call. */
  onFailover(failover: Failover): void;
}
