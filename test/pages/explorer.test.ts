import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { analysisSchema } from "../../worker/contract/analysis.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched } from "./watched-page.ts";

/* The explorer on the real server: one choice and one filter for treemap, map, table, counts and contents. */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-explorer-"));
const made = z.object({ id: z.string() });
const total = 320;
const wide = { width: 1440, height: 900 };
const looks: Look[] = [
  { ...wide, scheme: "light" },
  { width: 390, height: 844, scheme: "dark" },
];
const wishes = [
  "I want a refund for the blue kettle, it arrived broken",
  "Where is my parcel, the tracking has not moved for days",
  "I cannot log in, the password reset mail never comes",
  "Please cancel my subscription before the next payment",
  "You charged my card twice for the same order",
  "The app crashes when I open the camera",
  "Can you change the address of my delivery",
  "How do I invite a colleague to our workspace",
];

const contents = Array.from({ length: total }, (_, index) =>
  JSON.stringify({
    id: `e-${index}`,
    author: `person ${index}`,
    occurredAt: `2026-05-${String(1 + Math.floor(index / 16)).padStart(2, "0")}T10:00:00Z`,
    messages: [{ role: "user", content: `Hello, ${wishes[(index * 7) % wishes.length]}. Thanks, ${index}.` }],
  }),
).join("\n");

/** Tiles in which name and count are not as they should be: the name first, and what is cut in full in the title. */
function misplaced(tiles: Element[]): string[] {
  return tiles.flatMap((tile) => {
    const [name, number] = [tile.querySelector("b"), tile.querySelector(":scope > span > :last-child")];
    const title = tile.getAttribute("title") ?? "";
    const said = tile.textContent?.trim() ?? "";
    if (!title.startsWith(said.replace(/\s*[\d,.KM]+$/, "")))
      return [`${said} is not what its title begins with: ${title}`];
    if (name?.classList.contains("unseen")) return [`${said} is a count without a name`];
    if (name === null || number === null || number.classList.contains("unseen")) return [];
    const [box, first, second] = [tile, name, number].map((one) => one.getBoundingClientRect());
    if (!box || !first || !second) return [];
    const inOneLine = tile.querySelector(".tile-line:not(.upright)") !== null;
    const inOrder = inOneLine ? second.left >= first.right - 1 : second.top >= first.bottom - 1;
    return inOrder && second.bottom <= box.bottom + 1 && second.right <= box.right + 1 ? [] : [`${said} is misplaced`];
  });
}

describe.skipIf(browser === null)("the explorer", () => {
  let server: Started;
  let analysisId = "";

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    const api = connect(server.local.url, server.local.apiKey);
    const { id: projectId } = await api.post("/projects", { name: "Shop" }, made);
    const { id: datasetId } = await api.post(`/projects/${projectId}/datasets`, { name: "May" }, made);
    const lines = new TextEncoder().encode(contents);
    await api.upload(`/datasets/${datasetId}/import?filename=a.jsonl`, lines, z.unknown());
    const body = { datasetId, templateId: "tpl_customer_support" };
    ({ id: analysisId } = await api.post("/analyses", body, made));
    await ended(async () => (await api.get(`/analyses/${analysisId}`, analysisSchema)).status);
  }, 180_000);

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  async function ended(status: () => Promise<string>): Promise<void> {
    while ((await status()) !== "completed") await new Promise((resolve) => setTimeout(resolve, 200));
  }

  const picture = async (page: Page, name: string): Promise<void> => {
    const folder = process.env.PICTURES;
    if (folder !== undefined) await page.screenshot({ path: path.join(folder, `${name}.png`), fullPage: true });
  };

  test.each(looks)("keeps one choice through all views ($width $scheme)", { timeout: 120_000 }, async (look) => {
    if (browser === null) return;
    const { page, check, faults, close } = await openWatched(browser, server.local.url, look);
    const name = `explorer-${look.width}-${look.scheme}`;
    await page.goto(server.local.signInUrl);
    await page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
    await page.goto(`${server.local.url}/analyses/${analysisId}`);
    await page.getByRole("link", { name: "Show these contents" }).first().waitFor();
    await picture(page, `${name}-overview`);

    await page.goto(`${server.local.url}/analyses/${analysisId}/clusters`);
    const tiles = page.getByRole("region", { name: "Clusters by size" }).getByRole("button");
    await tiles.first().waitFor();
    await page.getByRole("region", { name: "By over time" }).getByRole("link").first().waitFor();
    await picture(page, `${name}-treemap`);
    await page.getByRole("region", { name: "Contents of what is chosen" }).scrollIntoViewIfNeeded();
    await page.locator("[data-content]").first().waitFor();
    await check("the treemap");

    await tiles.last().click();
    await expect.poll(() => page.url()).toContain("cluster=");
    const chosen = new URL(page.url()).searchParams.get("cluster");
    await page.getByRole("link", { name: "Map", exact: true }).click();
    const plane = page.getByRole("region", { name: "Clusters by likeness" });
    await plane.locator('[aria-pressed="true"]').waitFor();
    await page.getByText("Name looked at").waitFor();
    await picture(page, `${name}-map`);
    await check("the map");

    await page.getByRole("link", { name: "Table", exact: true }).click();
    await page.locator('tr.current a[aria-current="true"]').waitFor();
    await page.getByRole("region", { name: "By over time" }).getByRole("link").first().click();
    await expect.poll(() => page.url()).toContain("from=2026-05-01");
    expect(new URL(page.url()).searchParams.get("cluster")).toBe(chosen);
    await page.getByRole("navigation", { name: "Filters in force" }).getByText("May 1, 2026").waitFor();
    await picture(page, `${name}-table`);
    await check("the table");

    await page.reload();
    await page.locator('tr.current a[aria-current="true"]').waitFor();
    await page.getByRole("link", { name: "Clear" }).click();
    await expect.poll(() => new URL(page.url()).search).toBe("?view=table");
    expect(faults).toEqual([]);
    await close();
  });

  test.each(looks)("writes names above counts in tiles of every size ($width $scheme)", async (look) => {
    if (browser === null) return;
    const { page, check, faults, close } = await openWatched(browser, server.local.url, look);
    // Of this file's few kinds of contents come few clusters: the answer is made longer on its way.
    const nodes = Array.from({ length: 60 }, (_, place) => ({
      id: `c${place}`,
      parentId: place < 6 ? null : `c${place % 6}`,
      level: place < 6 ? 1 : 0,
      name: `${["Card", "Verification of identity", "Refund not shown in statement"][place % 3]} ${place}`,
      description: "",
      size: Math.ceil(4000 / (place + 1)),
      x: 0,
      y: 0,
    }));
    await page.route(`**/api/analyses/${analysisId}/clusters`, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, json: { ...(await response.json()), nodes } });
    });
    await page.goto(server.local.signInUrl);
    for (const group of ["", "?cluster=c0"]) {
      await page.goto(`${server.local.url}/analyses/${analysisId}/clusters${group}`);
      const tiles = page.getByRole("region", { name: "Clusters by size" }).getByRole("button");
      await tiles.first().waitFor();
      expect(await tiles.evaluateAll(misplaced)).toEqual([]);
      await check("a treemap of many clusters");
      await picture(page, `tiles-${look.width}-${look.scheme}${group.replace("?", "-")}`);
    }
    expect(faults).toEqual([]);
    await close();
  });

  test.each(looks)("is walked by keyboard alone ($width $scheme)", { timeout: 120_000 }, async (look) => {
    if (browser === null) return;
    const { page, faults, close } = await openWatched(browser, server.local.url, look);
    const { keyboard } = page;
    const focused = (locator: Locator) => expect.poll(() => locator.evaluate((one) => one === document.activeElement));
    await page.goto(server.local.signInUrl);
    await page.goto(`${server.local.url}/analyses/${analysisId}/clusters`);
    const map = page.getByRole("region", { name: "Clusters by size" });
    const tile = map.getByRole("button").first();
    const inMap = () => map.evaluate((one) => one.contains(document.activeElement));
    await tile.waitFor();
    // The tab in view is brought into its row without the Tab key beginning there.
    await keyboard.press("Tab");
    await focused(page.getByRole("link", { name: "Skip to the content" })).toBe(true);
    await tile.focus();
    await keyboard.press("Enter");
    await expect.poll(() => page.url()).toContain("cluster=");
    await expect.poll(inMap).toBe(true);
    await keyboard.press("Escape");
    await expect.poll(() => page.url()).not.toContain("cluster=");
    await focused(tile).toBe(true);

    // What opened the drawer gets the focus back, though the same content stands in several places.
    await page.goto(`${server.local.url}/analyses/${analysisId}`);
    const examples = page.locator("[data-content]");
    await examples.first().waitFor();
    for (const place of [0, (await examples.count()) - 1]) {
      await examples.nth(place).press("Enter");
      await page.getByRole("dialog").waitFor();
      await keyboard.press("Escape");
      await focused(examples.nth(place)).toBe(true);
    }

    // On a telephone nothing gets the focus beneath the bar.
    await page.evaluate(() => scrollTo(0, 0));
    await page.getByRole("button", { name: "Rename this analysis" }).focus();
    const hidden: string[] = [];
    for (let step = 0; step < 45; step++) {
      await keyboard.press("Tab");
      const name = await page.evaluate(() => {
        const bar = document.querySelector(".bottombar")?.getBoundingClientRect();
        const one = document.activeElement;
        if (!bar || bar.height === 0 || !one || one === document.body) return null;
        const beneath = one.closest("main") !== null && one.getBoundingClientRect().bottom > bar.top;
        return beneath ? one.textContent : null;
      });
      if (name !== null) hidden.push(name);
    }
    expect(hidden).toEqual([]);
    expect(faults).toEqual([]);
    await close();
  });

  test("lets an analysis that has expired be deleted", { timeout: 120_000 }, async () => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const { datasetId } = await api.get(`/analyses/${analysisId}`, analysisSchema);
    const { id } = await api.post("/analyses", { datasetId, options: { cluster: false } }, made);
    const status = async () => (await api.get(`/analyses/${id}`, analysisSchema)).status;
    await ended(status);
    const { page, check, faults, close } = await openWatched(browser, server.local.url, { ...wide, scheme: "dark" });
    // A week in one test: the server's answer is given here in its own words, and the deletion is its own.
    const detail = `The analysis ${id} expired at 2026-05-01T10:00:00.000Z. Run it again.`;
    await page.route(`**/api/analyses/${id}`, (route) =>
      route.request().method() === "GET"
        ? route.fulfill({ status: 410, json: { title: "It was here and has expired", code: "expired", detail } })
        : route.continue(),
    );
    await page.goto(server.local.signInUrl);
    await page.goto(`${server.local.url}/analyses/${id}`);
    await page.getByRole("heading", { name: "This analysis has expired" }).waitFor();
    await check("an expired analysis");
    await page.getByRole("button", { name: "Delete it" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete the analysis" }).click();
    await page.waitForURL(`${server.local.url}/analyses`);
    await page.getByText("The expired analysis is deleted").waitFor();
    await expect(status()).rejects.toThrow("There is no analysis");
    expect(faults.filter((fault) => !fault.includes("410"))).toEqual([]);
    await close();
  });
});
