import * as z from "zod";

/** What each kind of thing is called in an id: `an_…` is an analysis. */
export const idPrefixes = {
  project: "prj",
  dataset: "ds",
  content: "cnt",
  fix: "fix",
  template: "tpl",
  analysis: "an",
  labelEdit: "led",
  chatSession: "chs",
  message: "msg",
  provider: "prv",
  call: "cal",
  key: "key",
  user: "usr",
  organization: "org",
} as const;

export type IdKind = keyof typeof idPrefixes;

/** Crockford's alphabet: no I, L, O, U, and its order is ASCII order, so ids sort by time. */
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const timeLength = 10;
const randomLength = 16;

/**
 * A new id: prefix, 48 bits of time in milliseconds, 80 random bits.
 * @param now milliseconds since 1970
 */
export function newId(kind: IdKind, now: number): string {
  let time = "";
  for (let rest = now, i = 0; i < timeLength; i++) {
    time = alphabet.charAt(rest % 32) + time;
    rest = Math.floor(rest / 32);
  }
  let random = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(randomLength))) random += alphabet.charAt(byte & 31);
  return `${idPrefixes[kind]}_${time}${random}`;
}

/** An id of one kind, as it stands in a path or a body. */
export function idSchema(kind: IdKind) {
  return z
    .string()
    .regex(new RegExp(`^${idPrefixes[kind]}_[0-9A-Za-z_-]{1,60}$`), `not the id of a ${kind}`)
    .meta({ example: `${idPrefixes[kind]}_01KAHX5T0G7Q2M8N4V6W9YBCDE` });
}
