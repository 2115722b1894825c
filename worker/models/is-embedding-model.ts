import type { CatalogueModel } from "./catalogue/entry.ts";

/** How those are called that nobody has described: `nomic-embed-text`, `embeddinggemma`, `bge-m3`, `e5-large-v2`, `voyage-3`. */
const namedSo =
  /(?:^|[/._-])(?:\w*embed\d*|\w*embed(?:der|ding)\w*|bge|gte|e5|all-minilm|all-mpnet|paraphrase|voyage)(?:[:_-]|$)/i;
/** They come of the same families, and give neither vectors nor words. */
const ranks = /rerank/i;

/** Does it give vectors and no words? Said by the catalogue, else guessed by its name. */
export function isEmbeddingModel({ id, capabilities }: Pick<CatalogueModel, "id" | "capabilities">): boolean {
  return capabilities === null ? namedSo.test(id) && !ranks.test(id) : capabilities.includes("embeddings");
}
