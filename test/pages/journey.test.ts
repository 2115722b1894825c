import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { conversations, seeded } from "../../scripts/chaos/contents.ts";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { labelsReplySchema } from "../../worker/contract/labels.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched, type WatchedPage } from "./watched-page.ts";

/*
 * The main journey through the real page on the real server (the built-in engine): from the sign-in link to named
 * clusters, at a desk and on a telephone, by day and by night.
 */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-pages-"));
const sample = path.resolve(import.meta.dirname, "../../web/public/sample.jsonl");

const desk = { width: 1440, height: 900 };
const telephone = { width: 390, height: 844 };
type NamedLook = Look & { name: string };
const looks: NamedLook[] = [
  { name: "at a desk by day", ...desk, scheme: "light" },
  { name: "on a telephone at night", ...telephone, scheme: "dark" },
];
const others: NamedLook[] = [
  { name: "at a desk at night", ...desk, scheme: "dark" },
  { name: "on a telephone by day", ...telephone, scheme: "light" },
];

describe.skipIf(browser === null)("the main journey", () => {
  let server: Started;
  let file = "";
  let contents = 0;
  /** The analysis that was made last. */
  let analysisId = "";

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    // Made-up conversations are enough for the page, and more of them than the sample has: the job can be watched.
    file = path.join(directory, "conversations.jsonl");
    const lines = conversations(700, seeded(11));
    if (existsSync(sample)) lines.push(...readFileSync(sample, "utf8").trimEnd().split("\n"));
    contents = lines.length;
    writeFileSync(file, `${lines.join("\n")}\n`);
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  test("what the screens are held against can fail", async () => {
    if (browser === null) return;
    const { page, check, faults, close } = await openWatched(browser, server.local.url, { ...desk, scheme: "light" });
    const good = '<html lang="en"><title>A page</title><main><h1>A page</h1></main></html>';
    await page.setContent(good);
    await check("a good page");
    await page.setContent(good.replace("</main>", "<button></button></main>"));
    await expect(check("a page with a nameless button")).rejects.toThrow("button-name");
    await page.setContent(good.replace("</main>", '<div style="width: 3000px">wide</div></main>'));
    await expect(check("a page that is too wide")).rejects.toThrow("wider than the window");
    expect(faults).toEqual([]);
    await page.setContent('<script>console.error("oh")</script><img alt="" src="http://localhost:1/a.png">');
    await expect.poll(() => faults.length).toBeGreaterThanOrEqual(2);
    expect(faults.join("\n")).toContain("asked another origin");
    await close();
  });

  test.each(looks)("the whole way $name", async (look) => {
    await watched(look, async ({ page, check }) => {
      await page.goto(server.local.signInUrl);
      await shows(page, "Projects");
      await check("projects");

      await page.getByRole("button", { name: "New project" }).first().click();
      const project = page.getByRole("dialog", { name: "New project" });
      await project.getByLabel("Name").fill(`Support ${look.name}`);
      await check("the dialog of a new project");
      await project.getByRole("button", { name: "Create the project" }).click();
      await shows(page, `Support ${look.name}`);
      await check("an empty project");

      await page.getByRole("button", { name: "New dataset" }).first().click();
      const dataset = page.getByRole("dialog", { name: "New dataset" });
      await dataset.getByLabel("Name").fill("November");
      await dataset.getByRole("button", { name: "Create the dataset" }).click();
      await shows(page, "November");
      await check("an empty dataset");

      await page.locator("input[type=file]").setInputFiles(file);
      await page.getByText(`${contents} imported`).waitFor();
      await page.locator("[data-content]").first().waitFor();
      await check("a dataset after an import");

      await page.getByRole("link", { name: "Analyze", exact: true }).click();
      const start = page.getByRole("button", { name: new RegExp(`^Analyze ${contents}`) });
      await start.waitFor();
      await check("the start of an analysis");
      await start.click();
      await page.waitForURL(/\/analyses\/an_/);
      analysisId = /an_\w+/.exec(page.url())?.[0] ?? "";

      const seen = await watchToTheEnd(page, check);
      expect(seen.some((done) => done > 0 && done < contents)).toBe(true);
      expect([...seen].sort((a, b) => a - b)).toEqual(seen);
      await lookAtFindings(page, check);
    });
  });

  test.each(others)("what was found $name", async (look) => {
    await watched(look, async ({ page, check }) => {
      await page.goto(server.local.signInUrl);
      await page
        .getByRole("link", { name: /^Support / })
        .first()
        .click();
      await page.getByRole("link", { name: "November" }).first().waitFor();
      await check("a project");
      await page.getByRole("link", { name: "November" }).first().click();
      await page.locator("[data-content]").first().waitFor();
      await check("a dataset");
      await page.getByRole("link", { name: "Analyze", exact: true }).click();
      await page.getByRole("button", { name: new RegExp(`^Analyze ${contents}`) }).waitFor();
      await check("the start of an analysis");
      await page.goto(`${server.local.url}/analyses/${analysisId}`);
      await lookAtFindings(page, check);
    });
  });

  async function watched(look: NamedLook, visit: (shown: WatchedPage) => Promise<void>): Promise<void> {
    if (browser === null) return;
    const shown = await openWatched(browser, server.local.url, look);
    try {
      await visit(shown);
      expect(shown.faults).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-${look.name.replaceAll(/\W+/g, "-")}.png`);
      await shown.page.screenshot({ path: picture }).catch(() => {});
      console.error(
        `${look.name}: ${shown.page.url()}, picture in ${picture}, faults: ${shown.faults.join("; ") || "none"}`,
      );
      throw error;
    } finally {
      await shown.close();
    }
  }

  /** Overview, contents with their drawer, clusters, batches, and the list of all analyses. */
  async function lookAtFindings(page: Page, check: WatchedPage["check"]): Promise<void> {
    const api = connect(server.local.url, server.local.apiKey);
    const labels = await api.get(`/analyses/${analysisId}/labels`, labelsReplySchema);
    for (const list of Object.values(labels.facets)) {
      const [most] = [...list].sort((a, b) => b.count - a.count);
      if (most) await page.locator(".bars .label", { hasText: most.label }).first().waitFor();
    }
    await check("the overview");

    await tab(page, "Contents");
    await page.locator("[data-content]").nth(2).waitFor();
    await check("the contents");
    await peekWithKeys(page, check);

    await tab(page, "Clusters");
    const map = page.getByRole("region", { name: "Clusters by size" });
    await map.getByRole("button").nth(1).waitFor();
    await check("the clusters");
    await page.getByRole("link", { name: "Table" }).click();
    await page.getByRole("table").first().waitFor();
    await check("the clusters as a table");

    await tab(page, "Batches");
    await page.getByRole("table").first().waitFor();
    await check("the batches");

    await page.goto(`${server.local.url}/analyses`);
    await page.locator(`a[href*="${analysisId}"]`).first().waitFor();
    await check("all analyses");
  }
});

async function shows(page: Page, title: string): Promise<void> {
  await page.getByRole("heading", { level: 1, name: title }).waitFor();
}

async function tab(page: Page, name: string): Promise<void> {
  await page.getByRole("navigation", { name: "Views of this analysis" }).getByRole("link", { name }).click();
}

/** @returns every number of contents done that the page showed, in order */
async function watchToTheEnd(page: Page, check: (screen: string) => Promise<void>): Promise<number[]> {
  const overview = page
    .getByRole("navigation", { name: "Views of this analysis" })
    .getByRole("link", { name: "Overview" });
  const seen: number[] = [];
  let checked = false;
  const end = Date.now() + 120_000;
  while (Date.now() < end && (await overview.count()) === 0) {
    const shown = await page.evaluate<string | null>(
      `[...document.querySelectorAll(".stats > div")].find((one) => one.querySelector("dt")?.textContent === "Contents done")?.querySelector("dd")?.textContent ?? null`,
    );
    if (shown !== null) seen.push(Number(shown.replaceAll(/\D/g, "")));
    if (!checked && (seen.at(-1) ?? 0) > 0) {
      checked = true;
      await check("the live view");
    }
    await page.waitForTimeout(50);
  }
  await overview.waitFor();
  return seen;
}

/** The drawer over the list: J and K move in it, Esc closes it and gives the row its focus back. */
async function peekWithKeys(page: Page, check: (screen: string) => Promise<void>): Promise<void> {
  const rows = page.locator("a[data-content]");
  const ids = await rows.evaluateAll((links) => links.slice(0, 3).map((link) => link.getAttribute("data-content")));
  const peeked = (): string | null => new URL(page.url()).searchParams.get("peek");
  await rows.first().click();
  const drawer = page.getByRole("dialog");
  await drawer.waitFor();
  await drawer.locator("article, ol, .turn, .transcript").first().waitFor();
  expect(peeked()).toBe(ids[0]);
  await check("a content in the drawer");
  await page.keyboard.press("j");
  await expect.poll(peeked).toBe(ids[1]);
  await page.keyboard.press("j");
  await expect.poll(peeked).toBe(ids[2]);
  await page.keyboard.press("k");
  await expect.poll(peeked).toBe(ids[1]);
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("data-content") ?? null);
  await expect.poll(focused).toBe(ids[1]);
}
