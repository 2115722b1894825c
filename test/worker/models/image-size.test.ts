import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { imageSize } from "../../../worker/models/image-size.ts";
import { imageTokens } from "../../../worker/models/image-tokens.ts";

const bytes = (...parts: (string | number[])[]) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((letter) => letter.charCodeAt(0)) : part)),
  );

const png = bytes([0x89], "PNG\r\n", [0x1a, 0x0a, 0, 0, 0, 13], "IHDR", [0, 0, 4, 0, 0, 0, 3, 0, 8, 6, 0, 0, 0]);
const gif = bytes("GIF89a", [0x40, 0x01, 0xf0, 0x00, 0xf7, 0, 0]);
const exif = [0xff, 0xe1, 0, 6, 1, 2, 3, 4];
const frame = [0xff, 0xc2, 0, 17, 8, 0x02, 0x58, 0x03, 0x20, 3];
const jpeg = bytes([0xff, 0xd8, ...exif, 0xff, 0xff, 0xc4, 0, 4, 0, 0, ...frame]);
const lossy = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8 ", [0, 0, 0, 0, 0, 0, 0, 0x9d, 0x01, 0x2a, 0x20, 0x03, 0x58, 0x02]);
// 14 bits of width - 1 (99), then 14 bits of height - 1 (49).
const lossless = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8L", [0, 0, 0, 0, 0x2f, 0x63, 0x40, 0x0c, 0, 0, 0, 0, 0, 0]);
const extended = bytes("RIFF", [0, 0, 0, 0], "WEBPVP8X", [0, 0, 0, 0, 0, 0, 0, 0, 0x1f, 0x03, 0, 0x57, 0x02, 0]);

describe("the size of a picture", () => {
  test.each([
    ["PNG", png, "image/png", 1024, 768],
    ["GIF", gif, "image/gif", 320, 240],
    ["JPEG behind metadata, padding and tables", jpeg, "image/jpeg", 800, 600],
    ["lossy WebP", lossy, "image/webp", 800, 600],
    ["lossless WebP", lossless, "image/webp", 100, 50],
    ["extended WebP", extended, "image/webp", 800, 600],
  ])("is read from a %s", (_name, picture, mediaType, width, height) => {
    expect(imageSize(picture)).toEqual({ mediaType, width, height });
    // From the middle of a larger buffer just so.
    const larger = new Uint8Array(picture.length + 7);
    larger.set(picture, 7);
    expect(imageSize(larger.subarray(7))).toEqual({ mediaType, width, height });
  });

  test.each([
    ["PNG", png, 24],
    ["GIF", gif, 10],
    ["JPEG", jpeg, jpeg.length - 1],
    ["WebP", lossy, 30],
  ])("of a %s is not known before its bytes are all there", (_name, picture, needed) => {
    for (let length = 0; length <= picture.length; length++) {
      expect([length, imageSize(picture.subarray(0, length)) !== null]).toEqual([length, length >= needed]);
    }
  });

  test("is not made up: of size 0, without a frame, or no picture", () => {
    expect(imageSize(bytes("GIF89a", [0, 0, 0, 0]))).toBeNull();
    expect(imageSize(bytes([0xff, 0xd8, 0xff, 0xe1, 0, 0, 0xff, 0xe1, 0, 0]))).toBeNull();
    expect(imageSize(bytes("<svg xmlns='http://www.w3.org/2000/svg' width='1'/>"))).toBeNull();
    expect(imageSize(new Uint8Array())).toBeNull();
  });

  test("no bytes make it throw", () => {
    const headers = [png, gif, jpeg, lossy, lossless, extended];
    const broken = fc.tuple(fc.constantFrom(...headers), fc.nat(40), fc.uint8Array({ maxLength: 40 }));
    fc.assert(
      fc.property(broken, ([header, cut, rest]) => {
        const size = imageSize(bytes([...header.subarray(0, cut), ...rest]));
        expect(size === null || (size.width > 0 && size.height > 0)).toBe(true);
      }),
    );
  });
});

describe("tokens of a picture", () => {
  test.each([
    ["claude-1568", 1000, 1000, 36 * 36],
    ["claude-1568", 8000, 6000, 1568],
    ["claude-2576", 4000, 4000, 4784],
    ["gpt-tiles", 1024, 1024, 85 + 170 * 4],
    ["gpt-tiles", 512, 512, 85 + 170],
    ["gpt-tiles", 2048, 4096, 85 + 170 * 6],
    ["gpt-tiles-mini", 512, 512, 2833 + 5667],
    ["gemini-tiles", 384, 384, 258],
    ["gemini-tiles", 960, 540, 258 * 2],
    ["gemini-tiles", 1, 100_000, 258 * 131],
  ] as const)("%s %i × %i are %i", (formula, width, height, tokens) => {
    expect(imageTokens(formula, width, height)).toBe(tokens);
  });
});
