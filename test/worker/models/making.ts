import type { Provider } from "../../../worker/contract/provider.ts";

/** A provider as its row would be, with nothing said that matters. */
export function providerWith(fields: Partial<Provider>): Provider {
  return {
    id: "prv_1",
    slug: "mine",
    name: "Mine",
    type: "anthropic",
    preset: null,
    baseUrl: "https://api.example.com",
    hasKey: true,
    keyHint: null,
    models: [],
    found: [],
    foundAt: null,
    priority: 0,
    limits: {},
    prices: {},
    active: true,
    createdAt: "2026-11-01T00:00:00.000Z",
    updatedAt: "2026-11-02T00:00:00.000Z",
    ...fields,
  };
}

export function foundModel(id: string, fields: Partial<Provider["found"][number]> = {}): Provider["found"][number] {
  return { id, name: null, contextTokens: null, outputTokens: null, lifecycle: null, retiresAt: null, ...fields };
}
