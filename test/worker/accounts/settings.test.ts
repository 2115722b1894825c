import { describe, expect, it } from "vitest";
import { isLoopback, readSettings } from "../../../worker/accounts/settings.ts";

const secret = "a-secret-of-more-than-thirty-two-characters";

/** Only the settings are read, so nothing else of the environment is there. */
function read(settings: Partial<Env>) {
  return readSettings(settings as Env);
}

describe("the settings of a deployment", () => {
  it("are taken when address and secret are in order", () => {
    const settings = read({ PUBLIC_URL: "https://parallax.example.com/somewhere", AUTH_SECRET: secret });
    expect(settings).toEqual({
      origin: "https://parallax.example.com",
      origins: ["https://parallax.example.com"],
      https: true,
      secret,
      local: false,
    });
  });

  it.each([
    ["no address", { AUTH_SECRET: secret }],
    ["an address that is none", { PUBLIC_URL: "parallax", AUTH_SECRET: secret }],
    ["an address of another kind", { PUBLIC_URL: "ftp://example.com", AUTH_SECRET: secret }],
    ["a public address without https", { PUBLIC_URL: "http://example.com", AUTH_SECRET: secret }],
    ["no secret", { PUBLIC_URL: "https://example.com" }],
    ["a short secret", { PUBLIC_URL: "https://example.com", AUTH_SECRET: "x".repeat(31) }],
    [
      "the local token at a public address",
      { PUBLIC_URL: "https://example.com", AUTH_SECRET: secret, LOCAL_OWNER_TOKEN: "t" },
    ],
    ["the local token and no address", { AUTH_SECRET: secret, LOCAL_OWNER_TOKEN: "t" }],
  ])("are refused with %s", (_name, env) => {
    expect(() => read(env)).toThrow(expect.objectContaining({ code: "not_available" }));
  });

  it("trust both names of one's own machine under npm start, and a secret is made of the token", () => {
    const settings = read({ PUBLIC_URL: "http://127.0.0.1:8787", LOCAL_OWNER_TOKEN: "the-token" });
    expect(settings.local).toBe(true);
    expect(settings.origins).toEqual(["http://127.0.0.1:8787", "http://localhost:8787"]);
    expect(settings.secret).toContain("the-token");
    expect(settings.secret.length).toBeGreaterThanOrEqual(32);
  });

  it.each([
    ["localhost", true],
    ["127.0.0.1", true],
    ["127.1.2.3", true],
    ["[::1]", true],
    ["localhost.example.com", false],
    ["127.0.0.1.nip.io", false],
    ["10.0.0.1", false],
    ["0.0.0.0", false],
  ])("know that %s is loopback: %s", (name, is) => {
    expect(isLoopback(name)).toBe(is);
  });
});
