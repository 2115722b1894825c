import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { conversations, seeded } from "../../scripts/chaos/contents.ts";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { type Simulated, startSimulated } from "../simulated/providers.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched, type WatchedPage } from "./watched-page.ts";

/*
 * A provider's whole life through the real page on the real server: set up, refused, tested, read with, deleted. The
 * provider is simulated: this proves the way, nothing about what a model can do.
 */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-providers-"));
const key = "sk-simulated-0123456789-wXyZ";
const contents = 40;

const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

describe.skipIf(browser === null)("a provider", () => {
  let server: Started;
  let simulated: Simulated;
  let datasetId = "";

  beforeAll(async () => {
    simulated = await startSimulated({ models: ["sim-large", "sim-small", "sim-embed"] });
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    const api = connect(server.local.url, server.local.apiKey);
    const made = z.object({ id: z.string() });
    const project = await api.post("/projects", { name: "Shop" }, made);
    ({ id: datasetId } = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made));
    const lines = new TextEncoder().encode(`${conversations(contents, seeded(3)).join("\n")}\n`);
    await api.upload(
      `/datasets/${datasetId}/import?format=auto&filename=a.jsonl`,
      lines,
      z.object({ imported: z.int() }),
    );
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    await simulated?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("is set up, read with and deleted $name", async (look) => {
    if (browser === null) return;
    const shown = await openWatched(browser, server.local.url, look);
    try {
      await wholeLife(shown);
      expect(shown.faults).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-provider-${look.name.replaceAll(/\W+/g, "-")}.png`);
      await shown.page.screenshot({ path: picture }).catch(() => {});
      console.error(`${shown.page.url()}, picture in ${picture}, faults: ${shown.faults.join("; ") || "none"}`);
      throw error;
    } finally {
      await shown.close();
    }
  });

  async function wholeLife({ page, check }: WatchedPage): Promise<void> {
    await page.goto(server.local.signInUrl);
    await page.getByRole("link", { name: "Providers" }).filter({ visible: true }).click();
    await page.getByRole("heading", { name: "No provider yet" }).waitFor();
    await check("no provider yet");
    await page.getByRole("link", { name: "Set up a provider" }).click();
    await setUp(page, check);
    await onTheDashboard(page, check);
    await readWith(page, check);
    await endIt(page, check);
  }

  /** Preset, address, key; a test that fails and keeps what was typed, one that works; models and a price. */
  async function setUp(page: Page, check: WatchedPage["check"]): Promise<void> {
    await page.getByRole("searchbox", { name: "Search the providers" }).fill("another server");
    await check("whom to ask");
    await page.keyboard.press("Enter");
    await page.getByLabel("Name", { exact: true }).fill("Sim");
    await page.getByLabel("Address").fill(`${simulated.url}/v1`);
    const field = page.locator("input[type=password]");
    await field.fill(key);
    const test = page.getByRole("button", { name: "Save and test" });
    simulated.behave({ mode: "401" });
    await test.click();
    await page.getByText("The test failed.").waitFor();
    expect(await field.inputValue()).toBe(key);
    expect(await page.getByLabel("Address").inputValue()).toBe(`${simulated.url}/v1`);
    await check("a test that failed");

    simulated.behave({ mode: null });
    await test.click();
    await page.getByText("It works.").waitFor();
    await check("a test that worked");
    await page.reload();
    await page.getByText("saved, ends in wXyZ").waitFor();
    expect(await page.getByLabel("Name", { exact: true }).inputValue()).toBe("Sim");
    expect(await field.inputValue()).toBe("");
    expect(await page.content()).not.toContain(key);

    await page.getByRole("checkbox", { name: "sim-small" }).uncheck();
    const price = page.getByRole("group", { name: "Price of sim-large" });
    await price.getByLabel("$ in, per million").fill("2");
    await price.getByLabel("$ out, per million").fill("8");
    const vectors = page.getByRole("group", { name: "Price of sim-embed" });
    await vectors.getByLabel("$ in, per million").fill("0.02");
    await vectors.getByLabel("$ out, per million").fill("0");
    await check("the choice of models");
    await page.getByRole("button", { name: "Use these models" }).click();
  }

  async function onTheDashboard(page: Page, check: WatchedPage["check"]): Promise<void> {
    const card = page.getByRole("article", { name: "Sim" });
    await card.getByText("Healthy", { exact: true }).waitFor();
    await card.getByRole("button", { name: "Test now: Sim" }).click();
    await card.getByText("It works.").waitFor();
    await card.locator("summary", { hasText: "calls in 24 hours" }).click();
    await card.getByRole("cell", { name: "sim-large" }).first().waitFor();
    expect(await page.content()).not.toContain(key);
    await check("the dashboard");
    await card.getByRole("link", { name: "Settings of Sim" }).click();
    await page.getByRole("heading", { level: 1, name: "Sim" }).waitFor();
    await page.getByRole("checkbox", { name: "sim-large" }).waitFor();
    await check("the settings");
    await page.goto(`${server.local.url}/models?available=yours`);
    await page.getByText("sim/sim-large").first().waitFor();
    await check("the models");
  }

  /** A job with the model, the built-in engine standing by; who answered and what was paid. */
  async function readWith(page: Page, check: WatchedPage["check"]): Promise<void> {
    await page.goto(`${server.local.url}/datasets/${datasetId}/analyze`);
    await page.getByRole("radio", { name: /sim-large/ }).check();
    await page.getByLabel("When none can answer").selectOption("fallback");
    // What gives vectors does not read, and is offered for what it can do.
    expect(await page.getByRole("radio", { name: /sim-embed/ }).count()).toBe(0);
    await page.locator("summary", { hasText: "Options" }).click();
    await page.getByLabel("Clusters rest on").selectOption("sim/sim-embed");
    expect(new URL(page.url()).searchParams.get("embed")).toBe("sim/sim-embed");
    expect(new URL(page.url()).searchParams.get("model")).toBe("sim/sim-large");
    const start = page.getByRole("button", { name: new RegExp(`^Analyze ${contents} contents, \\$`) });
    await start.waitFor();
    await check("the choice of who reads");
    await start.click();
    const views = page.getByRole("navigation", { name: "Views of this analysis" });
    await views.getByRole("link", { name: "Overview" }).waitFor({ timeout: 90_000 });
    await views.getByRole("link", { name: "Clusters" }).click();
    await page.getByText("By vectors of sim/sim-embed.").waitFor();
    await views.getByRole("link", { name: "Calls" }).click();
    await page.getByRole("cell", { name: "Answered" }).first().waitFor();
    await check("the calls");
    await page.getByRole("link", { name: "Failed", exact: true }).click();
    await page.getByRole("heading", { name: "No call failed" }).waitFor();
    expect(new URL(page.url()).searchParams.get("outcome")).toBe("failed");
    await views.getByRole("link", { name: "Contents" }).click();
    await page.locator("a[data-content]").first().click();
    const drawer = page.getByRole("dialog");
    await drawer.locator(".badge.model", { hasText: "sim-large" }).waitFor();
    expect(await drawer.getByText("Fallback").count()).toBe(0);
    await check("a content that a model read");
  }

  async function endIt(page: Page, check: WatchedPage["check"]): Promise<void> {
    await page.goto(`${server.local.url}/providers`);
    await page.getByRole("button", { name: "Delete Sim" }).click();
    await check("the question before a provider is deleted");
    await page.getByRole("button", { name: "Delete the provider" }).click();
    await page.getByRole("heading", { name: "No provider yet" }).waitFor();
  }
});
