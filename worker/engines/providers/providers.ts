import type { ProviderType } from "../../contract/provider.ts";
import type { Provider } from "../model-call.ts";
import { anthropic } from "./anthropic.ts";
import { bedrock } from "./bedrock.ts";
import { google } from "./google.ts";
import { openai, openaiCompatible } from "./openai.ts";
import { workersAi } from "./workers-ai.ts";

/** Everybody who can be asked. */
export const providers: Record<ProviderType, Provider> = {
  anthropic,
  openai,
  google,
  bedrock,
  "openai-compatible": openaiCompatible,
  "workers-ai": workersAi,
};
