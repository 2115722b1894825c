import { CallFailure, type FailureKind } from "../../../../worker/engines/failure.ts";
import type { ModelCall, ModelReply, TokenUsage } from "../../../../worker/engines/model-call.ts";
import { noTokens } from "../../../../worker/engines/model-call.ts";
import type { ChainModel } from "../../../../worker/engines/pool/chain-model.ts";
import type { Clock } from "../../../../worker/engines/pool/clock.ts";
import type { GateClient } from "../../../../worker/engines/pool/gate-client.ts";

/** What a simulated model does with one call. It proves the loop, and nothing about any model. */
export type Does =
  | {
      does: "answer";
      text?: string;
      firstTokenMs?: number;
      totalMs?: number;
      stop?: ModelReply["stop"];
      usage?: TokenUsage | null;
    }
  | { does: "fail"; kind: FailureKind; status?: number; retryAfter?: number; usage?: TokenUsage; afterMs?: number }
  /** At `headers`, before the `first` token or in the `middle`; deaf to its signal, as some clients are. */
  | { does: "hang"; at: "headers" | "first" | "middle" };

export const answers = (more: Partial<Extract<Does, { does: "answer" }>> = {}): Does => ({ does: "answer", ...more });
export const fails = (kind: FailureKind, more: Partial<Extract<Does, { does: "fail" }>> = {}): Does => ({
  does: "fail",
  kind,
  ...more,
});
export const hangs = (at: "headers" | "first" | "middle"): Does => ({ does: "hang", at });

export const usage: TokenUsage = { ...noTokens, inputTokens: 100, outputTokens: 20 };

export interface SimulatedModel extends ChainModel {
  calls: { call: ModelCall; at: number; signal: AbortSignal }[];
  /** What comes next; the last stays. */
  script: Does[];
}

/** A model that does what its script says. One dollar a call that says what it used. */
export function simulatedModel(
  clock: Clock,
  gate: GateClient,
  model: string,
  script: Does[],
  more: Partial<ChainModel> = {},
): SimulatedModel {
  const calls: SimulatedModel["calls"] = [];
  const wait = (milliseconds: number) => new Promise<void>((resolve) => clock.after(milliseconds, resolve));
  const never = () => new Promise<never>(() => {});
  const simulated: SimulatedModel = {
    model,
    modelId: model.slice(model.indexOf("/") + 1),
    providerId: `prv_${model.split("/")[0]}`,
    keyId: "k1",
    calls,
    script,
    gate,
    limits: { contextTokens: 10_000, outputTokens: 1_000, maxItems: 20 },
    images: false,
    structured: true,
    retiresAt: null,
    priceOf: () => 1,
    connect: (measure) => ({
      baseUrl: "https://simulated.example",
      apiKey: null,
      fetch: measure(async (url) => (String(url).endsWith("/silent") ? never() : new Response("{}"))),
    }),
    async send(call, connection, { signal, onToken }) {
      calls.push({ call, at: clock.now(), signal });
      const next = simulated.script.length > 1 ? simulated.script.shift() : simulated.script[0];
      if (!next) throw new Error("nothing stands in the script");
      const silent = next.does === "hang" && next.at === "headers";
      await connection.fetch(`${connection.baseUrl}${silent ? "/silent" : "/"}`);
      if (next.does === "fail") {
        await wait(next.afterMs ?? 10);
        const { kind, status, retryAfter, usage } = next;
        throw new CallFailure(kind, `simulated ${kind}`, {
          status: status ?? null,
          retryAfter: retryAfter ?? null,
          usage: usage ?? null,
        });
      }
      if (next.does === "hang") {
        if (next.at === "middle") onToken();
        return never();
      }
      const { text = '{"ok":true}', firstTokenMs = 50, totalMs = 100, stop = "end", usage: used = usage } = next;
      await wait(firstTokenMs);
      onToken();
      await wait(totalMs - firstTokenMs);
      return { text, stop, usage: used };
    },
    ...more,
  };
  return simulated;
}
