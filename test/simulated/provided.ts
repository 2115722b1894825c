import type {} from "vitest";

/** Where a test finds a simulated provider; `controlUrl` takes `/__sim/…` also while `url` refuses connections. */
export interface SimulatedAddress {
  url: string;
  controlUrl: string;
}

declare module "vitest" {
  interface ProvidedContext {
    /** Two of them, so that one may fail while the other serves. All tests share them: fault models of your own. */
    simulated: { primary: SimulatedAddress; secondary: SimulatedAddress };
  }
}
