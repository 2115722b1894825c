import { inject } from "vitest";
import type { Bill, CallRecord, ModelBill } from "../simulated/bill.ts";
import type { Behaviour } from "../simulated/faults.ts";
import type { SimulatedAddress } from "../simulated/provided.ts";

export const { primary, secondary } = inject("simulated");

async function control<Said>(at: SimulatedAddress, path: string, body?: unknown): Promise<Said> {
  const sent = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
  const answer = await fetch(`${at.controlUrl}/__sim${path}`, sent);
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  return answer.json<Said>();
}

/** A simulated provider of one's own, for tests that close the door or fault every model. */
export const anotherProvider = (options: { seed?: number; remember?: boolean; models?: string[] } = {}) =>
  control<SimulatedAddress>(primary, "/another", options);

/** What goes wrong from now on with one model, or without one with all. */
export const fault = (at: SimulatedAddress, said: Partial<Behaviour> & { model?: string }) =>
  control<unknown>(at, "/faults", said);

/** Opens or closes the door; `forMs` after it was closed it opens by itself. */
export const listen = (at: SimulatedAddress, said: { open: boolean; forMs?: number }) =>
  control<unknown>(at, "/listen", said);

export const forget = (at: SimulatedAddress, model?: string) => control<unknown>(at, "/reset", { model });

export const billOf = (at: SimulatedAddress) => control<Bill>(at, "/bill");
export const billOfModel = (at: SimulatedAddress, model: string) =>
  control<ModelBill>(at, `/bill?model=${encodeURIComponent(model)}`);

export const callsOf = (at: SimulatedAddress, model?: string) =>
  control<CallRecord[]>(at, `/calls${model === undefined ? "" : `?model=${encodeURIComponent(model)}`}`);
