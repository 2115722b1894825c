import { fork } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseAnalyzeOptions } from "../../scripts/client/analyze-options.ts";
import { fingerprint } from "../../scripts/server/build.ts";
import { readLocal, secretsOf, writeLocal } from "../../scripts/server/local-owner.ts";
import { LockHeld, takeLock } from "../../scripts/server/lock.ts";
import { appliedIn, hasAll } from "../../scripts/server/migrate.ts";
import { parseStartOptions, UsageError } from "../../scripts/server/options.ts";
import { openState } from "../../scripts/server/place.ts";
import { freePort } from "../../scripts/server/port.ts";
import { isAlive, parseListing } from "../../scripts/server/processes.ts";
import { envFile } from "../../scripts/server/wrangler.ts";

let directory = "";
beforeAll(() => {
  directory = mkdtempSync(path.join(os.tmpdir(), "parallax-server-"));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

describe("options", () => {
  test("have their defaults", () => {
    expect(parseStartOptions([])).toEqual({
      port: 8787,
      state: ".wrangler/state",
      sample: true,
      open: true,
      help: false,
    });
    expect(parseStartOptions(["--port", "9000", "--state=x", "--no-sample", "--no-open"])).toMatchObject({
      port: 9000,
      state: "x",
      sample: false,
      open: false,
    });
  });

  test.each([[["--bogus"]], [["--port", "x"]], [["--port", "70000"]], [["stray"]], [["--port"]]])(
    "%j is refused",
    (args) => {
      expect(() => parseStartOptions(args)).toThrow(UsageError);
    },
  );

  test("analyze takes many files and models", () => {
    const options = parseAnalyzeOptions([
      "a.jsonl",
      "b.csv",
      "--model",
      "sim/a/b",
      "--model",
      "local/lexical",
      "--json",
    ]);
    expect(options).toMatchObject({ files: ["a.jsonl", "b.csv"], models: ["sim/a/b", "local/lexical"], json: true });
    expect(parseAnalyzeOptions(["a.jsonl"]).models).toEqual(["local/lexical"]);
    expect(() => parseAnalyzeOptions([])).toThrow(UsageError);
    expect(() => parseAnalyzeOptions(["a", "--model", "nameless"])).toThrow(UsageError);
    for (const out of ["a.JSONL", "dir.d/a.csv", "a.md", "a.html"]) {
      expect(parseAnalyzeOptions(["a", "--out", out]).out).toBe(out);
    }
    for (const out of ["a.xlsx", "a", "md", "a.csv/b"]) {
      expect(() => parseAnalyzeOptions(["a", "--out", out])).toThrow(/\.jsonl, \.csv, \.md or \.html/);
    }
  });
});

describe("the lock of a state", () => {
  test("is held once and free again after its release", () => {
    const lock = takeLock(directory, "once.lock");
    expect(() => takeLock(directory, "once.lock")).toThrow(LockHeld);
    lock.release();
    takeLock(directory, "once.lock").release();
  });

  test("names its holder and ends with it, also by kill -9", async () => {
    const script = path.join(directory, "holder.ts");
    const module = path.resolve(import.meta.dirname, "../../scripts/server/lock.ts");
    writeFileSync(
      script,
      `import { takeLock } from ${JSON.stringify(module)};
       takeLock(${JSON.stringify(directory)}, "other.lock");
       process.send?.("held");
       setInterval(() => {}, 1000);`,
    );
    const child = fork(script, { stdio: "ignore" });
    const closed = new Promise((resolve) => child.on("close", resolve));
    await new Promise((resolve) => child.on("message", resolve));
    try {
      expect(() => takeLock(directory, "other.lock")).toThrow(`held by process ${child.pid}`);
    } finally {
      child.kill("SIGKILL");
    }
    await closed;
    takeLock(directory, "other.lock").release();
  });
});

describe("what is kept in a state", () => {
  test("secrets are made once and are the owner's alone", () => {
    const state = openState(path.join(directory, "state"));
    const secrets = secretsOf(state);
    expect(secretsOf(state)).toEqual(secrets);
    expect(secrets.authSecret).not.toBe(secrets.localOwnerToken);
    const local = { url: "http://127.0.0.1:1", apiKey: "k", signInUrl: "u", pid: 1 };
    writeLocal(state, local);
    expect(readLocal(state.directory)).toEqual(local);
    for (const file of ["secrets.json", "local.json"]) {
      expect(statSync(path.join(state.directory, file)).mode & 0o777).toBe(0o600);
    }
  });

  test("secrets of an earlier version stay, and get what has come since", () => {
    const state = openState(path.join(directory, "earlier"));
    const file = path.join(state.directory, "secrets.json");
    const earlier = { authSecret: "a".repeat(43), localOwnerToken: "b".repeat(43), later: "of a later version" };
    writeFileSync(file, JSON.stringify(earlier), { mode: 0o600 });
    const secrets = secretsOf(state);
    expect(secrets).toMatchObject({ authSecret: earlier.authSecret, localOwnerToken: earlier.localOwnerToken });
    expect(secrets.keySecret.length).toBeGreaterThanOrEqual(32);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ ...earlier, keySecret: secrets.keySecret });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(secretsOf(state)).toEqual(secrets);
  });

  test("a broken local.json is none", () => {
    writeFileSync(path.join(directory, "local.json"), '{"url":');
    expect(readLocal(directory)).toBeNull();
  });

  test("no database has no migration, so that wrangler is asked", () => {
    expect(appliedIn(directory).size).toBe(0);
    expect(hasAll(["0000.sql"], new Set())).toBe(false);
    expect(hasAll(["0000.sql"], new Set(["0000.sql", "0001.sql"]))).toBe(true);
  });

  test("the same sources have the same fingerprint, others another", () => {
    const file = path.join(directory, "source.ts");
    writeFileSync(file, "one");
    const one = fingerprint([file]);
    expect(fingerprint([file])).toBe(one);
    writeFileSync(file, "two");
    expect(fingerprint([file])).not.toBe(one);
  });
});

describe("what is handed to the Worker", () => {
  test("goes into an env file, one line each", () => {
    expect(envFile({ PARALLEL_STREAM_COUNT: "8", PUBLIC_URL: "http://127.0.0.1:8787" })).toBe(
      "PARALLEL_STREAM_COUNT=8\nPUBLIC_URL=http://127.0.0.1:8787\n",
    );
  });

  test("a value that would start another line is refused", () => {
    expect(() => envFile({ SESSIONS_PER_STREAM: "4\nLOCAL_OWNER_TOKEN=x" })).toThrow("SESSIONS_PER_STREAM");
  });
});

describe("processes and ports", () => {
  test("a listing of ps yields only those that carry the mark as a word of their own", () => {
    const listing = [
      "  12 /bin/workerd serve HOME=/root PARALLAX_STATE_MARK=abc PATH=/bin",
      "  13 /bin/workerd serve PARALLAX_STATE_MARK=abcd",
      " 140 grep PARALLAX_STATE_MARK=ab",
    ].join("\n");
    expect(parseListing(listing, "PARALLAX_STATE_MARK=abc").map((one) => one.pid)).toEqual([12]);
  });

  test("this process lives", () => {
    expect(isAlive(process.pid)).toBe(true);
    expect(isAlive(2 ** 30)).toBe(false);
  });

  test("a taken port is told from a free one", async () => {
    const port = (await freePort(0)) ?? 0;
    expect(port).toBeGreaterThan(0);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    expect(await freePort(port)).toBeNull();
    await new Promise((resolve) => server.close(resolve));
    expect(await freePort(port)).toBe(port);
  });
});
