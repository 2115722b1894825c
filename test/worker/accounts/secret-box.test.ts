import { describe, expect, it } from "vitest";
import { type SecretPlace, secretBox } from "../../../worker/accounts/secret-box.ts";

const first = "the-first-secret-of-thirty-two-characters";
const second = "the-second-secret-of-thirty-two-characters";
const place: SecretPlace = { organizationId: "org_1", providerId: "prv_1", baseUrl: "https://api.example.com/v1" };
const key = "sk-test-clé-鍵-0123456789";
const refused = { code: "not_available", message: expect.stringContaining("Enter the key again") };

describe("a sealed key", () => {
  it("is opened where it was sealed, and looks different every time", async () => {
    const box = secretBox({ KEY_ENCRYPTION_SECRET: first });
    const [one, two] = [await box.seal(place, key), await box.seal(place, key)];
    expect(one).toMatch(/^v1\.[\w-]{8}\.[\w-]{16}\.[\w-]+$/);
    expect(one).not.toBe(two);
    expect(one.split(".")[1]).toBe(two.split(".")[1]);
    expect(await box.open(place, one)).toBe(key);
    expect(await box.open(place, two)).toBe(key);
  });

  it("is refused with any character changed, left out or doubled", async () => {
    const box = secretBox({ KEY_ENCRYPTION_SECRET: first });
    // Two lengths: in one of them the last character has bits that say nothing.
    for (const secret of ["0123456789ab", "0123456789abc"]) {
      const sealed = await box.seal(place, secret);
      for (let at = 0; at < sealed.length; at++) {
        const [before, char, after] = [sealed.slice(0, at), sealed.charAt(at), sealed.slice(at + 1)];
        const others = [...".AB_-w9= ", String.fromCharCode(char.charCodeAt(0) ^ 1), "", char + char];
        for (const other of others.filter((candidate) => candidate !== char)) {
          await expect(box.open(place, before + other + after)).rejects.toMatchObject(refused);
        }
      }
      expect(await box.open(place, sealed)).toBe(secret);
    }
    for (const text of ["", "v1", "...", "v1...", `${await box.seal(place, key)}.`]) {
      await expect(box.open(place, text)).rejects.toMatchObject(refused);
    }
  });

  it("is refused at another owner, in another row and for another address", async () => {
    const box = secretBox({ KEY_ENCRYPTION_SECRET: first });
    const sealed = await box.seal(place, key);
    const elsewhere: Partial<SecretPlace>[] = [
      { organizationId: "org_2" },
      { providerId: "prv_2" },
      { baseUrl: "https://api.example.org/v1" },
      { baseUrl: "http://api.example.com/v1" },
      { baseUrl: "https://api.example.com:8443/v1" },
      { baseUrl: "https://api.example.com/v2" },
      // The parts cannot flow into each other.
      { organizationId: 'org_1","prv_1', providerId: "" },
    ];
    for (const other of elsewhere) {
      await expect(box.open({ ...place, ...other }, sealed)).rejects.toMatchObject(refused);
    }
  });
});

describe("secrets", () => {
  it("are exchanged: the previous one still opens, only the present one seals", async () => {
    const old = secretBox({ KEY_ENCRYPTION_SECRET: first });
    const sealed = await old.seal(place, key);
    const both = secretBox({ KEY_ENCRYPTION_SECRET: second, KEY_ENCRYPTION_SECRET_PREVIOUS: first });
    expect(await both.open(place, sealed)).toBe(key);
    const sealedAgain = await both.seal(place, key);
    const present = secretBox({ KEY_ENCRYPTION_SECRET: second, KEY_ENCRYPTION_SECRET_PREVIOUS: "" });
    expect(await present.open(place, sealedAgain)).toBe(key);
    await expect(present.open(place, sealed)).rejects.toMatchObject(refused);
    await expect(old.open(place, sealedAgain)).rejects.toMatchObject(refused);
  });

  it("that are missing or short are named", () => {
    for (const secret of [undefined, "", "x".repeat(31)]) {
      const settings = secret === undefined ? {} : { KEY_ENCRYPTION_SECRET: secret };
      expect(() => secretBox(settings)).toThrow(/KEY_ENCRYPTION_SECRET must be set, to 32 characters/);
    }
    expect(() => secretBox({ KEY_ENCRYPTION_SECRET: first, KEY_ENCRYPTION_SECRET_PREVIOUS: "short" })).toThrow(
      /KEY_ENCRYPTION_SECRET_PREVIOUS must be set/,
    );
  });
});
