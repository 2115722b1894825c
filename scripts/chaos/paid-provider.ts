import { startSimulated } from "../../test/simulated/providers.ts";
import { providerSchema } from "../../worker/contract/provider.ts";
import type { Api } from "../client/api.ts";

/** A simulated provider that outlives the server: it counts what it was asked, and knows a key that comes again. */
export interface PaidProvider {
  /** Sets it up at a server. @returns the model's name, `slug/model` */
  setUp(api: Api): Promise<string>;
  /** Calls on their way when the server was killed a moment ago: sent, and never answered to the end. */
  cutSince(time: number): number;
  /** Calls made again although the one before had come through, or was cut by no fault of the provider. */
  repeated(): number;
  calls(): number;
  close(): Promise<void>;
}

/** Longer than a stream's pause between two calls, so that a kill nearly always meets calls on their way. */
const latencyMs = 250;

export async function openPaidProvider(seed: number): Promise<PaidProvider> {
  const simulated = await startSimulated({
    seed,
    remember: true,
    behaviour: { latencyMs, rates: { "500": 0.02, "429": 0.02, brokenJson: 0.01, dropItem: 0.02 }, retryAfter: 0 },
  });
  const cut = (call: { billed: string; fault: string | null }) => call.billed === "lost" && call.fault === null;
  return {
    async setUp(api) {
      const body = {
        name: "Chaos",
        type: "anthropic",
        baseUrl: simulated.url,
        apiKey: "sk-chaos-0123456789",
        models: ["chaos"],
        prices: { chaos: { input: 1, output: 4 } },
      };
      return `${(await api.post("/providers", body, providerSchema)).slug}/chaos`;
    },
    cutSince: (time) => simulated.calls().filter((call) => call.at >= time - 2 * latencyMs && cut(call)).length,
    repeated() {
      const done = new Set<string>();
      let again = 0;
      for (const call of simulated.calls()) {
        if (call.key === null) continue;
        if (done.has(call.key)) again++;
        if (cut(call) || call.billed === "whole" || call.billed === "remembered") done.add(call.key);
      }
      return again;
    },
    calls: () => simulated.calls().length,
    close: () => simulated.close(),
  };
}
