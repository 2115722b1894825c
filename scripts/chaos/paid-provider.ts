import type { CallRecord } from "../../test/simulated/bill.ts";
import { startSimulated } from "../../test/simulated/providers.ts";
import { providerSchema } from "../../worker/contract/provider.ts";
import type { Api } from "../client/api.ts";

/** A simulated provider that outlives the server: it counts what it was asked, and knows a key that comes again. */
export interface PaidProvider {
  /** Sets it up at a server. @returns the model's name, `slug/model` */
  setUp(api: Api): Promise<string>;
  /** Calls made again although the one before had come through, or was cut by no fault of the provider. */
  repeated(): Repeated[];
  calls(): number;
  close(): Promise<void>;
}

/** A call that was made again, as its provider saw the one before. */
export interface Repeated {
  /** The task that it was made for, `job/task`: one that asked again for what was missing has made several. */
  task: string;
  /** When that one had ended, epoch milliseconds. */
  endedAt: number;
  /** True where it was cut; false where its answer had come through whole. */
  cut: boolean;
}

/** Longer than a stream's pause between two calls, so that a kill nearly always meets calls on their way. */
const latencyMs = 250;

export async function openPaidProvider(seed: number): Promise<PaidProvider> {
  const simulated = await startSimulated({
    seed,
    remember: true,
    behaviour: { latencyMs, rates: { "500": 0.02, "429": 0.02, brokenJson: 0.01, dropItem: 0.02 }, retryAfter: 0 },
  });
  const cut = (call: CallRecord) => call.billed === "lost" && call.fault === null;
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
    repeated() {
      const done = new Map<string, CallRecord>();
      const again: Repeated[] = [];
      for (const call of simulated.calls()) {
        if (call.key === null) continue;
        const before = done.get(call.key);
        if (before)
          again.push({
            task: call.key.slice(0, call.key.lastIndexOf("/")),
            endedAt: before.endedAt ?? before.at,
            cut: cut(before),
          });
        if (cut(call) || call.billed === "whole" || call.billed === "remembered") done.set(call.key, call);
      }
      return again;
    },
    calls: () => simulated.calls().length,
    close: () => simulated.close(),
  };
}
