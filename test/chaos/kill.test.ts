import { spawn } from "node:child_process";
import path from "node:path";
import { expect, test } from "vitest";

const root = path.resolve(import.meta.dirname, "../..");

test("three kills in the middle of jobs lose nothing and double nothing", async () => {
  // The command itself, as people run it; what it says is passed through.
  const child = spawn(process.execPath, ["scripts/chaos.ts", "--kills", "3"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
  const code = await new Promise((resolve) => child.on("close", resolve));
  expect(code).toBe(0);
});
