import { ParallaxError } from "../contract/error.ts";

/** What the deployment says about itself, checked. */
export interface Settings {
  /** Where the app is reached, e.g. `https://parallax.example.com`; the fixed base of everything about sessions. */
  origin: string;
  /** The literal list of origins whose pages may change something: `origin`, and on one's own machine its other name. */
  origins: string[];
  https: boolean;
  /** Signs sessions. */
  secret: string;
  /** True under `npm start` alone. */
  local: boolean;
}

const shortestSecret = 32;

/**
 * Reads and checks what signing in depends on.
 * @throws not_available, saying what to set, rather than serve with a weak or a missing secret
 */
export function readSettings(env: Env): Settings {
  const url = parseUrl(env.PUBLIC_URL ?? "");
  if (!url) throw refuse("PUBLIC_URL must be set to the address where this app is reached.");
  const loopback = isLoopback(url.hostname);
  const https = url.protocol === "https:";
  if (env.LOCAL_OWNER_TOKEN) {
    if (!loopback) throw refuse("LOCAL_OWNER_TOKEN is set: that is for one's own machine alone. Remove it.");
    const secret = strong(env.AUTH_SECRET) ?? `parallax-local-sessions-${env.LOCAL_OWNER_TOKEN}`;
    return { origin: url.origin, origins: loopbackOrigins(url), https, secret, local: true };
  }
  if (!https && !loopback) throw refuse("PUBLIC_URL must begin with https://.");
  const secret = strong(env.AUTH_SECRET);
  if (!secret) throw refuse(`AUTH_SECRET must be set, to ${shortestSecret} characters or more.`);
  return { origin: url.origin, origins: [url.origin], https, secret, local: false };
}

/** Whether a host name can only mean the machine itself. */
export function isLoopback(hostname: string): boolean {
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(hostname);
}

function loopbackOrigins(url: URL): string[] {
  const port = url.port ? `:${url.port}` : "";
  const names = new Set([url.hostname, "127.0.0.1", "localhost"]);
  return [...names].map((name) => `${url.protocol}//${name}${port}`);
}

function strong(secret: string | undefined): string | undefined {
  return secret !== undefined && secret.length >= shortestSecret ? secret : undefined;
}

function parseUrl(text: string): URL | undefined {
  const url = URL.parse(text);
  return url && (url.protocol === "https:" || url.protocol === "http:") ? url : undefined;
}

function refuse(detail: string): ParallaxError {
  return new ParallaxError("not_available", `This deployment is not set up. ${detail}`);
}
