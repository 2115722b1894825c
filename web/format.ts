const locale = "en-US";
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const short = new Intl.NumberFormat(locale, { notation: "compact", maximumFractionDigits: 1 });
const shares = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 0 });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto", style: "short" });
const languages = new Intl.DisplayNames(locale, { type: "language", fallback: "code" });
const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false });
const full = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const minutes = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const dayOnly = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const exact = new Intl.DateTimeFormat(locale, {
  year: "numeric",
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
  timeZoneName: "short",
});

export const count = (value: number): string => whole.format(value);
export const compact = (value: number): string => (value < 10_000 ? whole.format(value) : short.format(value));

/** "1 content", "12,408 contents". */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** Dollars; as many places as the amount needs, never rounded down to nothing. null is a price nobody knows. */
export function money(dollars: number | null): string {
  if (dollars === null) return "price unknown";
  if (dollars > 0 && dollars < 0.0001) return "< $0.0001";
  const places = dollars > 0 && dollars < 1 ? 4 : 2;
  const text = dollars.toFixed(places);
  const [before, after = ""] = (places === 4 ? text.replace(/0{1,2}$/, "") : text).split(".");
  return `$${count(Number(before))}.${after}`;
}

/** A share in whole percents, the one way they are written; something is never "0%", and less than all never "100%". */
export function share(part: number, all: number): string {
  const value = all > 0 ? part / all : 0;
  if (value > 0 && value < 0.005) return "< 1%";
  return value >= 0.995 && value < 1 ? "> 99%" : shares.format(value);
}

/** Seconds as people say them: "4s", "6m 53s", "1h 04m". */
export function duration(seconds: number): string {
  if (seconds > 0 && seconds < 1) return "< 1s";
  const all = Math.round(seconds);
  if (all < 60) return `${all}s`;
  if (all < 3600) return `${Math.floor(all / 60)}m ${String(all % 60).padStart(2, "0")}s`;
  return `${Math.floor(all / 3600)}h ${String(Math.floor((all % 3600) / 60)).padStart(2, "0")}m`;
}

/** "3 min. ago". @param now milliseconds since 1970 */
export function ago(iso: string, now: number): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Number.isNaN(seconds)) return "";
  const size = Math.abs(seconds);
  if (size < 45) return seconds > 0 ? "in a moment" : "just now";
  if (size < 2700) return relative.format(Math.round(seconds / 60), "minute");
  if (size < 79_200) return relative.format(Math.round(seconds / 3600), "hour");
  return relative.format(Math.round(seconds / 86_400), "day");
}

const valid = (iso: string): Date | null => (Number.isNaN(Date.parse(iso)) ? null : new Date(iso));
export const timeOfDay = (iso: string): string => (valid(iso) ? clock.format(new Date(iso)) : iso);
/** The day of an ISO date, UTC: "12 May 2026". */
export const dateOnly = (day: string): string => (valid(day) ? dayOnly.format(new Date(day)) : day);
export const dateTime = (iso: string): string => (valid(iso) ? full.format(new Date(iso)) : iso);
/** For titles: to the second, with its zone. */
export const moment = (iso: string): string => (valid(iso) ? exact.format(new Date(iso)) : iso);

/**
 * The server writes "11:05 UTC" into its sentences, the page shows times of this place beside them: all of this place.
 * @param at near which day, ISO or milliseconds since 1970
 */
export function localTimes(text: string, at: string | number): string {
  return text.replace(/\b([01]\d|2[0-3]):([0-5]\d) UTC\b/g, (whole, hour: string, minute: string) => {
    const day = new Date(at);
    return Number.isNaN(day.getTime()) ? whole : minutes.format(day.setUTCHours(Number(hour), Number(minute), 0, 0));
  });
}

/** The server's sentence on what has expired, its time as one of this place. */
export function expiredInWords(text: string): string {
  const at = /\b\d{4}-\d\d-\d\dT[\d:.]+Z/.exec(text)?.[0];
  return `Its results were kept for a time that ended${at === undefined ? "" : ` on ${dateTime(at)}`}, and are removed.`;
}

export function bytes(size: number): string {
  if (size < 1024) return `${size} B`;
  if (size < 1024 ** 2) return `${whole.format(size / 1024)} KB`;
  return `${(size / 1024 ** 2).toFixed(1)} MB`;
}

export function language(code: string): string {
  if (code === "und" || code === "") return "Unknown";
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** A reason as a sentence of its own: "paused by hand" is "Paused by hand."; the name of a model stays as it is. */
export function sentence(text: string): string {
  const words = text.trim();
  if (words === "") return "";
  const first = /^[^\s/]+\//.test(words) ? words.charAt(0) : words.charAt(0).toUpperCase();
  return `${first}${words.slice(1)}${/[.!?…]$/.test(words) ? "" : "."}`;
}

/** A facet's name as a heading: "customerMood" and "customer_mood" are both "Customer mood". */
export function facetName(name: string): string {
  const words = name
    .replace(/_/g, " ")
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
