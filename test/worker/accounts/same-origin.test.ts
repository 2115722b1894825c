import { describe, expect, it } from "vitest";
import { checkSameOrigin, checkSocketOrigin } from "../../../worker/accounts/same-origin.ts";

const own = "http://127.0.0.1:8787";

function passes(method: string, headers: Record<string, string>): boolean {
  try {
    checkSameOrigin(new Request(`${own}/api/projects`, { method, headers }), [own]);
    return true;
  } catch {
    return false;
  }
}

const types = [
  "application/json",
  "text/plain",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
];

describe("requests that change something with a cookie", () => {
  it.each([
    "https://evil.example",
    "null",
    "http://127.0.0.1:8788",
    "https://127.0.0.1:8787",
    "http://sub.127.0.0.1:8787",
  ])("are refused from %s, whatever their kind", (origin) => {
    for (const type of types) expect(passes("POST", { origin, "content-type": type })).toBe(false);
    expect(passes("DELETE", { origin })).toBe(false);
  });

  it.each(["cross-site", "same-site"])("are refused as %s even without an origin", (site) => {
    for (const type of types) expect(passes("POST", { "sec-fetch-site": site, "content-type": type })).toBe(false);
  });

  it("are refused when origin and site disagree", () => {
    expect(passes("POST", { origin: own, "sec-fetch-site": "cross-site" })).toBe(false);
  });

  it("pass from the app's own page", () => {
    expect(passes("POST", { origin: own, "content-type": "application/json" })).toBe(true);
    expect(passes("POST", { origin: own, "sec-fetch-site": "same-origin" })).toBe(true);
    expect(passes("DELETE", { origin: own })).toBe(true);
  });

  it("of a program that says neither must be of a kind that no form can send", () => {
    expect(passes("POST", { "content-type": "application/json" })).toBe(true);
    expect(passes("POST", { "content-type": "application/octet-stream" })).toBe(true);
    expect(passes("DELETE", {})).toBe(true);
    expect(passes("PATCH", { "content-type": "application/json" })).toBe(true);
    for (const type of types.slice(1)) expect(passes("POST", { "content-type": type })).toBe(false);
    expect(passes("POST", {})).toBe(false);
  });
});

describe("sockets", () => {
  const opens = (origin: string | null, by: "key" | "session") => {
    const headers: Record<string, string> = origin === null ? {} : { origin };
    try {
      checkSocketOrigin(new Request(`${own}/api/analyses/an_1/watch`, { headers }), [own], by);
      return true;
    } catch {
      return false;
    }
  };

  it("open for the app's own page, and for a key that comes from no page", () => {
    expect([opens(own, "session"), opens(own, "key"), opens(null, "key")]).toEqual([true, true, true]);
  });

  it("stay shut for every other page and for a cookie from nowhere", () => {
    for (const origin of ["https://evil.example", "null", "http://127.0.0.1:1"]) {
      expect([opens(origin, "session"), opens(origin, "key")]).toEqual([false, false]);
    }
    expect(opens(null, "session")).toBe(false);
  });
});
