import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type Browser, chromium, type LaunchOptions } from "playwright-core";

/**
 * A browser to test with, the same headless Chromium everywhere if possible: out of the registry on linux-x64, else
 * one that is installed.
 * @returns null where there is none, with the reason on the terminal
 */
export async function findBrowser(): Promise<Browser | null> {
  const reasons: string[] = [];
  for (const options of candidates()) {
    try {
      return await chromium.launch(await options());
    } catch (error) {
      reasons.push(error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error));
    }
  }
  console.warn(`No browser here, so the pages are NOT tested:\n  ${reasons.join("\n  ")}`);
  return null;
}

const flags = ["--no-sandbox", "--no-zygote", "--disable-gpu", "--disable-dev-shm-usage", "--font-render-hinting=none"];

function candidates(): (() => Promise<LaunchOptions>)[] {
  const installed = ["chrome", "chromium", "msedge"].map((channel) => async () => ({ channel }));
  const named = process.env.CHROME_PATH;
  const byPath = named === undefined ? [] : [async () => ({ executablePath: named, args: flags })];
  if (process.platform !== "linux" || process.arch !== "x64") return [...byPath, ...installed];
  return [...byPath, () => packed(false), () => packed(true), ...installed];
}

/**
 * The Chromium that lies packed in node_modules, unpacked once into a place of its own.
 * @param withLibraries also use the system libraries packed with it, where the machine has none (slim containers)
 */
async function packed(withLibraries: boolean): Promise<LaunchOptions> {
  const { default: pack, inflate } = await import("@sparticuz/chromium");
  const bin = path.resolve(import.meta.dirname, "../../node_modules/@sparticuz/chromium/bin");
  const place = path.join(os.tmpdir(), `parallax-chromium-153-${os.userInfo().username}`);
  const temporary = process.env.TMPDIR;
  if (!existsSync(place)) {
    // Unpacked aside and moved, so that a run that was interrupted leaves no half browser behind.
    const aside = `${place}.${process.pid}`;
    mkdirSync(aside, { recursive: true, mode: 0o700 });
    process.env.TMPDIR = aside;
    try {
      await pack.executablePath(bin);
      await inflate(path.join(bin, "al2023.tar.br"));
    } finally {
      if (temporary === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = temporary;
    }
    try {
      renameSync(aside, place);
    } catch {
      // Another run was quicker.
      rmSync(aside, { recursive: true, force: true });
    }
  }
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(process.env)) if (value !== undefined) env[name] = value;
  if (withLibraries) env.LD_LIBRARY_PATH = path.join(place, "al2023/lib");
  if (!existsSync("/etc/fonts")) env.FONTCONFIG_PATH = path.join(place, "fonts");
  return { executablePath: path.join(place, "chromium"), args: flags, env };
}
