import type { Preset } from "./api.ts";

/** The preset's address with the parts that everybody has another value for; null while one is missing. */
export function filledAddress(preset: Preset, parts: Record<string, string>): string | null {
  let address = preset.baseUrl;
  for (const { part } of preset.placeholders ?? []) {
    const value = (parts[part] ?? "").trim();
    if (!/^[\w.-]+$/.test(value)) return null;
    address = address.replaceAll(`{${part}}`, value);
  }
  return address;
}

/** An address on this machine: everybody's may lie elsewhere, so it is asked for at once. */
export const isOnThisMachine = (address: string): boolean => /^https?:\/\/(127\.|localhost|\[::1\])/.test(address);
