import type { Analysis, Options } from "../worker/contract/analysis.ts";
import { isLexical } from "./model-name.ts";

type Named = Pick<Analysis, "model"> & { options: Pick<Options, "fallbackModels" | "cluster" | "embeddingModel"> };

/** The providers' models that a job asks: those that read, in its order, then the one whose vectors clusters rest on. */
export function askedModels({ model, options }: Named): string[] {
  const vectors = options.cluster && options.embeddingModel ? [options.embeddingModel] : [];
  return [...new Set([model, ...options.fallbackModels, ...vectors])].filter((name) => !isLexical(name));
}
