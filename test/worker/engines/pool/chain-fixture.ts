import type { ProviderLimits } from "../../../../worker/contract/provider.ts";
import type { Ask } from "../../../../worker/engines/ask.ts";
import { askChain } from "../../../../worker/engines/pool/ask-chain.ts";
import type { ChainModel } from "../../../../worker/engines/pool/chain-model.ts";
import type { ChainOptions, Failover } from "../../../../worker/engines/pool/chain-world.ts";
import { GateClient } from "../../../../worker/engines/pool/gate-client.ts";
import type { Attempt } from "../../../../worker/engines/pool/spending.ts";
import type { Prompt } from "../../../../worker/engines/prompts/task-prompt.ts";
import { MemoryGate } from "./memory-gate.ts";
import { SimulatedClock } from "./simulated-clock.ts";
import { type Does, type SimulatedModel, simulatedModel } from "./simulated-model.ts";

export const prompt: Prompt = {
  system: "Task: probe",
  parts: [{ type: "text", text: "?" }],
  reply: { name: "probe", schema: {} },
  outputTokens: 100,
  version: "1",
};

/** A simulated world: a clock, a gate for each provider, and all that a chain told. */
export class ChainWorldFixture {
  readonly clock = new SimulatedClock();
  readonly gates = new Map<string, MemoryGate>();
  readonly clients = new Map<string, GateClient>();
  readonly attempts: Attempt[] = [];
  readonly failovers: Failover[] = [];
  prompt: Prompt = prompt;
  tokens = 100;

  gate(slug: string, limits: ProviderLimits = {}): MemoryGate {
    const gate = this.gates.get(slug) ?? new MemoryGate(this.clock, limits);
    this.gates.set(slug, gate);
    return gate;
  }

  client(slug: string, isolate = "one", limits: ProviderLimits = {}): GateClient {
    const id = `${slug} ${isolate}`;
    const client = this.clients.get(id) ?? new GateClient(this.gate(slug, limits), isolate, this.clock, limits);
    this.clients.set(id, client);
    return client;
  }

  model(model: string, script: Does[], more: Partial<ChainModel> = {}, isolate = "one"): SimulatedModel {
    return simulatedModel(this.clock, this.client(model.split("/")[0] ?? "", isolate), model, script, more);
  }

  ask(chain: ChainModel[], options: Partial<ChainOptions> = {}) {
    const ask = this.askRaw(chain, options);
    return (key = "job/1/0", signal?: AbortSignal) =>
      this.clock.until(ask({ task: "probe" }, { idempotencyKey: key, signal }));
  }

  /** For many questions at once: somebody else must let time pass. */
  askRaw(chain: ChainModel[], options: Partial<ChainOptions> = {}): Ask {
    return askChain(
      chain,
      { strategy: "priority", ...options },
      {
        clock: this.clock,
        promptFor: () => this.prompt,
        parseReply: (text) => {
          try {
            return { value: JSON.parse(text), whole: true };
          } catch {
            return text.startsWith("{") ? { value: { cut: text }, whole: false } : null;
          }
        },
        countPrompt: () => ({ tokens: this.tokens, script: "latin" }),
        observe: (attempt) => this.attempts.push(attempt),
        onFailover: (failover) => this.failovers.push(failover),
      },
    );
  }

  /** What an ask threw. */
  async thrown(work: Promise<unknown>): Promise<unknown> {
    return work.then(
      () => {
        throw new Error("it did not fail");
      },
      (failure: unknown) => failure,
    );
  }

  get told(): string[] {
    return this.attempts.map(({ model, outcome }) => `${model} ${outcome}`);
  }
}
