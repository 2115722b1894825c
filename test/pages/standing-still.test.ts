import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { conversations, seeded } from "../../scripts/chaos/contents.ts";
import { type Api, connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { analysisSchema } from "../../worker/contract/analysis.ts";
import { type Simulated, startSimulated } from "../simulated/providers.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched, type WatchedPage } from "./watched-page.ts";

/*
 * Jobs that stand still or are in trouble, through the real page on the real server: what is told, what can be done. The
 * provider is simulated.
 */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-standing-"));
const contents = 60;
const desk: Look = { width: 1440, height: 900, scheme: "light" };
const made = z.object({ id: z.string() });
const telephone: Look = { width: 390, height: 844, scheme: "dark" };

describe.skipIf(browser === null)("a job that stands still", () => {
  let server: Started;
  let simulated: Simulated;
  let api: Api;
  let projectId = "";
  let datasetId = "";
  let providerId = "";
  let datasets = 0;

  beforeAll(async () => {
    simulated = await startSimulated({ models: ["sim-large", "sim-small"] });
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    api = connect(server.local.url, server.local.apiKey);
    ({ id: projectId } = await api.post("/projects", { name: "Shop" }, made));
    const price = { input: 2, output: 8 };
    const provider = {
      name: "Sim",
      type: "openai-compatible",
      baseUrl: `${simulated.url}/v1`,
      apiKey: "sk-simulated-0123456789",
      models: ["sim-large", "sim-small"],
      prices: { "sim-large": price, "sim-small": price },
    };
    ({ id: providerId } = await api.post("/providers", provider, made));
  });

  /** Contents that nobody has read yet: an answer that is there is not asked again. */
  beforeEach(async () => {
    ({ id: datasetId } = await api.post(`/projects/${projectId}/datasets`, { name: "November" }, made));
    await fill(datasetId);
  });

  afterEach(async () => {
    for (const model of ["sim-large", "sim-small"]) simulated.behave({ mode: null, latencyMs: 0 }, model);
    // A test closes what it knows of the provider, so that the next one begins with closed circuits.
    for (const model of ["sim-large", "sim-small"])
      await api.post(`/providers/${providerId}/test`, { model }, z.unknown());
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    await simulated?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test("starts with what was chosen last, by the first click", async () => {
    await watched(desk, async ({ page, check }) => {
      await page.goto(`${server.local.url}/datasets/${datasetId}/analyze?model=sim/sim-large&streams=2`);
      const start = page.getByRole("button", { name: new RegExp(`^Analyze ${contents} contents, \\$`) });
      await start.waitFor();
      await page.getByLabel(/^Add a model that answers/).selectOption("sim/sim-small");
      await page.getByRole("list", { name: "Fallback models" }).getByText("sim/sim-small").waitFor();
      await page.getByText("Options", { exact: true }).click();
      await page.getByLabel("Retries").fill("2");
      // The field is left by the very press of the button: nothing may move between down and up.
      const at = await center(page.locator("button.big"));
      await page.mouse.move(at.x, at.y);
      await page.mouse.down();
      expect(await center(page.locator("button.big"))).toEqual(at);
      await page.mouse.up();
      await page.waitForURL(/\/analyses\/an_/);
      const analysis = await api.get(`/analyses/${idIn(page)}`, analysisSchema);
      expect(analysis.options).toMatchObject({ fallbackModels: ["sim/sim-small"], retryAttempts: 2, streams: 2 });
      await page.getByText("may fall back to sim/sim-small").waitFor();
      await ended(page);
      await page.getByRole("region", { name: "Who answered" }).getByText("sim/sim-large").waitFor();
      await check("what a model found, against its estimate");
    });
  });

  test.each([desk, telephone])("tells who fails, what is left and what was spent ($width)", async (look) => {
    await watched(look, async ({ page, check }) => {
      simulated.behave({ latencyMs: 4000 }, "sim-small");
      simulated.behave({ mode: "500" }, "sim-large");
      await page.goto(
        `${server.local.url}/datasets/${datasetId}/analyze?model=sim/sim-large&fallback=sim/sim-small&streams=2`,
      );
      const start = page.getByRole("button", { name: new RegExp(`^Analyze ${contents} contents, \\$`) });
      await start.waitFor();
      const bar = await start.boundingBox();
      expect((bar?.y ?? 9999) + (bar?.height ?? 0)).toBeLessThan(look.height);
      await check("the start, its button in reach");
      await start.click();
      await page.waitForURL(/\/analyses\/an_/);
      await page.getByText(/is failing: failed on its side \d+ times/).waitFor();
      await expect.poll(() => stat(page, "Calls"), { timeout: 30_000 }).toBeGreaterThan(0);
      await check("a job whose model fails");

      await page.getByRole("button", { name: "Pause", exact: true }).click();
      await page.getByText("Connected, paused").waitFor();
      await expect.poll(async () => (await shownAnalysis(page)).calls, { timeout: 30_000 }).toBe("as the server says");
      await page.getByRole("link", { name: "What is left…" }).click();
      const dialog = page.getByRole("dialog", { name: "Go on, or keep what there is" });
      await dialog.getByText(/of the estimate for the whole/).waitFor();
      await dialog.getByText("Saved at").waitFor();
      await check("what is done and left");
      await dialog.getByRole("button", { name: "Keep what there is…" }).click();
      await page.getByText(/cannot go on/).waitFor();
      await check("the question before it is ended");
      await page.getByRole("button", { name: "Back" }).click();
      simulated.behave({ latencyMs: 0 }, "sim-small");
      await page.getByRole("button", { name: "Continue" }).click();
      await ended(page);
      await page.getByRole("link", { name: "Calls", exact: true }).click();
      await page.getByText("sim/sim-small").filter({ visible: true }).first().waitFor();
      await check("the calls of two models");
    });
  });

  test("leads to the provider whose key is refused", async () => {
    await watched(telephone, async ({ page, check }) => {
      simulated.behave({ latencyMs: 1500 }, "sim-large");
      const id = await started({ model: "sim/sim-large", options: { streams: 2 } });
      await page.goto(`${server.local.url}/analyses/${id}`);
      await expect.poll(() => stat(page, "Contents done"), { timeout: 30_000 }).toBeGreaterThan(0);
      simulated.behave({ mode: "401" }, "sim-large");
      const mend = page.getByRole("link", { name: "Put Sim right" });
      await mend.waitFor();
      expect(await mend.getAttribute("href")).toBe(`/providers/${providerId}`);
      expect(await page.locator("button.primary", { hasText: "Resume" }).count()).toBe(0);
      await check("a job whose key is refused");
      await api.post(`/analyses/${id}/cancel`, {}, z.unknown());
    });
  });

  test("tells the built-in engine's share apart, and asks again for it", async () => {
    await watched(desk, async ({ page, check }) => {
      simulated.behave({ latencyMs: 1500 }, "sim-large");
      const id = await started({ model: "sim/sim-large", options: { streams: 2, onProviderDown: "fallback" } });
      await page.goto(`${server.local.url}/analyses/${id}`);
      await expect.poll(() => stat(page, "Contents done"), { timeout: 30_000 }).toBeGreaterThan(0);
      simulated.behave({ mode: "401" }, "sim-large");
      await ended(page);
      const { progress } = await api.get(`/analyses/${id}`, analysisSchema);
      expect(progress.itemsFallback).toBeGreaterThan(0);
      expect(progress.itemsDone).toBeGreaterThan(0);
      expect(await stat(page, "Contents")).toBe(contents);
      await page.getByText("every one has a result").waitFor();
      for (const share of await page.locator(".bars .share").allTextContents()) {
        expect(Number.parseInt(share.replace("< ", ""), 10)).toBeLessThanOrEqual(100);
      }
      await check("what two read");
      await page.getByRole("link", { name: "Contents", exact: true }).click();
      await page.getByRole("link", { name: `All ${contents}` }).waitFor();
      await page.getByRole("link", { name: "Overview" }).click();
      simulated.behave({ mode: null, latencyMs: 0 }, "sim-large");
      await api.post(`/providers/${providerId}/test`, { model: "sim-large" }, z.unknown());
      await page.getByRole("button", { name: `Ask again for ${progress.itemsFallback} contents` }).click();
      await expect.poll(() => page.getByRole("button", { name: /^Ask again/ }).count(), { timeout: 60_000 }).toBe(0);
      await ended(page);
      const after = await api.get(`/analyses/${id}`, analysisSchema);
      expect(after.progress).toMatchObject({ itemsDone: contents, itemsFallback: 0 });
    });
  });

  test("goes on once its budget is raised", async () => {
    await watched(telephone, async ({ page, check }) => {
      simulated.behave({ latencyMs: 300 }, "sim-large");
      await page.goto(`${server.local.url}/datasets/${datasetId}/analyze?model=sim/sim-large&streams=1`);
      await page.getByLabel("At most, dollars").fill("0.09");
      await page.getByRole("button", { name: new RegExp(`^Analyze ${contents} contents`) }).click();
      await page.waitForURL(/\/analyses\/an_/);
      const begun = await api.get(`/analyses/${idIn(page)}`, analysisSchema);
      expect(begun.options.maxCostUsd).toBe(0.09);
      await page.getByRole("link", { name: "Raise the limit…" }).click();
      await check("a job whose budget is used up");
      const dialog = page.getByRole("dialog");
      const go = dialog.getByRole("button", { name: "Continue" });
      expect(await go.isDisabled()).toBe(true);
      await dialog.getByLabel("At most, dollars").fill("5");
      await go.click();
      await ended(page);
      const { options, status } = await api.get(`/analyses/${idIn(page)}`, analysisSchema);
      expect({ maxCostUsd: options.maxCostUsd, status }).toEqual({ maxCostUsd: 5, status: "completed" });
    });
  });

  test("stops at the project's limit of the month, which its settings raise", async () => {
    await watched(telephone, async ({ page, check }) => {
      const settings = page.getByRole("dialog", { name: "Project settings" });
      const save = settings.getByRole("button", { name: "Save the settings" });
      const limit = settings.getByLabel("At most a month, dollars");
      const used = z.object({ items: z.array(analysisSchema) });
      const { items } = await api.get("/analyses?limit=100", used);
      const spent = items.reduce((all, one) => all + (one.usage.costUsd ?? 0), 0);
      await page.goto(`${server.local.url}/projects/${projectId}?settings=1`);
      await limit.fill("nothing");
      await settings.getByText("A sum in dollars, above 0").waitFor();
      expect(await save.isDisabled()).toBe(true);
      await limit.fill((spent + 0.05).toFixed(4));
      await settings.getByLabel("Keep results, days").fill("30");
      await check("the settings of a project");
      await save.click();
      await settings.waitFor({ state: "detached" });
      await page.getByText(/^At most \$[\d.]+ a month, results are kept for 30 days\.$/).waitFor();

      const id = await started({ model: "sim/sim-large", options: { streams: 1 } });
      await page.goto(`${server.local.url}/analyses/${id}`);
      const toSettings = page.getByRole("link", { name: "Project settings…" });
      await toSettings.waitFor();
      expect(await api.get(`/analyses/${id}`, analysisSchema)).toMatchObject({ pauseKind: "month", status: "paused" });
      await check("a job at the limit of the month");
      await toSettings.click();
      await limit.fill("");
      await save.click();
      await settings.waitFor({ state: "detached" });
      await page.goto(`${server.local.url}/analyses/${id}`);
      await page.getByRole("button", { name: "Resume" }).first().click();
      await ended(page);
      const keep = page.getByRole("button", { name: "Keep", exact: true });
      await page.getByText(/^expires /).waitFor();
      await keep.click();
      await page.getByText("kept, does not expire").waitFor();
      const { pinned, options } = await api.get(`/analyses/${id}`, analysisSchema);
      expect({ pinned, days: options.ttlDays }).toEqual({ pinned: true, days: 30 });
    });
  });

  test("says that an analysis has expired", async () => {
    await watched(desk, async ({ page, check, faults }) => {
      const detail = "The analysis an_1 expired at 2026-11-20T10:00:00.000Z. Run it again.";
      await page.route("**/api/analyses/an_1", (route) =>
        route.fulfill({ status: 410, json: { title: "Expired", status: 410, code: "expired", detail } }),
      );
      await page.goto(`${server.local.url}/analyses/an_1`);
      await page.getByRole("heading", { name: "This analysis has expired" }).waitFor();
      await page.getByText(/a time that ended on Nov 20, 2026/).waitFor();
      await check("an expired analysis");
      // The browser itself logs an answer of 410.
      faults.splice(0, faults.length, ...faults.filter((fault) => !fault.includes("410")));
    });
  });

  async function fill(dataset: string): Promise<void> {
    datasets += 1;
    const lines = new TextEncoder().encode(`${conversations(contents, seeded(100 + datasets)).join("\n")}\n`);
    const imported = z.object({ imported: z.int() });
    await api.upload(`/datasets/${dataset}/import?format=auto&filename=a.jsonl`, lines, imported);
  }

  async function started(body: object): Promise<string> {
    return (await api.post("/analyses", { datasetId, ...body }, analysisSchema)).id;
  }

  /** Whether the page's number of calls has come to be the server's, though nothing tells it that they were billed. */
  async function shownAnalysis(page: Page): Promise<{ calls: string }> {
    const { usage } = await api.get(`/analyses/${idIn(page)}`, analysisSchema);
    const shown = await stat(page, "Calls");
    return { calls: shown === usage.calls ? "as the server says" : `${shown} of ${usage.calls}` };
  }

  async function watched(look: Look, visit: (shown: WatchedPage) => Promise<void>): Promise<void> {
    if (browser === null) return;
    const shown = await openWatched(browser, server.local.url, look);
    try {
      await shown.page.goto(server.local.signInUrl);
      await shown.page.getByRole("heading", { level: 1, name: "Projects" }).waitFor();
      await visit(shown);
      expect(shown.faults).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-standing-${look.width}.png`);
      await shown.page.screenshot({ path: picture }).catch(() => {});
      console.error(`${shown.page.url()}, picture in ${picture}, faults: ${shown.faults.join("; ") || "none"}`);
      throw error;
    } finally {
      await shown.close();
    }
  }
});

const idIn = (page: Page): string => /an_\w+/.exec(page.url())?.[0] ?? "";

async function ended(page: Page): Promise<void> {
  const views = page.getByRole("navigation", { name: "Views of this analysis" });
  await views.getByRole("link", { name: "Overview" }).waitFor({ timeout: 90_000 });
}

async function center(locator: Locator): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (box === null) throw new Error("it is not to be seen");
  return { x: Math.round(box.x + box.width / 2), y: Math.round(box.y + box.height / 2) };
}

/** The number under a heading; -1 while it is not there. */
async function stat(page: Page, name: string): Promise<number> {
  const shown = await page.evaluate<string | null>(
    `[...document.querySelectorAll(".stats > div")].find((one) => one.querySelector("dt")?.textContent === ${JSON.stringify(name)})?.querySelector("dd")?.textContent ?? null`,
  );
  return shown === null ? -1 : Number(shown.replaceAll(/\D/g, ""));
}
