/** The digits of a text, anything else left out. */
export function digitsOf(text: string): string {
  return text.replace(/\D/g, "");
}

/** Luhn's check (ISO/IEC 7812-1), as on payment cards. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let place = digits.length - 1, double = false; place >= 0; place--, double = !double) {
    const digit = digits.charCodeAt(place) - 48;
    sum += double ? (digit > 4 ? digit * 2 - 9 : digit * 2) : digit;
  }
  return digits.length > 0 && sum % 10 === 0;
}

/** The remainder of a number of any length, as digits. */
export function remainder(digits: string, by: number): number {
  let rest = 0;
  for (let place = 0; place < digits.length; place++) rest = (rest * 10 + digits.charCodeAt(place) - 48) % by;
  return rest;
}

/** ISO 13616: letters as 10 to 35, the first four signs last, modulo 97 is 1. @param iban without spaces, upper case */
export function passesIban(iban: string): boolean {
  const moved = iban.slice(4) + iban.slice(0, 4);
  const digits = moved.replace(/[A-Z]/g, (letter) => String(letter.charCodeAt(0) - 55));
  return /^\d+$/.test(digits) && remainder(digits, 97) === 1;
}

/** Sum of digits by weight. */
export function weighted(digits: string, weights: readonly number[]): number {
  return weights.reduce((sum, weight, place) => sum + weight * (digits.charCodeAt(place) - 48), 0);
}

/** ISO 7064, MOD 11,10: the last digit checks the others (the German tax id). */
export function passesMod11Of10(digits: string): boolean {
  let product = 10;
  for (const digit of digits.slice(0, -1)) {
    const sum = (Number(digit) + product) % 10 || 10;
    product = (sum * 2) % 11;
  }
  return (11 - product) % 10 === Number(digits.slice(-1));
}
