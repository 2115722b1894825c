/** Whether `3/5/26` starts with the day or the month; null while the file has not shown it. */
export type DateOrder = "dmy" | "mdy" | null;

/** Learns the order from any date that can be read one way only. Both ways in one file: nothing is learnt. */
export function learnDateOrder(text: string): DateOrder {
  let dayFirst = false;
  let monthFirst = false;
  for (const [, first, second] of text.matchAll(/(?<![\d/-])(\d{1,2})[/-](\d{1,2})[/-](?:\d{4}|\d{2})(?![\d/-])/g)) {
    if (Number(first) > 12) dayFirst = true;
    if (Number(second) > 12) monthFirst = true;
  }
  return dayFirst === monthFirst ? null : dayFirst ? "dmy" : "mdy";
}

const clock = String.raw`(?:[T,\s]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?)?\s*(AM|PM|am|pm)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2})?`;
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${clock}$`);
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d{2})${clock}$`);

/**
 * A moment as ISO 8601 UTC. Without a zone it is taken as UTC; numbers are seconds, milli-, micro- or nanoseconds
 * since 1970 by their size. Null where it is no date, "ambiguous" where day and month cannot be told apart.
 */
export function readTime(value: unknown, order: DateOrder): string | null | "ambiguous" {
  if (typeof value === "number") return fromNumber(value);
  if (typeof value !== "string") return null;
  const text = value.trim();
  if (/^\d{9,19}(\.\d+)?$/.test(text)) return fromNumber(Number(text));
  const iso = yearFirst.exec(text);
  if (iso) return fromParts(iso[1], iso[3], iso[4], iso.slice(5));
  const parts = yearLast.exec(text);
  if (parts) {
    const [, first, separator, second, year] = parts;
    const fullYear = year?.length === 2 ? `20${year}` : year;
    const dayFirst =
      separator === "." || Number(first) > 12 ? true : Number(second) > 12 ? false : order ? order === "dmy" : null;
    if (dayFirst === null) return first === second ? fromParts(fullYear, first, second, parts.slice(5)) : "ambiguous";
    return dayFirst
      ? fromParts(fullYear, second, first, parts.slice(5))
      : fromParts(fullYear, first, second, parts.slice(5));
  }
  if (text.length > 60 || !/\d/.test(text) || !/[a-z]{3}/i.test(text)) return null;
  const zoned = /(?:[+-]\d{2}:?\d{2}|\b(?:GMT|UTC|Z|[ECMP][SD]T))\b/.test(text);
  return toIso(Date.parse(zoned ? text : `${text} UTC`));
}

function fromNumber(value: number): string | null {
  if (!(value >= 1e8)) return null;
  const milliseconds = value < 1e10 ? value * 1e3 : value < 1e13 ? value : value < 1e16 ? value / 1e3 : value / 1e6;
  return toIso(Math.round(milliseconds));
}

function fromParts(year = "", month = "", day = "", rest: (string | undefined)[] = []): string | null {
  const [hour = "0", minute = "0", second = "0", fraction = "", half = "", zone = ""] = rest;
  let hours = Number(hour);
  if (/pm/i.test(half) && hours < 12) hours += 12;
  if (/am/i.test(half) && hours === 12) hours = 0;
  const [months, days] = [Number(month), Number(day)];
  if (months < 1 || months > 12 || days < 1 || days > 31 || hours > 24 || Number(minute) > 59) return null;
  const thousandths = Number(fraction.padEnd(3, "0").slice(0, 3));
  const local = Date.UTC(Number(year), months - 1, days, hours, Number(minute), Number(second), thousandths);
  const [, sign, zoneHours, zoneMinutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
  const offset = (Number(zoneHours ?? 0) * 60 + Number(zoneMinutes ?? 0)) * (sign === "-" ? -1 : 1);
  return toIso(local - offset * 60_000);
}

/** Only moments of the years 1971 to 2199 are believed. */
function toIso(milliseconds: number): string | null {
  if (!(milliseconds >= 31_536_000_000 && milliseconds < 7_258_118_400_000)) return null;
  return new Date(milliseconds).toISOString().replace(".000Z", "Z");
}
