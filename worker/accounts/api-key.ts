/**
 * API keys: `plx_`, 30 random base62 characters (178 bits), 6 base62 characters of CRC-32 over what stands before.
 * The checksum lets a mistyped or made-up key be refused without a look into the database, and secret scanners tell a
 * key from other text (the form GitHub chose for its tokens in 2021).
 */

import { crc32 } from "../crc32.ts";
import { sha256 } from "../sha256.ts";

const prefix = "plx_";
const randomLength = 30;
const checksumLength = 6;
const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const shape = new RegExp(`^${prefix}[0-9A-Za-z]{${randomLength + checksumLength}}$`);

/** A new key. Shown once; only its hash is kept. */
export function newApiKey(): string {
  let text = prefix;
  while (text.length < prefix.length + randomLength) {
    for (const byte of crypto.getRandomValues(new Uint8Array(randomLength))) {
      // 248 is the last multiple of 62 in a byte: above it some characters would come up more often.
      if (byte < 248 && text.length < prefix.length + randomLength) text += alphabet.charAt(byte % 62);
    }
  }
  return text + checksum(text);
}

/** Whether a text can be a key of ours at all. Says nothing about whether it is one. */
export function isApiKey(text: string): boolean {
  return shape.test(text) && checksum(text.slice(0, -checksumLength)) === text.slice(-checksumLength);
}

/** What people may see of a key: its last four characters. */
export function hintOf(key: string): string {
  return key.slice(-4);
}

/** Compares two secrets in a time that tells nothing about where they differ. */
export async function sameSecret(given: string, expected: string): Promise<boolean> {
  const [left, right] = await Promise.all([sha256(given), sha256(expected)]);
  let difference = 0;
  for (let i = 0; i < left.length; i++) difference |= left.charCodeAt(i) ^ right.charCodeAt(i);
  return difference === 0;
}

function checksum(text: string): string {
  let rest = crc32(new TextEncoder().encode(text));
  let digits = "";
  for (let i = 0; i < checksumLength; i++) {
    digits = alphabet.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}
