import { describe, expect, test } from "vitest";
import type { ProviderType } from "../../../worker/contract/provider.ts";
import { catalogue } from "../../../worker/models/catalogue.ts";
import { findModel } from "../../../worker/models/find-model.ts";

describe("a provider's model is found in the catalogue", () => {
  const found: [ProviderType, string, string, number | null][] = [
    ["anthropic", "claude-haiku-5-5", "anthropic/claude-haiku-5-5", 1],
    ["anthropic", "claude-haiku-4-5-20251001", "anthropic/claude-haiku-4-5", 1],
    ["anthropic", "claude-3-5-sonnet-latest", "anthropic/claude-3-5-sonnet", 1],
    ["openai", "gpt-4o-mini-2024-07-18", "openai/gpt-4o-mini", 1],
    ["openai", "gpt-4-1106-vision-preview", "openai/gpt-4-vision-preview", 1],
    ["openai", "gpt-4-turbo-2024-04-09", "openai/gpt-4-turbo", 1],
    ["google", "models/gemini-2.0-flash-001", "google/gemini-2.0-flash", 1],
    ["google", "gemini-3.8-flash", "google/gemini-3.8-flash", 1],
    ["bedrock", "global.anthropic.claude-sonnet-5-5", "anthropic/claude-sonnet-5-5", 1],
    ["bedrock", "us.anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic/claude-haiku-4-5", 1.1],
    ["bedrock", "eu.anthropic.claude-opus-5-5", "anthropic/claude-opus-5-5", 1.1],
    ["bedrock", "jp.anthropic.claude-opus-5-5", "anthropic/claude-opus-5-5", null],
    ["bedrock", "amazon.nova-pro-v1:0", "bedrock/amazon.nova-pro-v1:0", 1],
    ["bedrock", "us.amazon.nova-2-lite-v1:0", "bedrock/amazon.nova-2-lite-v1:0", 1.1],
    ["bedrock", "eu.amazon.nova-pro-v1:0", "bedrock/amazon.nova-pro-v1:0", null],
    [
      "bedrock",
      "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.meta.llama3-3-70b-instruct-v1:0",
      "bedrock/meta.llama3-3-70b-instruct-v1:0",
      1,
    ],
    ["bedrock", "openai.gpt-6-luna", "openai/gpt-6-luna", null],
    ["openai-compatible", "anthropic/claude-haiku-4.5", "anthropic/claude-haiku-4-5", 1],
    ["openai-compatible", "anthropic/claude-3.5-sonnet", "anthropic/claude-3-5-sonnet", 1],
    ["openai-compatible", "google/gemini-2.5-flash:free", "google/gemini-2.5-flash", null],
    ["openai-compatible", "amazon/nova-pro-v1", "bedrock/amazon.nova-pro-v1:0", null],
  ];
  test.each(found)("%s %s → %s at %s", (type, id, expected, priceShare) => {
    const match = findModel(type, id);
    expect([match?.model.id, match?.priceShare]).toEqual([expected, priceShare]);
  });

  const notFound: [ProviderType, string][] = [
    ["openai", "gpt-4o-mini-search-preview"],
    ["openai", "gpt-4o-audio-preview"],
    ["openai", "ft:gpt-4o-mini:shop::abc"],
    ["openai", "claude-haiku-5-5"],
    ["google", "gemini-flash-latest"],
    ["anthropic", "claude-haiku-5-5-turbo"],
    ["bedrock", "claude-haiku-5-5"],
    ["bedrock", ""],
    ["openai-compatible", "gpt-6-luna"],
    ["openai-compatible", "/gpt-6-luna"],
    ["openai-compatible", "meta-llama/llama-3.3-70b-instruct"],
    ["openai-compatible", "sim-1"],
    ["workers-ai", "@cf/meta/llama-3.1-8b-instruct"],
    ["openai", "__proto__"],
  ];
  test.each(notFound)("%s %s is not mistaken for another one", (type, id) => {
    expect(findModel(type, id)).toBeNull();
  });

  test("every model of the catalogue is found by its own id at its own vendor", () => {
    for (const model of catalogue) {
      const [type, id] = [model.id.slice(0, model.id.indexOf("/")), model.id.slice(model.id.indexOf("/") + 1)];
      expect(findModel(type as ProviderType, id)?.model).toBe(model);
    }
  });
});
