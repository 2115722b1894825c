import { expect, test } from "vitest";
import { providerTypeSchema } from "../../../../worker/contract/provider.ts";
import { addressText, checkAddress } from "../../../../worker/engines/address.ts";
import { presets } from "../../../../worker/engines/providers/presets.ts";

const filled = (baseUrl: string) => baseUrl.replaceAll(/\{\w+\}/g, "a1");

test("every preset is known by one id and of a known type", () => {
  expect(new Set(presets.map(({ id }) => id)).size).toBe(presets.length);
  for (const { type } of presets) expect(providerTypeSchema.options).toContain(type);
});

test.each(presets.map((preset) => [preset.id, preset] as const))("%s has an address that may be asked", (_, preset) => {
  const parts = [...preset.baseUrl.matchAll(/\{(\w+)\}/g)].map(([, part]) => part);
  expect((preset.placeholders ?? []).map(({ part }) => part)).toEqual(parts);
  if (preset.type === "workers-ai") return expect(preset.baseUrl).toBe("");
  const address = filled(preset.baseUrl);
  // What is on this machine may only be asked from this machine.
  const loopbackAllowed = address.startsWith("http://127.0.0.1:");
  expect(addressText(checkAddress(address, { loopbackAllowed }))).toBe(address);
});
