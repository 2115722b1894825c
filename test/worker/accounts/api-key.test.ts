import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { hintOf, isApiKey, newApiKey, sameSecret } from "../../../worker/accounts/api-key.ts";
import { sha256 } from "../../../worker/sha256.ts";

describe("API keys", () => {
  it("are plx_, 30 random characters and 6 of checksum, and never the same twice", () => {
    const keys = Array.from({ length: 500 }, newApiKey);
    for (const key of keys) {
      expect(key).toMatch(/^plx_[0-9A-Za-z]{36}$/);
      expect(isApiKey(key)).toBe(true);
    }
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("carry the CRC-32 of what stands before it, in base 62", () => {
    const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const key = newApiKey();
    const number = [...key.slice(-6)].reduce((sum, digit) => sum * 62 + alphabet.indexOf(digit), 0);
    expect(number).toBe(crc32(key.slice(0, -6)));
  });

  it("are refused when any one character is another", () => {
    const key = newApiKey();
    for (let i = 0; i < key.length; i++) {
      const other = key[i] === "x" ? "y" : "x";
      expect(isApiKey(key.slice(0, i) + other + key.slice(i + 1))).toBe(false);
    }
    for (const text of ["", "plx_", `${key}0`, key.slice(1), ` ${key}`, `${key}\n`]) expect(isApiKey(text)).toBe(false);
  });

  it("use every character of the alphabet about equally often", () => {
    const counts = new Map<string, number>();
    for (let i = 0; i < 2000; i++) {
      for (const character of newApiKey().slice(4, 34)) counts.set(character, (counts.get(character) ?? 0) + 1);
    }
    const mean = (2000 * 30) / 62;
    expect(counts.size).toBe(62);
    for (const count of counts.values()) expect(Math.abs(count - mean) / mean).toBeLessThan(0.2);
  });

  it("show their last four characters and nothing more", () => {
    const key = newApiKey();
    expect(hintOf(key)).toBe(key.slice(-4));
  });
});

describe("secrets", () => {
  it("are the same only when every character is", async () => {
    expect(await sameSecret("abc", "abc")).toBe(true);
    for (const other of ["", "ab", "abd", "abcd", "Abc"]) expect(await sameSecret(other, "abc")).toBe(false);
  });

  it("are kept as their SHA-256", async () => {
    expect(await sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  });
});
