/**
 * A vector as short text: each value as a whole number of one byte, base64. Only its direction is kept, which is all that
 * is compared; of 1,536 values of 32 bits 2 KB are left, and the cosine of two moves by less than a thousandth.
 */

const largest = 127;

/** @returns null for what is no direction: nothing, no number, all zero */
export function packVector(values: readonly number[]): string | null {
  let most = 0;
  for (const value of values) {
    if (!Number.isFinite(value)) return null;
    most = Math.max(most, Math.abs(value));
  }
  if (most === 0) return null;
  let binary = "";
  for (const value of values) binary += String.fromCharCode(Math.round((value / most) * largest) & 0xff);
  return btoa(binary);
}

/** @returns values from -127 to 127 @throws DOMException where it is no base64 */
export function unpackVector(packed: string): Int8Array {
  const binary = atob(packed);
  const values = new Int8Array(binary.length);
  for (let index = 0; index < binary.length; index++) values[index] = binary.charCodeAt(index);
  return values;
}
