import { describe, expect, it } from "vitest";
import { mendCharacters } from "../../../worker/quality/mend-characters.ts";

/** As a program writes it that takes UTF-8 for Windows-1252. */
function broken(text: string): string {
  const bytes = new TextEncoder().encode(text);
  // Five bytes mean nothing in Windows-1252; the web's decoder hands them on as they are.
  return new TextDecoder("windows-1252").decode(bytes);
}

describe("characters that were decoded wrongly", () => {
  it.each(["Größe – 😀", "Ça va, où êtes-vous ?", "“quoted” … it’s 20 €", "Łódź, Ελλάδα, Привет, 日本語, ไทย"])(
    "are read as they were meant: %s",
    (text) => {
      expect(broken(text)).not.toBe(text);
      expect(mendCharacters(broken(text))).toBe(text);
    },
  );

  it.each(["Größe, ça, São Paulo", "Ã", "plain", "Â£ is not all: é—", "AÃ B", "日本語 😀", ""])(
    "what is as it should be, or no character in UTF-8, stays: %s",
    (text) => {
      const mended = mendCharacters(text);
      expect(mended === text || mended === text.replace("Â£", "£")).toBe(true);
    },
  );
});
