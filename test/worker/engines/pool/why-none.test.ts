import { describe, expect, it } from "vitest";
import { noUsage } from "../../../../worker/analysis/job.ts";
import { type FailureKind, NoneCanServe } from "../../../../worker/engines/failure.ts";
import { whyNone } from "../../../../worker/engines/pool/why-none.ts";

const refusal = (model: string, because: FailureKind) => ({
  model,
  view: { circuit: "open" as const, because, nextProbeAt: null },
  last: null,
});
const toMend = (...kinds: FailureKind[]): boolean => {
  const failure = whyNone(
    kinds.map((kind, place) => refusal(`sim/${place}`, kind)),
    [],
    noUsage,
  );
  if (!(failure instanceof NoneCanServe)) throw failure;
  return failure.toMend;
};

describe("where none of a chain can serve", () => {
  it("people have to do something only where waiting helps none of its models", () => {
    expect([toMend("auth"), toMend("no_credit", "misconfigured"), toMend("model_gone")]).toEqual([true, true, true]);
    expect([toMend("overloaded"), toMend("rate_limited"), toMend("auth", "server")]).toEqual([false, false, false]);
  });
});
