import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { State } from "./place.ts";

const secretSchema = z.string().min(32);
const secretsSchema = z.object({ authSecret: secretSchema, localOwnerToken: secretSchema, keySecret: secretSchema });
export type Secrets = z.infer<typeof secretsSchema>;
/** As an earlier version may have written them, or a later one: some missing, others beside them. */
const keptSchema = z.looseObject(secretsSchema.partial().shape);

/** `DIR/local.json`: how other programs reach the running server (contract, section 1). */
const localSchema = z.object({ url: z.string(), apiKey: z.string(), signInUrl: z.string(), pid: z.number() });
export type Local = z.infer<typeof localSchema>;

const signInSchema = z.object({ apiKey: z.string(), signInPath: z.string() });

/** The state's own secrets, made once. What is there stays as it is: stored keys can be read with their secret alone. */
export function secretsOf(state: State): Secrets {
  const file = path.join(state.directory, "secrets.json");
  const kept = readJson(file, keptSchema) ?? {};
  const whole = { authSecret: secret(), localOwnerToken: secret(), keySecret: secret(), ...kept };
  const secrets = secretsSchema.parse(whole);
  if (Object.keys(secrets).some((name) => !(name in kept))) writePrivately(file, whole);
  return secrets;
}

export function readLocal(stateDirectory: string): Local | null {
  return readJson(path.join(stateDirectory, "local.json"), localSchema);
}

export function writeLocal(state: State, local: Local): void {
  writePrivately(path.join(state.directory, "local.json"), local);
}

/** Signs in the owner of this machine: the key of the last start stays good if there is one. */
export async function signInLocalOwner(url: string, token: string, apiKey: string | undefined) {
  const answer = await fetch(`${url}/api/auth/local`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify(apiKey === undefined ? {} : { apiKey }),
  });
  if (!answer.ok) throw new Error(`The local owner could not be made: ${answer.status} ${await answer.text()}`);
  const { apiKey: key, signInPath } = signInSchema.parse(await answer.json());
  return { apiKey: key, signInUrl: new URL(signInPath, url).href };
}

function secret(): string {
  return randomBytes(32).toString("base64url");
}

function readJson<Shape extends z.ZodType>(file: string, shape: Shape): z.infer<Shape> | null {
  if (!existsSync(file)) return null;
  try {
    return shape.parse(JSON.parse(readFileSync(file, "utf8")));
  } catch {
    return null;
  }
}

/** Readable by its owner alone, and never half written. */
function writePrivately(file: string, value: unknown): void {
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
