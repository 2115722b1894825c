import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";

export interface Look {
  width: number;
  height: number;
  scheme: "light" | "dark";
}

export interface WatchedPage {
  page: Page;
  /** Holds the screen that is shown against what every screen must be: accessible and not wider than the window. */
  check(screen: string): Promise<void>;
  /** What went wrong in the meantime: errors on the console, requests to other origins. */
  faults: string[];
  close(): Promise<void>;
}

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const findViolations = `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map((node) => id + ": " + node.html + " " + node.failureSummary)))`;

/** A page in a window of its own; everything it logs and asks for is watched. */
export async function openWatched(browser: Browser, origin: string, look: Look): Promise<WatchedPage> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.scheme,
    // Nothing moves: a colour half way between two is no colour to be measured.
    reducedMotion: "reduce",
    hasTouch: look.width < 600,
    locale: "en-GB",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(30_000);
  const faults: string[] = [];
  const isOurs = (address: string): boolean => {
    const { host, protocol } = new URL(address);
    return host === new URL(origin).host || protocol === "data:" || protocol === "blob:";
  };
  page.on("console", (message) => {
    if (message.type() === "error") faults.push(`console: ${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => faults.push(`thrown: ${error.message}`));
  page.on("request", (request) => {
    if (!isOurs(request.url())) faults.push(`asked another origin: ${request.url()}`);
  });
  page.on("websocket", (socket) => {
    if (!isOurs(socket.url())) faults.push(`opened a socket to another origin: ${socket.url()}`);
  });
  return { page, check: (screen) => checkScreen(page, screen), faults, close: () => context.close() };
}

async function checkScreen(page: Page, screen: string): Promise<void> {
  await page.evaluate(axe);
  const violations = await page.evaluate<string[]>(findViolations);
  if (violations.length > 0) throw new Error(`axe on ${screen}:\n${violations.join("\n")}`);
  const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  if (tooWide > 0) throw new Error(`${screen} is ${tooWide} pixels wider than the window`);
}
