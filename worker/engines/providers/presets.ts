import type { ProviderType } from "../../contract/provider.ts";

/**
 * How a JSON reply is asked for: by a schema the server holds the model to, by its JSON mode with the schema written into
 * the prompt, or by a function that the model must call.
 */
export type Structured = "json_schema" | "json_object" | "tool";

/** A part of an address that everybody has another value for. */
export interface Placeholder {
  /** As it stands in the address, between braces. */
  part: string;
  label: string;
  example: string;
}

/** What is known of a server before anybody typed anything. Plain data, also for the page: no secret in it. */
export interface Preset {
  id: string;
  name: string;
  type: ProviderType;
  /** May hold placeholders; empty where there is nothing to reach by an address. */
  baseUrl: string;
  placeholders?: Placeholder[];
  keyNeeded: boolean;
  /** Where a key comes from. */
  keyHelp: string;
  structured: Structured;
  defaults?: { concurrency?: number };
  /** For `openai-compatible`: it refuses to be asked for usage, and sends it anyway. */
  usageUnasked?: true;
  /** For `openai-compatible`: what it calls the output limit, where that is not `max_tokens`. */
  outputLimit?: "max_completion_tokens";
  /** For `openai-compatible`: what goes into every call beside the rest. */
  extra?: Record<string, unknown>;
}

const region: Placeholder = { part: "region", label: "AWS region", example: "us-east-1 or eu-central-1" };
const noKey = "No key is needed unless you have set one on that server.";

export const presets: readonly Preset[] = [
  {
    id: "anthropic",
    name: "Anthropic",
    type: "anthropic",
    baseUrl: "https://api.anthropic.com",
    keyNeeded: true,
    keyHelp: "Make a key in the Claude Console (platform.claude.com) under API keys.",
    structured: "json_schema",
  },
  {
    id: "openai",
    name: "OpenAI",
    type: "openai",
    baseUrl: "https://api.openai.com/v1",
    keyNeeded: true,
    keyHelp: "Make a key on platform.openai.com under API keys.",
    structured: "json_schema",
  },
  {
    id: "google",
    name: "Google Gemini",
    type: "google",
    baseUrl: "https://generativelanguage.googleapis.com",
    keyNeeded: true,
    keyHelp: "Make a key in Google AI Studio (aistudio.google.com) under API keys.",
    structured: "json_schema",
  },
  {
    id: "bedrock",
    name: "Amazon Bedrock",
    type: "bedrock",
    baseUrl: "https://bedrock-runtime.{region}.amazonaws.com",
    placeholders: [region],
    keyNeeded: true,
    keyHelp: "Make a Bedrock API key in the AWS console under Amazon Bedrock, API keys.",
    structured: "tool",
  },
  {
    id: "workers-ai",
    name: "Workers AI",
    type: "workers-ai",
    baseUrl: "",
    keyNeeded: false,
    keyHelp: "No key: it belongs to the Cloudflare account that Parallax runs in, where the deployment binds it.",
    structured: "json_schema",
  },
  {
    id: "workers-ai-rest",
    name: "Workers AI of another account",
    type: "openai-compatible",
    baseUrl: "https://api.cloudflare.com/client/v4/accounts/{account}/ai/v1",
    placeholders: [{ part: "account", label: "Cloudflare account id", example: "32 letters and digits" }],
    keyNeeded: true,
    keyHelp: "Make an API token with the permission Workers AI in the Cloudflare dashboard.",
    // It refuses a schema where the answer is streamed.
    structured: "tool",
  },
  {
    id: "azure",
    name: "Azure OpenAI",
    type: "openai-compatible",
    baseUrl: "https://{resource}.openai.azure.com/openai/v1",
    placeholders: [{ part: "resource", label: "Name of the Azure resource", example: "my-company" }],
    keyNeeded: true,
    keyHelp:
      "In the Azure portal, Keys and Endpoint of your resource. The models are named as you have named your deployments.",
    structured: "json_schema",
    outputLimit: "max_completion_tokens",
  },
  {
    id: "openrouter",
    name: "OpenRouter",
    type: "openai-compatible",
    baseUrl: "https://openrouter.ai/api/v1",
    keyNeeded: true,
    keyHelp: "Make a key on openrouter.ai under Keys.",
    structured: "json_schema",
    // Else it may choose somebody behind it who takes no notice of the schema.
    extra: { provider: { require_parameters: true } },
  },
  {
    id: "groq",
    name: "Groq",
    type: "openai-compatible",
    baseUrl: "https://api.groq.com/openai/v1",
    keyNeeded: true,
    keyHelp: "Make a key on console.groq.com under API Keys.",
    // It does not stream an answer that is held to a schema.
    structured: "tool",
  },
  {
    id: "together",
    name: "Together AI",
    type: "openai-compatible",
    baseUrl: "https://api.together.ai/v1",
    keyNeeded: true,
    keyHelp: "Find your key in the settings of api.together.ai under API keys.",
    structured: "json_schema",
  },
  {
    id: "mistral",
    name: "Mistral",
    type: "openai-compatible",
    baseUrl: "https://api.mistral.ai/v1",
    keyNeeded: true,
    keyHelp: "Make a key on console.mistral.ai under API keys.",
    structured: "json_schema",
    usageUnasked: true,
  },
  {
    id: "deepseek",
    name: "DeepSeek",
    type: "openai-compatible",
    baseUrl: "https://api.deepseek.com",
    keyNeeded: true,
    keyHelp: "Make a key on platform.deepseek.com under API keys.",
    // It refuses a schema and, while it thinks, a function that must be called.
    structured: "json_object",
  },
  {
    id: "clarifai",
    name: "Clarifai",
    type: "openai-compatible",
    baseUrl: "https://api.clarifai.com/v2/ext/openai/v1",
    keyNeeded: true,
    keyHelp: "Make a personal access token (PAT) in the settings of clarifai.com under Secrets.",
    structured: "json_schema",
  },
  {
    id: "ollama",
    name: "Ollama",
    type: "openai-compatible",
    baseUrl: "http://127.0.0.1:11434/v1",
    keyNeeded: false,
    keyHelp: noKey,
    structured: "json_schema",
    defaults: { concurrency: 2 },
  },
  {
    id: "vllm",
    name: "vLLM",
    type: "openai-compatible",
    baseUrl: "http://127.0.0.1:8000/v1",
    keyNeeded: false,
    keyHelp: noKey,
    structured: "json_schema",
    defaults: { concurrency: 16 },
  },
  {
    id: "lm-studio",
    name: "LM Studio",
    type: "openai-compatible",
    baseUrl: "http://127.0.0.1:1234/v1",
    keyNeeded: false,
    keyHelp: noKey,
    structured: "json_schema",
    defaults: { concurrency: 2 },
  },
];

export function presetOf(id: string | undefined): Preset | undefined {
  return presets.find((preset) => preset.id === id);
}
