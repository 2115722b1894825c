import { describe, expect, test } from "vitest";
import { ParallaxError } from "../../../worker/contract/error.ts";
import { addressText, checkAddress, hostFault } from "../../../worker/engines/address.ts";

const outside = { loopbackAllowed: false };
const local = { loopbackAllowed: true };

const good = [
  ["https://api.anthropic.com", "https://api.anthropic.com"],
  ["https://api.anthropic.com/", "https://api.anthropic.com"],
  ["https://api.openai.com/v1", "https://api.openai.com/v1"],
  ["https://api.openai.com/v1///", "https://api.openai.com/v1"],
  ["  https://api.groq.com/openai/v1\n", "https://api.groq.com/openai/v1"],
  ["https://api.openai.com:443/v1", "https://api.openai.com/v1"],
  ["HTTPS://API.OpenAI.com/V1", "https://api.openai.com/V1"],
  ["https://generativelanguage.googleapis.com", "https://generativelanguage.googleapis.com"],
  ["https://bedrock-runtime.eu-central-1.amazonaws.com", "https://bedrock-runtime.eu-central-1.amazonaws.com"],
  ["https://my-resource.openai.azure.com/openai/v1", "https://my-resource.openai.azure.com/openai/v1"],
  ["https://gateway.ai.cloudflare.com/v1/a/b/anthropic", "https://gateway.ai.cloudflare.com/v1/a/b/anthropic"],
  ["https://api.cloudflare.com/client/v4/accounts/1/ai/v1", "https://api.cloudflare.com/client/v4/accounts/1/ai/v1"],
  ["https://xn--bcher-kva.de/v1", "https://xn--bcher-kva.de/v1"],
  ["https://local.example.com/v1", "https://local.example.com/v1"],
  ["https://internal-models.example.com", "https://internal-models.example.com"],
  ["https://notworkers.dev/v1", "https://notworkers.dev/v1"],
  ["https://1.example.com", "https://1.example.com"],
  ["https://a.b.c.d.example.com/a/../b/", "https://a.b.c.d.example.com/b"],
];

/** Refused everywhere, `npm start` included. */
const bad = `
http://api.openai.com/v1
http://api.openai.com:80
ftp://api.openai.com
file:///etc/passwd
file://api.openai.com/etc/passwd
gopher://api.openai.com
ws://api.openai.com
wss://api.openai.com
data:text/plain,hello
javascript:alert(1)
blob:https://api.openai.com/1
about:blank
api.openai.com/v1
//api.openai.com/v1
https:api.openai.com:8443
https://
https:///
https://api.openai.com:80/v1
https://api.openai.com:444
https://api.openai.com:8443/v1
https://api.openai.com:22
https://api.openai.com:99999
https://user@api.openai.com
https://user:password@api.openai.com/v1
https://:password@api.openai.com
https://api.openai.com@evil.com
https://api.openai.com%40evil.com@169.254.169.254
https://169.254.169.254%23@evil.com
https://api.openai.com\\@evil.com
https://api.openai.com/v1?api-version=1
https://api.openai.com/v1?
https://api.openai.com/v1#part
https://api.openai.com/v1#
https://api.openai.com./v1
https://metadata.google.internal.
https://localhost./
https://openai
https://intranet/v1
https://metadata
https://0.0.0.0
https://0
https://0x0
https://1.1.1.1
https://8.8.8.8/v1
https://10.0.0.1
https://10.255.255.255
https://172.16.0.1
https://172.31.255.255
https://192.168.0.1
https://192.168.1.1:8080
https://169.254.169.254
https://169.254.169.254/latest/meta-data
http://169.254.169.254
http://169.254.169.254/latest/api/token
https://169.254.170.2/v2/credentials
https://100.100.100.200
https://100.64.0.1
https://198.18.0.1
https://192.0.0.192
https://168.63.129.16
https://224.0.0.1
https://255.255.255.255
https://167772161
https://2852039166
https://0xa9fea9fe
https://0xA9.0xFE.0xA9.0xFE
https://0251.0376.0251.0376
https://025177524776
https://169.254.43518
https://169.16689662
https://10.1
https://192.168.257
https://①⑥⑨.②⑤④.①⑥⑨.②⑤④
https://１６９.２５４.１６９.２５４
https://169。254。169。254
https://169%2e254%2e169%2e254
https://169.254.169.254.
https://[::]
https://[::2]
https://[fe80::1]
https://[fc00::1]
https://[fd00:ec2::254]
https://[::ffff:169.254.169.254]
https://[::ffff:a9fe:a9fe]
https://[::ffff:10.0.0.1]
https://[::ffff:127.0.0.1]
https://[::7f00:1]
https://[::127.0.0.1]
https://[2002:a9fe:a9fe::]
https://[2002:7f00:1::]
https://[64:ff9b::a9fe:a9fe]
https://[64:ff9b:1::7f00:1]
https://[2001:db8::1]
https://[2606:4700:4700::1111]
https://[0:0:0:0:0:ffff:a9fe:a9fe]
https://[fe80::1%25eth0]
https://metadata.google.internal
https://metadata.google.internal/computeMetadata/v1
https://METADATA.GOOGLE.INTERNAL
https://metadata.goog
https://metadata.packet.net
https://metadata.tencentyun.com
https://instance-data.ec2.internal
https://instance-data.example.com
https://host.docker.internal
https://kubernetes.default.svc.cluster.local
https://printer.local
https://models.localhost
https://app.localdomain
https://1.0.0.127.in-addr.arpa
https://router.home
https://router.home.arpa
https://nas.lan
https://wiki.corp
https://wiki.intranet
https://wiki.private
https://wiki.intra
https://fritz.box
https://models.default.svc
https://models.cluster
https://models.invalid
https://api.example
https://vault.service.consul
https://models.test
https://duskgytldkxiuqc6.onion
https://other.workers.dev
https://deep.other.workers.dev/v1
https://workers.dev
https://169.254.169.254.nip.io
https://169-254-169-254.sslip.io
https://127.0.0.1.xip.io
https://10.0.0.1.traefik.me
https://localtest.me
https://a.localtest.me
https://lvh.me
https://vcap.me
https://app.localhost.direct
https://7f000001.a9fea9fe.rbndr.us
https://make-127-0-0-1-and-169-254-169-254-rr.1u.ms
https://api..openai.com
https://.openai.com
https://api_internal.openai.com
https://api.openai.com!.evil
https://api openai.com
https://api.openai.com/v 1
https://api.openai.com/ü
https://ⓛocalhost
https://*.openai.com
https://${"a".repeat(64)}.${"b".repeat(250)}.com
https://openai.com:443:443
`
  .trim()
  .split("\n");

/** Only under `npm start`. */
const loopback = [
  ["http://localhost:11434/v1/", "http://localhost:11434/v1"],
  ["http://localhost", "http://localhost"],
  ["https://localhost:8443", "https://localhost:8443"],
  ["http://127.0.0.1:1234/v1", "http://127.0.0.1:1234/v1"],
  ["http://127.0.0.1", "http://127.0.0.1"],
  ["http://127.1.2.3:80", "http://127.1.2.3"],
  ["http://127.1:8000", "http://127.0.0.1:8000"],
  ["http://2130706433:8000", "http://127.0.0.1:8000"],
  ["http://0x7f.1", "http://127.0.0.1"],
  ["http://[::1]:11434/v1", "http://[::1]:11434/v1"],
  ["http://[0:0:0:0:0:0:0:1]", "http://[::1]"],
];

const evenLocally = [
  "ftp://localhost",
  "ws://127.0.0.1:8787",
  "http://user:password@localhost:11434",
  "http://localhost:11434/v1?key=1",
  "http://localhost:11434/v1#a",
  "http://localhost.:11434",
  "http://localhost.evil.com",
  "http://127.0.0.1.evil.com",
  "http://128.0.0.1",
  "http://0.0.0.0:11434",
  "http://[::]:11434",
  "http://[::ffff:127.0.0.1]:11434",
  "http://10.0.0.5:11434",
  "http://192.168.1.20:11434",
  "http://127.0.0.1:0",
  "http://localhost:0/v1",
  "http://[::1]:0",
  "http://nas.lan:11434",
  "http://host.docker.internal:11434",
];

function refused(address: string, rules: { loopbackAllowed: boolean }): ParallaxError {
  try {
    checkAddress(address, rules);
  } catch (error) {
    if (error instanceof ParallaxError) return error;
    throw error;
  }
  throw new Error(`${address} was taken`);
}

describe("an address", () => {
  test("is tried in more than 150 ways", () => {
    expect(new Set([...good, ...loopback].map(([address]) => address).concat(bad, evenLocally)).size).toBeGreaterThan(
      150,
    );
  });

  test.each(good)("%j is taken as %s", (address, text) => {
    expect(addressText(checkAddress(address, outside))).toBe(text);
    expect(addressText(checkAddress(address, local))).toBe(text);
  });

  test.each(bad)("%j is refused everywhere", (address) => {
    for (const rules of [outside, local]) {
      const { code, errors } = refused(address, rules);
      expect(code).toBe("invalid_request");
      expect(errors.map(({ path }) => path)).toEqual(["baseUrl"]);
    }
  });

  test.each(["\t", "\n", "\r", "\0", " ", "\u00a0", "\u200b", "\u202e", "\\"])(
    "with %j inside is refused",
    (character) => {
      refused(`https://api.open${character}ai.com/v1`, local);
      refused(`https://api.openai.com/v${character}1`, local);
    },
  );

  test.each(loopback)("%j is taken on one's own machine only, as %s", (address, text) => {
    expect(addressText(checkAddress(address, local))).toBe(text);
    refused(address, outside);
  });

  test.each(evenLocally)("%j is refused on one's own machine too", (address) => {
    refused(address, local);
  });

  test("that is refused is not repeated in the answer: it may hold a password", () => {
    const error = refused("https://user:hunter2@api.openai.com", outside);
    expect(JSON.stringify([error.message, error.errors])).not.toContain("hunter2");
  });

  test("is judged alike where it is used, with a query allowed", () => {
    expect(hostFault(new URL("https://api.openai.com/v1/models?limit=2"), outside)).toBe(null);
    expect(hostFault(new URL("http://127.0.0.1:99/a?b"), local)).toBe(null);
    expect(hostFault(new URL("http://127.0.0.1:99/a?b"), outside)).not.toBe(null);
  });
});
