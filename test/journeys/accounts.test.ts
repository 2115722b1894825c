import { createExecutionContext } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, it } from "vitest";
import { app } from "../../worker/app.ts";
import { call, codeOf, cookiesOf, origin, type Somebody, signUp } from "./client.ts";

let ada: Somebody;
let ben: Somebody;

beforeAll(async () => {
  ada = await signUp();
  ben = await signUp();
});

/** The same Worker as it would be with other settings. */
function deployed(settings: Partial<Env>) {
  const local = { AUTH_SECRET: "test-secret-that-is-long-enough-0123456789", PUBLIC_URL: origin };
  const bindings = { ...env, LOCAL_OWNER_TOKEN: "", ...local, ...settings };
  return async (path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const base = bindings.PUBLIC_URL || origin;
    const request = new Request(`${base}/api${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return app.fetch(request, bindings, createExecutionContext());
  };
}

const person = (email: string) => ({ name: "Cleo", email, password: "correct horse battery" });

describe("signing up, in and out", () => {
  it("makes a user with an organisation of their own and signs them in", async () => {
    const me = await (await call("/me", { headers: { cookie: ada.cookie } })).json();
    expect(me).toEqual({
      user: { id: expect.stringMatching(/^usr_/), name: "Somebody 1", email: ada.email },
      organization: { id: expect.stringMatching(/^org_/), name: "Somebody 1", role: "owner" },
      local: true,
    });
    const other = await (await call("/me", { headers: { cookie: ben.cookie } })).json<typeof me>();
    expect(other).not.toEqual(me);
  });

  it("sets a cookie that scripts cannot read and other sites do not send", async () => {
    const answer = await call("/auth/sign-in/email", {
      headers: { "cf-connecting-ip": "10.1.0.1" },
      body: { email: ada.email, password: "correct horse battery" },
    });
    expect(answer.status).toBe(200);
    const [cookie, ...more] = answer.headers.getSetCookie();
    expect(more).toEqual([]);
    expect(cookie).toMatch(/^parallax\.session_token=.*; Path=\/; HttpOnly; SameSite=Lax$/);
    expect(JSON.stringify(await answer.json())).not.toContain("token");
  });

  it("repairs an organisation that was never made", async () => {
    const half = await signUp();
    const { organization } = await (await call("/me", { headers: half.bearer })).json<{
      organization: { id: string };
    }>();
    await env.DB.prepare("DELETE FROM organization WHERE id = ?1").bind(organization.id).run();
    await env.DB.prepare("DELETE FROM member WHERE organization_id = ?1").bind(organization.id).run();
    const answers = await Promise.all([1, 2, 3].map(() => call("/me", { headers: { cookie: half.cookie } })));
    const ids = await Promise.all(
      answers.map(
        async (answer) => (await answer.json<typeof organization & { organization: { id: string } }>()).organization.id,
      ),
    );
    expect(new Set(ids).size).toBe(1);
    expect(ids[0]).not.toBe(organization.id);
  });

  it("ends the session at once on signing out", async () => {
    const leaving = await signUp();
    const out = await call("/auth/sign-out", { headers: { cookie: leaving.cookie }, body: {} });
    expect(out.status).toBe(200);
    expect(await codeOf(await call("/me", { headers: { cookie: leaving.cookie } }))).toBe("not_signed_in");
  });

  it("ends every other session when the password is changed", async () => {
    const changing = await signUp();
    const again = await call("/auth/sign-in/email", {
      body: { email: changing.email, password: "correct horse battery" },
    });
    const wrong = { currentPassword: "wrong", newPassword: "another horse battery" };
    expect(
      await codeOf(await call("/auth/change-password", { headers: { cookie: changing.cookie }, body: wrong })),
    ).toBe("invalid_request");
    const right = { ...wrong, currentPassword: "correct horse battery" };
    const changed = await call("/auth/change-password", { headers: { cookie: changing.cookie }, body: right });
    expect(changed.status).toBe(200);
    expect((await call("/me", { headers: { cookie: cookiesOf(again) } })).status).toBe(401);
    expect((await call("/me", { headers: { cookie: cookiesOf(changed) } })).status).toBe(200);
  });

  it("answers what is wrong as a problem document", async () => {
    const tries = [
      [{ ...person("short@example.com"), password: "short" }, 400, "invalid_request"],
      [{ ...person("not an address") }, 400, "invalid_request"],
      [person("local@parallax.invalid"), 400, "invalid_request"],
      [person(ada.email), 409, "wrong_state"],
      [{}, 400, "invalid_request"],
    ] as const;
    for (const [body, status, code] of tries) {
      const answer = await call("/auth/sign-up/email", { headers: { "cf-connecting-ip": "10.1.0.2" }, body });
      expect(answer.status).toBe(status);
      expect(await codeOf(answer)).toBe(code);
    }
    const wrong = { email: ada.email, password: "wrong password" };
    expect(await codeOf(await call("/auth/sign-in/email", { body: wrong }))).toBe("not_signed_in");
    const nobody = { email: "nobody@example.com", password: "wrong password" };
    expect(await codeOf(await call("/auth/sign-in/email", { body: nobody }))).toBe("not_signed_in");
    expect(await codeOf(await call("/auth/sign-in/email", { body: "{" }))).toBe("invalid_request");
    const form = { "content-type": "application/x-www-form-urlencoded" };
    expect((await call("/auth/sign-in/email", { headers: { ...form, origin }, body: "email=x" })).status).toBe(415);
  });

  it("opens no other door of the sign-in library", async () => {
    for (const path of [
      "/auth/get-session",
      "/auth/list-sessions",
      "/auth/ok",
      "/auth/error",
      "/auth/callback/github",
    ]) {
      expect((await call(path, { headers: { cookie: ada.cookie } })).status).toBe(404);
    }
    for (const path of ["/auth/delete-user", "/auth/update-user", "/auth/sign-in/social", "/auth/open-session"]) {
      expect((await call(path, { headers: { cookie: ada.cookie }, body: {} })).status).toBe(404);
    }
  });

  it("stops after twenty tries a minute from one address, and tells how long to wait", async () => {
    const attempt = (address: string) =>
      call("/auth/sign-in/email", {
        headers: { "cf-connecting-ip": address },
        body: { email: ben.email, password: "a guess of a password" },
      });
    for (let i = 0; i < 20; i++) expect((await attempt("2001:db8:1:2::1")).status).toBe(401);
    const stopped = await attempt("2001:db8:1:2:ffff::9");
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await codeOf(stopped)).toBe("rate_limited");
    expect((await attempt("2001:db8:1:3::1")).status).toBe(401);
  });
});

describe("API keys", () => {
  it("are shown once, listed by their last characters and give the same owner as the cookie", async () => {
    const made = await call("/keys", { headers: ada.bearer, body: { name: "  for a script " } });
    expect(made.status).toBe(201);
    const { key, ...shown } = await made.json<{ key: string; id: string; hint: string }>();
    expect(key).toMatch(/^plx_[0-9A-Za-z]{36}$/);
    expect(shown.hint).toBe(key.slice(-4));
    const list = await (await call("/keys?limit=1", { headers: ada.bearer })).text();
    expect(JSON.parse(list)).toEqual({ items: [shown], nextCursor: shown.id });
    expect(list).not.toContain(key);
    const byKey = await (await call("/me", { headers: { authorization: `bearer ${key}` } })).json();
    expect(byKey).toEqual(await (await call("/me", { headers: { cookie: ada.cookie } })).json());
    const stored = await env.DB.prepare("SELECT * FROM api_key WHERE id = ?1").bind(shown.id).first();
    expect(JSON.stringify(stored)).not.toContain(key.slice(4, 30));
    expect(stored?.last_used_at).toEqual(expect.any(Number));
  });

  it("note their last use at most once a minute", async () => {
    const lastUse = () => env.DB.prepare("SELECT max(last_used_at) AS at FROM api_key").first<number>("at");
    await call("/me", { headers: ada.bearer });
    const first = await lastUse();
    await call("/me", { headers: ada.bearer });
    expect(await lastUse()).toBe(first);
    await env.DB.prepare("UPDATE api_key SET last_used_at = last_used_at - 61000").run();
    await call("/me", { headers: ada.bearer });
    expect(await lastUse()).toBeGreaterThanOrEqual(first ?? 0);
  });

  it("are refused from the moment they are deleted", async () => {
    const { id, key } = await (await call("/keys", { headers: ada.bearer, body: { name: "short-lived" } })).json<{
      id: string;
      key: string;
    }>();
    const bearer = { authorization: `Bearer ${key}` };
    expect((await call("/me", { headers: bearer })).status).toBe(200);
    expect((await call(`/keys/${id}`, { method: "DELETE", headers: bearer })).status).toBe(204);
    expect(await codeOf(await call("/me", { headers: bearer }))).toBe("not_signed_in");
    expect((await call(`/keys/${id}`, { method: "DELETE", headers: ada.bearer })).status).toBe(404);
  });

  it("that are not ours are refused, even beside a good cookie", async () => {
    const made = ada.bearer.authorization;
    for (const authorization of ["Bearer", "Bearer ", "Bearer x", `${made.slice(0, -1)}!`, `${made}x`, "bearer plx_"]) {
      const answer = await call("/me", { headers: { authorization, cookie: ada.cookie } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("carry the role that their user has now", async () => {
    const viewer = await signUp();
    const { user } = await (await call("/me", { headers: viewer.bearer })).json<{ user: { id: string } }>();
    await env.DB.prepare("UPDATE member SET role = 'viewer' WHERE user_id = ?1").bind(user.id).run();
    expect((await call("/keys", { headers: viewer.bearer })).status).toBe(200);
    expect(await codeOf(await call("/keys", { headers: viewer.bearer, body: { name: "x" } }))).toBe("forbidden");
    expect(await codeOf(await call("/keys", { headers: { cookie: viewer.cookie }, body: { name: "x" } }))).toBe(
      "forbidden",
    );
  });
});

describe("another site's page", () => {
  const origins = ["https://evil.example", "null", "http://127.0.0.1:1", "http://evil.127.0.0.1:8787"];
  const types = ["application/json", "text/plain", "application/x-www-form-urlencoded", ""];

  it("cannot change anything with the visitor's cookie", async () => {
    for (const from of origins) {
      for (const type of types) {
        for (const path of ["/keys", "/projects", "/templates", "/auth/sign-out", "/auth/sign-in/email"]) {
          const headers = { cookie: ada.cookie, origin: from, "content-type": type };
          const answer = await call(path, { headers, body: '{"name":"x"}' });
          expect(`${path} ${from} ${type} ${answer.status}`).toBe(`${path} ${from} ${type} 403`);
        }
      }
    }
    expect((await call("/me", { headers: { cookie: ada.cookie } })).status).toBe(200);
  });

  it("is told nothing that would let it read an answer", async () => {
    const answer = await call("/me", { headers: { cookie: ada.cookie, origin: "https://evil.example" } });
    expect([...answer.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  });

  it("cannot open a socket with the visitor's cookie, nor can a cookie from nowhere", async () => {
    const path = "/analyses/an_01KAHX5T0G7Q2M8N4V6W9YBCDE/watch";
    for (const from of [...origins.map((evil) => ({ origin: evil })), {}]) {
      const headers = { cookie: ada.cookie, upgrade: "websocket", ...from };
      expect(await codeOf(await call(path, { headers }))).toBe("forbidden");
    }
    const headers = { cookie: ada.cookie, upgrade: "websocket", origin };
    expect(await codeOf(await call(path, { headers }))).toBe("not_found");
  });

  it("is not what a bearer key is for: a key needs no origin", async () => {
    const headers = { ...ada.bearer, origin: "https://notebook.example" };
    expect((await call("/keys", { headers, body: { name: "x" } })).status).toBe(201);
  });
});

describe("the local owner of npm start", () => {
  const token = { authorization: "Bearer local-owner-token-of-the-tests" };

  it("is made once, and keeps the key that it has", async () => {
    const first = await (await call("/auth/local", { headers: token, body: {} })).json<{
      apiKey: string;
      signInPath: string;
    }>();
    const same = await (await call("/auth/local", { headers: token, body: { apiKey: first.apiKey } })).json();
    expect(same).toEqual(first);
    const other = await (
      await call("/auth/local", { headers: token, body: { apiKey: ada.bearer.authorization.slice(7) } })
    ).json<typeof first>();
    expect(other.apiKey).not.toBe(first.apiKey);
    expect((await call("/me", { headers: { authorization: `Bearer ${first.apiKey}` } })).status).toBe(401);
    const me = await (await call("/me", { headers: { authorization: `Bearer ${other.apiKey}` } })).json();
    expect(me).toMatchObject({ user: { name: "Local owner", email: "local@parallax.invalid" }, local: true });
  });

  it("is signed in by the link", async () => {
    const { signInPath } = await (await call("/auth/local", { headers: token, body: {} })).json<{
      signInPath: string;
    }>();
    const answer = await call(signInPath.slice("/api".length));
    expect(answer.status).toBe(302);
    expect(answer.headers.get("location")).toBe("/");
    const me = await (await call("/me", { headers: { cookie: cookiesOf(answer) } })).json();
    expect(me).toMatchObject({ user: { email: "local@parallax.invalid" } });
  });

  it("is nobody with another token, at another host or in a deployment", async () => {
    expect((await call("/auth/local?token=wrong")).status).toBe(401);
    expect((await call("/auth/local", { headers: { authorization: "Bearer wrong" }, body: {} })).status).toBe(401);
    const elsewhere = new Request("http://parallax.example.com/api/auth/local?token=local-owner-token-of-the-tests");
    expect((await app.fetch(elsewhere, env, createExecutionContext())).status).toBe(404);
    const real = deployed({});
    expect((await real("/auth/local?token=")).status).toBe(404);
    expect((await real("/auth/local", {}, token)).status).toBe(404);
  });
});

describe("a deployment", () => {
  it("lets nobody sign up without the set-up token, nor with it once somebody has", async () => {
    const real = deployed({ SETUP_TOKEN: "the-set-up-token" });
    for (const extra of [{}, { token: "wrong" }, { token: "" }, { token: "the-set-up-token" }]) {
      const answer = await real("/auth/sign-up/email", { ...person("new@example.com"), ...extra });
      expect(answer.status).toBe(403);
      expect(await codeOf(answer)).toBe("sign_up_closed");
    }
    expect(await codeOf(await deployed({})("/auth/sign-up/email", { ...person("new@example.com"), token: "" }))).toBe(
      "sign_up_closed",
    );
  });

  it("lets the first owner in by the set-up token", async () => {
    const rows = await env.DB.prepare("SELECT id FROM user").all<{ id: string }>();
    await env.DB.prepare("DELETE FROM user").run();
    const real = deployed({ SETUP_TOKEN: "the-set-up-token", PUBLIC_URL: "https://parallax.example.com" });
    expect(await (await real("/health")).json()).toEqual({ status: "ok", local: false, setUp: false });
    const answer = await real("/auth/sign-up/email", { ...person("first@example.com"), token: "the-set-up-token" });
    expect(answer.status).toBe(200);
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-parallax\.session_token=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    const me = await real("/me", undefined, { cookie: cookiesOf(answer) });
    expect(await me.json()).toMatchObject({ user: { email: "first@example.com" }, local: false });
    expect(me.headers.get("strict-transport-security")).toBe("max-age=31536000");
    expect(
      (await real("/auth/sign-up/email", { ...person("next@example.com"), token: "the-set-up-token" })).status,
    ).toBe(403);
    expect(rows.results.length).toBeGreaterThan(0);
  });

  it.each([
    ["without a secret", { AUTH_SECRET: "" }],
    ["with a short secret", { AUTH_SECRET: "short" }],
    ["without an address", { PUBLIC_URL: "" }],
    [
      "with the local token at a public address",
      { PUBLIC_URL: "https://parallax.example.com", LOCAL_OWNER_TOKEN: "x" },
    ],
  ])("refuses to serve %s, and says so", async (_name, settings) => {
    for (const path of ["/health", "/me", "/auth/local?token=x", "/openapi.json"]) {
      const answer = await deployed(settings)(path);
      expect(answer.status).toBe(503);
      expect(await codeOf(answer)).toBe("not_available");
    }
  });
});
