import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
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
const looks: Look[] = [
  { width: 1440, height: 900, scheme: "light" },
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
});
