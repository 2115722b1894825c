/** How a vendor turns a picture into tokens. */
export type ImageFormula = keyof typeof formulas;

interface Size {
  width: number;
  height: number;
}

/**
 * Vendors' own formulas, as published; none of them was measured here.
 * Claude: patches of 28 pixels after the picture was shrunk to what the model sees natively: 1,568 pixels on the longer
 * edge, since Opus 4.7 2,576 (Anthropic's guide to images; the formula before it, width × height / 750, gives about the
 * same). GPT-4: tiles of 512 pixels after shrinking into 2,048 × 2,048 and to 768 on the shorter edge (OpenAI's guide,
 * high detail). Gemini: 258 for a picture of up to 384 × 384, else 258 for each tile of 768 (Google's guide to tokens).
 */
const formulas = {
  "claude-1568": (size: Size) => claudePatches(size, 1568, 1568),
  "claude-2576": (size: Size) => claudePatches(size, 2576, 4784),
  "gpt-tiles": (size: Size) => 85 + 170 * gptTiles(size),
  "gpt-tiles-mini": (size: Size) => 2833 + 5667 * gptTiles(size),
  "gemini-tiles": ({ width, height }: Size) =>
    width <= 384 && height <= 384 ? 258 : 258 * Math.ceil(width / 768) * Math.ceil(height / 768),
};

/** Tokens of one picture. @param width, height in pixels, 1 or more */
export function imageTokens(formula: ImageFormula, width: number, height: number): number {
  return formulas[formula]({ width: Math.max(1, width), height: Math.max(1, height) });
}

const patch = 28;

function claudePatches(size: Size, longestEdge: number, mostTokens: number): number {
  const { width, height } = shrink(size, Math.min(1, longestEdge / Math.max(size.width, size.height)));
  const tokens = Math.ceil(width / patch) * Math.ceil(height / patch);
  return Math.min(tokens, mostTokens);
}

function gptTiles(size: Size): number {
  const inside = shrink(size, Math.min(1, 2048 / Math.max(size.width, size.height)));
  const { width, height } = shrink(inside, Math.min(1, 768 / Math.min(inside.width, inside.height)));
  return Math.ceil(width / 512) * Math.ceil(height / 512);
}

function shrink({ width, height }: Size, factor: number): Size {
  return { width: Math.max(1, Math.round(width * factor)), height: Math.max(1, Math.round(height * factor)) };
}
