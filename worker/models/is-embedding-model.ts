import type { CatalogueModel } from "./catalogue/entry.ts";

/** How those are called that nobody has described: `nomic-embed-text`, `bge-m3`, `e5-large-v2`, `all-minilm`. */
const namedSo = /(?:^|[/_-])(?:\w*embed(?:der|ding|dings)?\d*|bge|gte|e5|all-minilm|all-mpnet)(?:[:_-]|$)/i;

/** Does it give vectors and no words? Said by the catalogue, else guessed by its name. */
export function isEmbeddingModel({ id, capabilities }: Pick<CatalogueModel, "id" | "capabilities">): boolean {
  return capabilities === null ? namedSo.test(id) : capabilities.includes("embeddings");
}
