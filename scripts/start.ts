import { connect, isHealthy } from "./client/api.ts";
import { openBrowser } from "./server/browser.ts";
import { prepareServer } from "./server/build.ts";
import { leaderOfThisStart, watchNpm } from "./server/group.ts";
import { keepServing } from "./server/keep-serving.ts";
import { readLocal, type Secrets, secretsOf, signInLocalOwner, writeLocal } from "./server/local-owner.ts";
import { type Lock, LockHeld, takeLock } from "./server/lock.ts";
import { applyMigrations } from "./server/migrate.ts";
import { parseStartOptions, type StartOptions, startUsage, UsageError } from "./server/options.ts";
import { openState, type State } from "./server/place.ts";
import { waitForPort } from "./server/port.ts";
import { endProcesses, gone, signal } from "./server/processes.ts";
import { firstRun } from "./server/sample.ts";
import { startTicking } from "./server/schedule.ts";
import { handedOn, type Server, startServer } from "./server/wrangler.ts";

/** A reason to stop that is told without a stack. */
class CannotStart extends Error {}

let server: Server | undefined;
let stopping = false;

// Whoever reads along may leave; the server stays.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) fail(`${error.message}\n\n${startUsage}`, 2);
  if (!stopping) fail(error instanceof Error ? error.message : String(error), 1);
}

async function main(): Promise<void> {
  const options = parseStartOptions(process.argv.slice(2));
  if (options.help) return console.log(startUsage);
  if (Number(process.versions.node.split(".")[0]) < 24) {
    throw new CannotStart(`Node ${process.versions.node} runs this; use npm start, which brings its own Node 24.`);
  }
  const state = openState(options.state);
  const lock = await lockState(state);
  stopOnSignals(state, lock.release);
  try {
    await serve(state, options);
  } catch (error) {
    if (stopping) return;
    await endProcesses(state.mark, 5000);
    throw error;
  }
}

async function serve(state: State, options: StartOptions): Promise<void> {
  const left = await endProcesses(state.mark, 3000);
  if (left > 0) say(`Ended ${left} processes that an earlier start had left behind`);
  const port = await waitForPort(options.port, left > 0 ? 5000 : 1500);
  if (port === null) {
    throw new CannotStart(`Port ${options.port} is in use by another program. Choose another: npm start -- --port N`);
  }

  await prepare(state);
  const url = `http://127.0.0.1:${port}`;
  const secrets = secretsOf(state);
  const start = (): Promise<Server> =>
    startHealthy(state, port, { ...variables(), ...workerSecrets(secrets), PUBLIC_URL: url });
  const first = await start();
  const known = readLocal(state.directory)?.apiKey;
  const { apiKey, signInUrl } = await signInLocalOwner(url, secrets.localOwnerToken, known);
  writeLocal(state, { url, apiKey, signInUrl, pid: leaderOfThisStart() });
  startTicking(url);

  if (options.sample) await firstRun(connect(url, apiKey), state, process.stdout);
  say(`Sign in: ${signInUrl}`);
  say(`Ready: ${url}`);
  if (options.open && process.stdout.isTTY && !process.env.CI) openBrowser(signInUrl);
  const restart = async (): Promise<Server> => {
    // Asked to stop meanwhile: what is being ended is not to be started again.
    if (stopping) return new Promise(() => {});
    await endProcesses(state.mark, 1000);
    return start();
  };
  throw serverDied(await keepServing({ server: first, url, restart, tell: (text) => !stopping && say(text) }));
}

/** Starts the server and waits until it answers. */
async function startHealthy(state: State, port: number, environment: Record<string, string>): Promise<Server> {
  const started = startServer(state, port, environment);
  server = started;
  const died = started.ended.then((how) => Promise.reject(serverDied(how)));
  await Promise.race([healthy(`http://127.0.0.1:${port}`), died]);
  died.catch(() => {});
  return started;
}

/** Waits for one that is ending just now; one that answers is left alone. */
async function lockState(state: State): Promise<Lock> {
  const patience = Date.now() + 10_000;
  for (let answered = 0; ; ) {
    try {
      return takeLock(state.directory, "start.lock");
    } catch (error) {
      if (!(error instanceof LockHeld)) throw error;
      const local = readLocal(state.directory);
      if (local && (await isHealthy(local.url))) answered++;
      if (answered < 4 && Date.now() < patience) {
        await new Promise((resolve) => setTimeout(resolve, 400));
        continue;
      }
      const holder = `process ${error.holder ?? "unknown"}${local ? ` (${local.url})` : ""}`;
      throw new CannotStart(
        `${state.directory} is in use by ${holder}. Stop that one first, or choose another: npm start -- --state DIR`,
      );
    }
  }
}

/** What can be made at the same time is. */
async function prepare(state: State): Promise<void> {
  const begun = performance.now();
  const [built, migrated] = await Promise.all([prepareServer(state), applyMigrations(state)]);
  const done = [...built.map((part) => `built the ${part === "worker" ? "Worker" : part}`)];
  if (migrated) done.push("applied the migrations");
  if (done.length > 0) say(`Prepared in ${((performance.now() - begun) / 1000).toFixed(1)} s: ${done.join(", ")}`);
}

function workerSecrets({ authSecret, localOwnerToken, keySecret }: Secrets): Record<string, string> {
  return { AUTH_SECRET: authSecret, LOCAL_OWNER_TOKEN: localOwnerToken, KEY_ENCRYPTION_SECRET: keySecret };
}

function variables(): Record<string, string> {
  const set: Record<string, string> = {};
  for (const name of handedOn) {
    const value = process.env[name];
    if (value !== undefined && value !== "") set[name] = value;
  }
  return set;
}

async function healthy(url: string): Promise<void> {
  const end = Date.now() + 120_000;
  while (!(await isHealthy(url))) {
    if (Date.now() > end) throw new CannotStart(`The server did not answer within two minutes.\n${lastLines()}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function serverDied(how: string): CannotStart {
  return new CannotStart(`The server ${how} unexpectedly.\n${lastLines()}`);
}

function lastLines(): string {
  return (server?.lastLines() ?? []).map((line) => `  ${line}`).join("\n");
}

/** Ends everything on SIGTERM, Ctrl-C, a closed terminal, or when npm is gone; a second signal stops being gentle. */
function stopOnSignals(state: State, release: () => void): void {
  let first = 0;
  const stop = async (): Promise<void> => {
    if (stopping) {
      // npm hands Ctrl-C on although the terminal has given it to everybody: that is one wish, not two.
      if (Date.now() - first > 1000) await endProcesses(state.mark, 0);
      return;
    }
    stopping = true;
    first = Date.now();
    if (server?.process.pid !== undefined) signal(server.process.pid, "SIGTERM");
    if (!(await gone(state.mark, server ? 4000 : 0))) await endProcesses(state.mark, 1000);
    release();
    process.exit(0);
  };
  for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(name, () => void stop());
  watchNpm(() => void stop());
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

function fail(text: string, code: number): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}
