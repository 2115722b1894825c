import type { Json } from "./json-schema.ts";

const contextTokens = 200_000;
const outputTokens = 32_000;

/** The list of models as each provider words it; null where the path asks for none. */
export function modelList(path: string, headers: Record<string, unknown>, models: string[]): Json | null {
  if (path === "/v1/models" && headers["anthropic-version"] !== undefined) {
    const data = models.map((id) => ({
      type: "model",
      id,
      display_name: id,
      created_at: "2026-01-01T00:00:00Z",
      lifecycle: "active",
      deprecated_at: null,
      retires_at: null,
      capabilities: null,
      line: null,
      max_input_tokens: contextTokens,
      max_tokens: outputTokens,
    }));
    return { data, has_more: false, first_id: models[0] ?? null, last_id: models.at(-1) ?? null };
  }
  if (/^\/v1(?:beta|alpha)?\/models$/.test(path) && headers["x-goog-api-key"] !== undefined) {
    return {
      models: models.map((id) => ({
        name: `models/${id}`,
        displayName: id,
        inputTokenLimit: contextTokens,
        outputTokenLimit: outputTokens,
        supportedGenerationMethods: ["generateContent", "countTokens"],
      })),
    };
  }
  if (path === "/v1/models") {
    const created = Date.UTC(2026, 0, 1) / 1000;
    return { object: "list", data: models.map((id) => ({ id, object: "model", created, owned_by: "simulated" })) };
  }
  if (path !== "/foundation-models") return null;
  return {
    modelSummaries: models.map((id) => ({
      modelId: id,
      modelName: id,
      providerName: "Simulated",
      inputModalities: ["TEXT"],
      outputModalities: ["TEXT"],
      responseStreamingSupported: true,
      inferenceTypesSupported: ["ON_DEMAND"],
      modelLifecycle: { status: "ACTIVE" },
    })),
  };
}
