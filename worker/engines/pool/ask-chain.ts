import type { Ask, AskContext, Question } from "../ask.ts";
import type { ChainModel } from "./chain-model.ts";
import type { ChainOptions, ChainWorld } from "./chain-world.ts";
import { OneAsk } from "./one-ask.ts";

/**
 * The one loop that owns retry, fallback and deadline, behind the door that every stage knows.
 *
 * An answer that is no JSON comes back with `reply: undefined`: it is paid for, and the stage asks again with a key of
 * its own. A question whose caller gives up throws the signal's reason.
 * @throws NoneCanServe where every member of the chain is out of service
 * @throws CallFailure where a working model failed at this question, e.g. context_too_long
 */
export function askChain(chain: readonly ChainModel[], options: ChainOptions, world: ChainWorld): Ask {
  let turn = 0;
  return async (question: Question, context: AskContext) => {
    turn += 1;
    return new OneAsk(chain, options, world, question, context).answer(turn - 1);
  };
}
