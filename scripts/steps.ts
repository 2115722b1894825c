import { spawn } from "node:child_process";
import { root } from "./server/place.ts";

export interface Step {
  name: string;
  /** A Node program of the project and its arguments. */
  run: string[];
  env?: Record<string, string>;
}

export interface Outcome {
  name: string;
  passed: boolean;
  seconds: number;
}

/** Runs the steps one after another, all of them, their output passed through; says how long each took. */
export async function runSteps(steps: Step[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const step of steps) {
    const begun = performance.now();
    process.stdout.write(`\n── ${step.name}\n`);
    const passed = await runStep(step);
    const seconds = (performance.now() - begun) / 1000;
    outcomes.push({ name: step.name, passed, seconds });
    process.stdout.write(`── ${outcomeLine({ name: step.name, passed, seconds })}\n`);
  }
  return outcomes;
}

export function outcomeLine(outcome: Outcome): string {
  return `${outcome.passed ? "✓" : "✗"} ${outcome.name} (${outcome.seconds.toFixed(1)} s)`;
}

/** Prints the summary and sets the exit code. */
export function conclude(outcomes: Outcome[]): void {
  process.stdout.write(`\n${outcomes.map(outcomeLine).join("\n")}\n`);
  const failed = outcomes.filter((outcome) => !outcome.passed).length;
  process.stdout.write(failed === 0 ? "All passed.\n" : `${failed} of ${outcomes.length} failed.\n`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function runStep(step: Step): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ["--no-warnings", ...step.run], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, WRANGLER_SEND_METRICS: "false", CLOUDFLARE_CF_FETCH_ENABLED: "false", ...step.env },
    });
    child.on("error", () => resolve(false));
    child.on("close", (code) => resolve(code === 0));
  });
}
