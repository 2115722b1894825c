import { ParallaxError } from "../contract/error.ts";

/**
 * Which addresses a provider may have. Whoever may enter an address could else read with our Worker what stands in its
 * network: metadata services, other people's panels, the machine it runs on. Everything is judged after parsing, as the
 * parser already turns decimal, hex, octal, short and full-width forms of an IP address into the dotted one.
 *
 * A name that points into a private network can't be told from here: nothing can pin what it was resolved to.
 */
export interface AddressRules {
  /** Only under `npm start`: models on the same machine, such as Ollama, at any port and without TLS. */
  loopbackAllowed: boolean;
}

/** Names that never lead to a public server, or lead to whatever address is written in them. */
const refusedEndings = [
  "internal",
  "intra",
  "local",
  "localhost",
  "localdomain",
  "arpa",
  "home",
  "lan",
  "corp",
  "intranet",
  "private",
  "consul",
  "svc",
  "cluster",
  "box",
  "test",
  "example",
  "invalid",
  "onion",
  "workers.dev",
  "nip.io",
  "sslip.io",
  "xip.io",
  "traefik.me",
  "localtest.me",
  "lvh.me",
  "vcap.me",
  "lacolhost.com",
  "localhost.direct",
  "rbndr.us",
  "1u.ms",
];

/** First labels under which clouds hand out credentials to whoever asks. */
const metadataNames = new Set(["metadata", "instance-data"]);

/**
 * The address a provider is to have, checked before it is stored and again before a key is sent to it.
 * @returns the address without a slash at its path's end; as text by `addressText`, since a URL always has a path
 * @throws ParallaxError `invalid_request`
 */
export function checkAddress(address: string, rules: AddressRules): URL {
  const text = address.trim();
  // The parser repairs these silently; two parsers that repair differently see two hosts.
  if (!/^[!-[\]-~]+$/.test(text)) throw refusal("holds characters that an address can't have");
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url) throw refusal("is no address: it should look like https://api.example.com/v1");
  const fault = hostFault(url, rules);
  if (fault) throw refusal(fault);
  if (text.includes("?")) throw refusal("must not have a query");
  if (text.includes("#")) throw refusal("must not have a fragment");
  url.pathname = url.pathname.replace(/\/+$/, "");
  return url;
}

/** An address as it is stored and handed to an SDK: never with a slash at the end. */
export function addressText(url: URL): string {
  return url.href.replace(/\/+$/, "");
}

/** Why no request may go to a URL, in words that go on from "the address"; null where it may. Holds no part of it. */
export function hostFault(url: URL, rules: AddressRules): string | null {
  if (url.username || url.password) return "must not hold a user name or a password";
  const host = url.hostname;
  const web = url.protocol === "https:" || url.protocol === "http:";
  if (rules.loopbackAllowed && web && isLoopback(host)) return url.port === "0" ? "must not use port 0" : null;
  if (url.protocol !== "https:") return "must begin with https://";
  // A literal is told before a port: what is wrong with http://10.0.0.1:8080 is not the port.
  if (host.startsWith("[") || /^[\d.]+$/.test(host)) return "must name a host, not an IP address";
  if (url.port) return "must use port 443";
  if (host.endsWith(".")) return "must not end with a dot";
  if (!/^[a-z0-9-]+(?:\.[a-z0-9-]+)*$/.test(host) || host.length > 253) return "has a host name that can't be";
  const labels = host.split(".");
  if (labels.length < 2) return "must name a public host, with a dot in its name";
  if (refusedEndings.some((ending) => host === ending || host.endsWith(`.${ending}`))) {
    return "must name a public host, not one of a private network";
  }
  if (metadataNames.has(labels[0] ?? "")) return "must not be a metadata service";
  return null;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d+){3}$/.test(host);
}

function refusal(fault: string): ParallaxError {
  return new ParallaxError("invalid_request", `The address ${fault}`, {
    errors: [{ path: "baseUrl", message: fault }],
  });
}
