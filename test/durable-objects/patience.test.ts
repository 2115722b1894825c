import { expect, it } from "vitest";
import { Patience } from "../../durable-objects/patience.ts";

const minute = 60_000;

it("waits for room, and gives the reason when nothing has come in for too long", () => {
  const patience = new Patience();
  expect(patience.afterWaiting("the model asks to wait", 0)).toBeNull();
  expect(patience.afterWaiting("the model asks to wait", 14 * minute)).toBeNull();
  expect(patience.afterWaiting("the model asks to wait", 15 * minute)).toContain("15 minutes: the model asks to wait");
});

it("begins anew with every answer, and after it has said so", () => {
  const patience = new Patience();
  patience.afterWaiting("busy", 0);
  patience.renew();
  expect(patience.afterWaiting("busy", 16 * minute)).toBeNull();
  expect(patience.afterWaiting("busy", 31 * minute)).not.toBeNull();
  expect(patience.afterWaiting("busy", 32 * minute)).toBeNull();
});
