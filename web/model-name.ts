/** Families by what their models are called; the first that fits. */
const families: [RegExp, string][] = [
  [/claude/i, "Claude"],
  [/\bgpt|^o\d\b|chatgpt/i, "GPT"],
  [/gemini/i, "Gemini"],
  [/gemma/i, "Gemma"],
  [/llama/i, "Llama"],
  [/mi[sx]tral|ministral|magistral|codestral|pixtral/i, "Mistral"],
  [/qwen|qwq/i, "Qwen"],
  [/deepseek/i, "DeepSeek"],
  [/nova/i, "Nova"],
  [/titan/i, "Titan"],
  [/command/i, "Command"],
  [/grok/i, "Grok"],
  [/\bphi/i, "Phi"],
  [/kimi/i, "Kimi"],
  [/glm/i, "GLM"],
  [/granite/i, "Granite"],
  [/jamba/i, "Jamba"],
];

export interface ModelName {
  /** What stands before the first slash: the provider's slug. */
  provider: string;
  model: string;
  /** Null where the name tells none. */
  family: string | null;
}

/** The parts of `slug/model`, cut at the first slash. */
export function readModelName(name: string): ModelName {
  const slash = name.indexOf("/");
  const [provider, model] = slash < 0 ? ["", name] : [name.slice(0, slash), name.slice(slash + 1)];
  const last = model.slice(model.lastIndexOf("/") + 1);
  const family = families.find(([pattern]) => pattern.test(last)) ?? families.find(([pattern]) => pattern.test(model));
  return { provider, model, family: family?.[1] ?? null };
}

export const isLexical = (model: string): boolean => model.startsWith("local/");
