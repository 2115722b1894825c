import { signal } from "@preact/signals";
import type { Me } from "../worker/contract/account.ts";

/** Who is signed in; null until known. */
export const me = signal<Me | null>(null);

/** True once a call was answered 401: the app then goes to the sign-in screen. */
export const signedOut = signal(false);

/** True while calls get no answer; any answer clears it. */
export const unreachable = signal(false);

/**
 * Where to go after signing in. Only a path of this site: `//evil.example` and `/\evil.example` are other sites.
 */
export function safeNext(next: string | undefined): string {
  return next !== undefined && /^\/(?![/\\])/.test(next) && !next.startsWith("/sign-in") ? next : "/projects";
}
