import type { ModelLimits } from "../ask.ts";
import { type Deadlines, deadlinesOf } from "../gate/deadlines.ts";
import type { ModelView } from "../gate/gate-link.ts";
import type { Connection, Provider, TokenUsage } from "../model-call.ts";
import type { GateClient } from "./gate-client.ts";

/** One model that a chain may ask, with all that the loop must know of it. */
export interface ChainModel {
  /** `slug/id`, as people name it. */
  model: string;
  /** The provider's own id of the model. */
  modelId: string;
  providerId: string;
  /** Stands for the key without being it; a changed key has another. */
  keyId: string;
  send: Provider["send"];
  /** Made anew for each attempt. Its `fetch` must be the guarded one, passed through `measure`. */
  connect(measure: (inner: typeof fetch) => typeof fetch): Connection;
  limits: ModelLimits;
  /** Reads images. */
  images: boolean;
  /** Can be held to a JSON schema, by whatever mechanism its provider has. */
  structured: boolean;
  /** ISO date; it is not asked from then on. */
  retiresAt: string | null;
  /** Dollars at a time (epoch ms); null where the price is unknown. */
  priceOf(usage: TokenUsage, at: number): number | null;
  /** Output tokens kept for thinking, on top of those of the reply; none where left out. */
  thinkingTokens?: number | undefined;
  /** What is known of this server beforehand, e.g. that it loads its model before it sends headers. */
  deadlines?: Partial<Deadlines> | undefined;
  /** The gate of its provider, as this isolate reaches it. */
  gate: GateClient;
}

/** What is known of a model now. No I/O. */
export function lookAt({ gate, modelId, keyId }: ChainModel): ModelView {
  return gate.look(modelId, keyId);
}

/** What was learned, but never less than what is known of this server beforehand. */
export function deadlinesFor(model: ChainModel, view: ModelView): Deadlines {
  const learned = deadlinesOf(view);
  const known = model.deadlines ?? {};
  return {
    headersMs: Math.max(learned.headersMs, known.headersMs ?? 0),
    firstTokenMs: Math.max(learned.firstTokenMs, known.firstTokenMs ?? 0),
    stallMs: Math.max(learned.stallMs, known.stallMs ?? 0),
    totalMs: Math.max(learned.totalMs, known.totalMs ?? 0),
  };
}
