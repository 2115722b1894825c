import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { isHealthy } from "../../scripts/client/api.ts";
import { readLocal } from "../../scripts/server/local-owner.ts";
import { freePort } from "../../scripts/server/port.ts";
import { endProcesses, markOf, processesOf } from "../../scripts/server/processes.ts";

/* `npm start` as a process among others: who ends it, what it leaves behind, and what a second one does. */

const root = path.resolve(import.meta.dirname, "../..");
let state = "";
let mark = "";
let port = 0;

beforeAll(async () => {
  state = realpathSync(mkdtempSync(path.join(os.tmpdir(), "parallax-start-")));
  mark = markOf(state);
  port = (await freePort(0)) ?? 0;
});
afterEach(() => endProcesses(mark, 2000));
afterAll(() => rmSync(state, { recursive: true, force: true }));

interface Run {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | NodeJS.Signals | null>;
}

/** `npm start` in a process group of its own, as a terminal would run it. */
function npmStart(more: { port?: number; state?: string } = {}): Run {
  const args = ["start", "--", "--no-open", "--no-sample", "--port", String(more.port ?? port)];
  const child = spawn("npm", [...args, "--state", more.state ?? state], {
    cwd: root,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    // As if typed in a terminal, not by the npm that runs these tests.
    env: { ...process.env, npm_lifecycle_event: undefined, npm_command: undefined },
  });
  let said = "";
  child.stdout.on("data", (chunk) => {
    said += chunk;
  });
  child.stderr.on("data", (chunk) => {
    said += chunk;
  });
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on("close", (code, signal) => resolve(code ?? signal)),
  );
  return { child, said: () => said, ended };
}

async function ready(run: Run): Promise<Run> {
  const early = run.ended.then((code) => `ended with ${code}`);
  while (!/^Ready: /m.test(run.said())) {
    const end = await Promise.race([early, new Promise<null>((resolve) => setTimeout(() => resolve(null), 100))]);
    if (end !== null) throw new Error(`${end}: ${run.said()}`);
  }
  return run;
}

const pidOf = (run: Run): number => run.child.pid ?? 0;
/** The processes of this state whose command holds these words; paths of several programs hold "wrangler". */
const marked = (words: string): number[] =>
  processesOf(mark)
    .filter((one) => one.command.includes(words))
    .map((one) => one.pid);
const nothingLeft = () =>
  expect.poll(() => processesOf(mark).map((one) => one.command), { timeout: 15_000 }).toEqual([]);

// Every step takes seconds: what hangs is told long before the whole run has used up its time.
describe("npm start", { timeout: 90_000 }, () => {
  test("says where it is, once, and local.json names the process to be ended", async () => {
    const run = await ready(npmStart());
    const url = `http://127.0.0.1:${port}`;
    expect(run.said().match(/^Ready: .*$/gm)).toEqual([`Ready: ${url}`]);
    const local = readLocal(state);
    expect(local).toMatchObject({ url, pid: pidOf(run) });
    expect(await isHealthy(url)).toBe(true);
    const me = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${local?.apiKey}` } });
    expect(me.status).toBe(200);

    process.kill(pidOf(run), "SIGTERM");
    await run.ended;
    await nothingLeft();
    expect(await freePort(port)).toBe(port);
  });

  test("keeps the key of the local owner over a restart, and Ctrl-C ends everything", async () => {
    const before = readLocal(state)?.apiKey;
    const run = await ready(npmStart());
    expect(readLocal(state)?.apiKey).toBe(before);
    process.kill(-pidOf(run), "SIGINT");
    await run.ended;
    await nothingLeft();
  });

  test("kill -9 of the group leaves nothing, kill -9 of npm alone does not either", async () => {
    const first = await ready(npmStart());
    process.kill(-pidOf(first), "SIGKILL");
    await first.ended;
    await nothingLeft();
    const second = await ready(npmStart());
    process.kill(pidOf(second), "SIGKILL");
    await nothingLeft();
  });

  test("a second one on the same state is refused and does no harm; so is one on the same port", async () => {
    const first = await ready(npmStart());
    const second = npmStart({ port: (await freePort(0)) ?? 0 });
    expect(await second.ended).toBe(1);
    expect(second.said()).toContain(`in use by process`);
    expect(second.said()).toContain(`http://127.0.0.1:${port}`);

    const elsewhere = mkdtempSync(path.join(os.tmpdir(), "parallax-start-"));
    const third = npmStart({ state: elsewhere });
    expect(await third.ended).toBe(1);
    expect(third.said()).toContain(`Port ${port} is in use`);
    rmSync(elsewhere, { recursive: true, force: true });

    expect(await isHealthy(`http://127.0.0.1:${port}`)).toBe(true);
    process.kill(pidOf(first), "SIGTERM");
    await first.ended;
    await nothingLeft();
  });

  test.each([
    ["the server", "wrangler-dist/cli.js"],
    ["every runtime inside the server", "workerd serve"],
  ])("says so where %s dies under it, and answers again", async (_, command) => {
    const run = await ready(npmStart());
    const url = `http://127.0.0.1:${port}`;
    const local = readLocal(state);
    const victims = marked(command);
    expect(victims.length).toBeGreaterThan(0);
    for (const victim of victims) process.kill(victim, "SIGKILL");
    await expect.poll(run.said, { timeout: 60_000 }).toContain("unexpectedly; starting it again");
    await expect.poll(() => isHealthy(url), { timeout: 30_000 }).toBe(true);
    const me = await fetch(`${url}/api/me`, { headers: { authorization: `Bearer ${local?.apiKey}` } });
    expect(me.status).toBe(200);
    process.kill(pidOf(run), "SIGTERM");
    await run.ended;
    await nothingLeft();
  });

  test("gives up on a server that dies again and again", async () => {
    const run = await ready(npmStart());
    for (let death = 0; death < 4; death++) {
      await expect.poll(() => marked("wrangler-dist/cli.js").length, { timeout: 30_000 }).toBe(1);
      await expect.poll(() => isHealthy(`http://127.0.0.1:${port}`), { timeout: 30_000 }).toBe(true);
      // Health is seen by the start script a moment after it is seen here.
      await new Promise((resolve) => setTimeout(resolve, 500));
      for (const victim of marked("wrangler-dist/cli.js")) process.kill(victim, "SIGKILL");
      await expect.poll(() => isHealthy(`http://127.0.0.1:${port}`), { timeout: 30_000 }).toBe(false);
    }
    expect(await run.ended).toBe(1);
    expect(run.said().match(/starting it again/g)).toHaveLength(3);
    await nothingLeft();
  });

  test("an unknown option is refused with the usage", async () => {
    const child = spawn(process.execPath, ["scripts/start.ts", "--bogus"], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    expect(await new Promise((resolve) => child.on("close", resolve))).toBe(2);
    expect(said).toContain("--bogus");
    expect(said).toContain("Usage: npm start");
  });
});
