import type { ProviderType } from "../worker/contract/provider.ts";

const kinds: Record<ProviderType, string> = {
  anthropic: "Anthropic",
  openai: "OpenAI",
  google: "Google Gemini",
  bedrock: "Amazon Bedrock",
  "openai-compatible": "OpenAI-compatible",
  "workers-ai": "Workers AI",
};

export const providerKind = (type: ProviderType): string => kinds[type];
