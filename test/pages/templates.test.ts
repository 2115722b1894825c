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
import { findBrowser } from "./browser.ts";
import { type Look, openWatched, type WatchedPage } from "./watched-page.ts";

/* A template of one's own through the real page on the real server: copied, changed, checked, tried, saved, deleted. */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-templates-"));

const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

describe.skipIf(browser === null)("a template", () => {
  let server: Started;

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("is copied, changed, tried and deleted $name", async (look) => {
    if (browser === null) return;
    const shown = await openWatched(browser, server.local.url, look);
    try {
      await wholeLife(shown);
      // A draft that does not fit is refused, and the browser notes that by itself.
      const refused = /status of 400.*preview-prompt/;
      expect(shown.faults.filter((fault) => !refused.test(fault))).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-template-${look.name.replaceAll(/\W+/g, "-")}.png`);
      await shown.page.screenshot({ path: picture }).catch(() => {});
      console.error(`${shown.page.url()}, picture in ${picture}, faults: ${shown.faults.join("; ") || "none"}`);
      throw error;
    } finally {
      await shown.close();
    }
  });

  async function wholeLife({ page, check }: WatchedPage): Promise<void> {
    await page.goto(server.local.signInUrl);
    await page.getByRole("link", { name: "Templates" }).filter({ visible: true }).click();
    await page.getByRole("heading", { name: "None of your own yet" }).waitFor();
    await check("the templates");
    await page.getByRole("link", { name: "Photos", exact: true }).first().click();
    expect(new URL(page.url()).searchParams.get("category")).toBe("photos");
    await page.goto(`${server.local.url}/templates/tpl_voice_bot`);
    await page.getByText("This call costs").waitFor();
    await check("a built-in template");
    await page.getByRole("link", { name: "Make a copy" }).click();
    await write(page, check);
    await tryIt(page, check);
    await saveAndDelete(page, check);
  }

  async function write(page: Page, check: WatchedPage["check"]): Promise<void> {
    await page.getByLabel("Name", { exact: true }).first().fill("Our calls");
    const down = page.getByRole("button", { name: "Move generalIntent down" });
    await down.focus();
    const names = () => page.locator("fieldset[data-facet]").evaluateAll((all) => all.map((one) => one.ariaLabel));
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(["outcome", "generalIntent"]);
    // The button keeps the focus, so the same key moves it on.
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await names()).slice(0, 3)).toEqual(["outcome", "transferReason", "generalIntent"]);
    await page.getByRole("button", { name: "Remove callerEffort" }).click();
    await page.getByRole("button", { name: "Add a facet" }).click();
    // The new facet has the focus.
    await page.locator("fieldset[data-facet]:last-of-type input:focus").waitFor();
    await page.keyboard.type("outcome");
    await page.getByText("facet names must differ").first().waitFor();
    await check("a facet whose name is taken");
    const added = page.locator("fieldset[data-facet]").last();
    await added.getByLabel("Name").fill("vip");
    await added.getByLabel("Type").selectOption("boolean");
    await added.getByLabel("What it asks").fill("Whether the caller is a VIP.");
    await page.getByRole("checkbox", { name: /^Evidence/ }).uncheck();
    const words = page.getByLabel("Added wherever contents are read");
    await words.fill("Of {{facetz}}");
    await page.getByText("Did you mean {{facets}}?").first().waitFor();
    await check("a placeholder that there is not");
    await words.fill("Mind this: ");
    await page.getByRole("button", { name: "{{facets}}" }).click();
    const final = page.getByRole("textbox", { name: "Instructions" });
    await expect.poll(() => final.inputValue()).toContain("Mind this: outcome, transferReason, generalIntent");
    expect(await final.inputValue()).not.toContain("- evidence:");
    await page.reload();
    await expect.poll(() => page.getByLabel("Name", { exact: true }).first().inputValue()).toBe("Our calls");
  }

  async function tryIt(page: Page, check: WatchedPage["check"]): Promise<void> {
    const nothing = page.getByRole("heading", { name: "Nothing to try it on yet" });
    const tryThree = page.getByRole("button", { name: "Try on 3 contents, free" });
    await nothing.or(tryThree).waitFor();
    if (await nothing.isVisible()) {
      await check("a template with nothing to try it on");
      const api = connect(server.local.url, server.local.apiKey);
      const made = z.object({ id: z.string() });
      const project = await api.post("/projects", { name: "Shop" }, made);
      const dataset = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made);
      const lines = new TextEncoder().encode(`${conversations(8, seeded(5)).join("\n")}\n`);
      await api.upload(`/datasets/${dataset.id}/import?filename=a.jsonl`, lines, z.object({ imported: z.int() }));
      await page.reload();
    }
    await tryThree.click();
    await page.locator(".trial-answer").nth(2).waitFor();
    expect(await page.locator(".trial-answer").count()).toBe(3);
    expect(await page.locator(".trial-answer dt", { hasText: "Vip" }).count()).toBe(3);
    await page.getByText("The built-in engine reads no prompts: the template").waitFor();
    await check("a template that was tried");
  }

  async function saveAndDelete(page: Page, check: WatchedPage["check"]): Promise<void> {
    await page.getByLabel("Name", { exact: true }).first().focus();
    await page.keyboard.press("Control+s");
    await page.getByRole("heading", { level: 1, name: "Our calls" }).waitFor();
    expect(page.url()).toMatch(/\/templates\/tpl_/);
    await page.goto(`${page.url().split("?")[0]}?task=reconcile`);
    await page.getByLabel("Added where labels that mean the same are put together").waitFor();
    await page.getByRole("button", { name: "{{facet}}", exact: true }).waitFor();
    await check("the prompt of another task");
    await page.getByRole("button", { name: "Delete" }).click();
    await check("the question before a template is deleted");
    await page.getByRole("button", { name: "Delete the template" }).click();
    await page.getByRole("heading", { name: "None of your own yet" }).waitFor();
  }
});
