import type { TestProject } from "vitest/node";
import type { SimulatedAddress } from "../simulated/provided.ts";
import { type Simulated, startSimulated } from "../simulated/providers.ts";

const addressOf = ({ url, controlUrl }: Simulated): SimulatedAddress => ({ url, controlUrl });

/** Starts the simulated providers of the journeys in Node; tests in workerd `inject` where they are. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const [primary, secondary] = await Promise.all([startSimulated({ seed: 1 }), startSimulated({ seed: 2 })]);
  project.provide("simulated", { primary: addressOf(primary), secondary: addressOf(secondary) });
  return async () => {
    await Promise.all([primary.close(), secondary.close()]);
  };
}
