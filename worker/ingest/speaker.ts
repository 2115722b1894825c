import { knownRole } from "./roles.ts";

/** Last words of a name that say which side somebody is on: "Shop Support", "Dana Customer". */
const sides = new Set([
  "agent",
  "support",
  "bot",
  "customer",
  "helpdesk",
  "service",
  "team",
  "assistant",
  "advisor",
  "visitor",
]);

/**
 * The role of somebody known by name alone: a word for a role is that role, a name that ends in one too, any other name
 * stays, so that speakers can be told apart.
 */
export function roleOfName(name: string): string {
  const plain = name.trim();
  if (plain === "") return "unknown";
  const whole = knownRole(plain);
  if (whole !== null) return whole;
  const last = /([\p{L}]+)$/u.exec(plain)?.[1]?.toLowerCase() ?? "";
  if (sides.has(last)) return knownRole(last) ?? plain;
  return /^visitor \d+$/i.test(plain) ? "user" : plain;
}
