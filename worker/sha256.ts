const encoder = new TextEncoder();
const byteNames = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** SHA-256 of a text, hexadecimal. Enough for keys that are random throughout; never for passwords. */
export async function sha256(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", encoder.encode(text)));
  let hex = "";
  for (const byte of digest) hex += byteNames[byte];
  return hex;
}
