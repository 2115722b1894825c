import { type ImageType, imageTypes, type Part } from "../model-call.ts";

const dataUrl = /^data:([a-z]+\/[a-z]+);base64,([A-Za-z0-9+/]+={0,2})$/i;

/** The image behind a `data:` address of a kind that models see; null for everything else. No address is ever loaded. */
export function imageOf(address: string): Extract<Part, { type: "image" }> | null {
  const [, said, base64] = dataUrl.exec(address) ?? [];
  const mediaType = imageTypes.find((type): type is ImageType => type === said?.toLowerCase());
  return mediaType && base64 !== undefined ? { type: "image", mediaType, base64 } : null;
}
