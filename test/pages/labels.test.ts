import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { Locator } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { type Api, connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { labelsReplySchema } from "../../worker/contract/labels.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched } from "./watched-page.ts";

const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-labels-"));
const sample = path.resolve(import.meta.dirname, "../../web/public/sample.jsonl");
const made = z.object({ id: z.string() });

const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

describe.skipIf(browser === null)("labels changed by hand", () => {
  let server: Started;
  let api: Api;
  let projectId = "";
  let analysisId = "";

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    api = connect(server.local.url, server.local.apiKey);
    ({ id: projectId } = await api.post("/projects", { name: "Shop" }, made));
    const datasetId = await dataset("November", readFileSync(sample));
    const input = { datasetId, name: "First look", templateId: "tpl_customer_support", options: { cluster: false } };
    ({ id: analysisId } = await api.post("/analyses", input, made));
    const status = () => api.get(`/analyses/${analysisId}`, z.object({ status: z.string() }));
    await vi.waitFor(async () => expect((await status()).status).toBe("completed"), { timeout: 60_000, interval: 200 });
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  async function dataset(name: string, lines: Uint8Array<ArrayBuffer>): Promise<string> {
    const { id } = await api.post(`/projects/${projectId}/datasets`, { name }, made);
    await api.upload(`/datasets/${id}/import?filename=a.jsonl`, lines, z.object({ imported: z.int() }));
    return id;
  }

  const labelsOf = (id: string) => api.get(`/analyses/${id}/labels`, labelsReplySchema);

  test.each(looks)("follow at once and come back, and a result says why $name", async (look) => {
    if (browser === null) return;
    const labelsNow = () => labelsOf(analysisId);
    const before = await labelsNow();
    const [facet = "", list = []] = Object.entries(before.facets)[0] ?? [];
    const [first, second] = list.map(({ label }) => label);
    const named = facet.charAt(0).toUpperCase() + facet.slice(1);
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/analyses/${analysisId}`);
      await page.getByRole("button", { name: `Edit the labels of ${named}` }).click();
      const dialog = page.getByRole("dialog", { name: `Labels of ${named}` });
      const box = (label: string) => dialog.getByRole("checkbox", { name: label, exact: true });
      await dialog.getByRole("button", { name: `Rename ${first}`, exact: true }).click();
      await check("the labels while one is renamed");
      await dialog.getByLabel(`New name of ${first}`).fill("A word of our own");
      await dialog.getByRole("button", { name: "Rename", exact: true }).click();
      await box("A word of our own").waitFor();

      await box("A word of our own").check();
      await box(String(second)).check();
      await check("the labels with two to merge");
      await dialog.getByRole("button", { name: "A word of our own", exact: true }).click();
      await dialog.getByText(/changes by hand$/).click();
      await check("the labels with what was changed");
      const merged = await labelsNow();
      expect(merged.facets[facet]).toHaveLength(list.length - 1);

      const undo = dialog.getByRole("button", { name: "Undo the last change" });
      await undo.click();
      await box(String(second)).waitFor();
      await undo.click();
      await box(String(first)).waitFor();
      expect((await labelsNow()).facets).toEqual(before.facets);
      await page.keyboard.press("Escape");

      await page.goto(`${server.local.url}/analyses/${analysisId}/contents`);
      await page.locator("[data-content]").first().click();
      await page.getByText("Why this label?").click();
      await page.getByText(`${named}, as said`).waitFor();
      await check("why a content has its label");
      expect(shown.faults).toEqual([]);
    } finally {
      await shown.close();
    }
  });

  test.each(looks)("are found among many, and the focus is where it was $name", async (look) => {
    if (browser === null) return;
    const { intent: before = [] } = (await labelsOf(analysisId)).facets;
    const [into = "", folded = "", other = ""] = before.map(({ label }) => label);
    const change = (body: object) => api.patch(`/analyses/${analysisId}/labels`, body, z.unknown());
    await change({ facet: "intent", merge: { labels: [into, folded], into } });
    const many = before.length - 1;
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    const { keyboard } = page;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/analyses/${analysisId}`);
      const pencil = page.getByRole("button", { name: "Edit the labels of Intent" });
      const focused = (locator: Locator) =>
        expect.poll(() => locator.evaluate((one) => one === document.activeElement));
      await pencil.press("Enter");
      const dialog = page.getByRole("dialog", { name: "Labels of Intent" });
      const search = dialog.getByRole("searchbox");
      const shownNow = dialog.getByRole("status");
      const box = (label: string) => dialog.getByRole("checkbox", { name: label, exact: true });
      const renaming = (label: string) => dialog.getByRole("button", { name: `Rename ${label}`, exact: true });
      await box(other).waitFor();
      expect(await shownNow.textContent()).toBe(`${many} labels`);

      // By a word that was folded into it, however it is written.
      await box(other).focus();
      await keyboard.press("/");
      await focused(search).toBe(true);
      await keyboard.type(folded.toUpperCase());
      await dialog.getByText(`also said: ${folded}`).waitFor();
      expect(await shownNow.textContent()).toMatch(new RegExp(`^[1-9]\\d* of ${many}$`));
      expect(await box(into).isVisible()).toBe(true);
      expect(await box(other).isVisible()).toBe(false);
      await check("labels that are searched");
      // It is a link.
      await page.reload();
      await dialog.getByText(`also said: ${folded}`).waitFor();
      expect(await search.inputValue()).toBe(folded.toUpperCase());
      await dialog.getByRole("button", { name: "Close" }).press("Enter");
      await expect.poll(() => new URL(page.url()).search).toBe("");

      await pencil.press("Enter");
      await box(other).focus();
      await keyboard.press("/");
      await keyboard.type("no such word");
      await dialog.getByText("No label and no folded word holds “no such word”.").waitFor();
      await check("labels of which none is found");
      await keyboard.press("Escape");
      await focused(box(other)).toBe(true);
      expect(await shownNow.textContent()).toBe(`${many} labels`);
      expect(await search.inputValue()).toBe("");
      expect(new URL(page.url()).searchParams.get("find")).toBe(null);

      await renaming(other).press("Enter");
      await focused(dialog.getByLabel(`New name of ${other}`)).toBe(true);
      await keyboard.press("Escape");
      await focused(renaming(other)).toBe(true);
      await keyboard.press("Enter");
      await keyboard.type("Quite another");
      await keyboard.press("Enter");
      await renaming("Quite another").waitFor();
      await focused(renaming("Quite another")).toBe(true);
      const undo = dialog.getByRole("button", { name: "Undo the last change" });
      await undo.press("Enter");
      await box(other).waitFor();
      await focused(undo).toBe(true);
      await keyboard.press("Escape");
      await focused(pencil).toBe(true);
      expect(shown.faults).toEqual([]);
    } finally {
      await change({ undo: true });
      await shown.close();
    }
    expect((await labelsOf(analysisId)).facets.intent).toEqual(before);
  });

  test.each(looks)("of an analysis that is not there are done without, and that is said $name", async (look) => {
    if (browser === null) return;
    const { datasetId } = await api.get(`/analyses/${analysisId}`, z.object({ datasetId: z.string() }));
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${datasetId}/analyze?based=xyz&freeze=1`);
      await page.getByText("There is no analysis “xyz” whose labels could be used").waitFor();
      await page.getByRole("button", { name: /^Analyze \d+ contents, free/ }).waitFor();
      expect(await page.getByText("options.basedOn").count()).toBe(0);
      expect(new URL(page.url()).search).toBe("");
      expect(await page.getByRole("combobox", { name: "Labels" }).inputValue()).toBe("");
      await check("a set-up whose labels are not there");
      // The server said no once: the browser notes that by itself.
      expect(shown.faults.filter((fault) => !/status of 400 .*\/estimate/.test(fault))).toEqual([]);
    } finally {
      await shown.close();
    }
  });

  test.each(looks)("are all the words that another dataset is read with $name", async (look) => {
    if (browser === null) return;
    const ours = `A word of ours ${look.name}`;
    const { intent: before = [] } = (await labelsOf(analysisId)).facets;
    const [first] = [...before].sort((a, b) => b.count - a.count);
    const another = await dataset(`December ${look.name}`, readFileSync(sample));
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/analyses/${analysisId}`);
      await page.getByRole("button", { name: "Edit the labels of Intent" }).click();
      const dialog = page.getByRole("dialog", { name: "Labels of Intent" });
      await dialog.getByRole("button", { name: `Rename ${first?.label}`, exact: true }).click();
      await dialog.getByLabel(`New name of ${first?.label}`).fill(ours);
      await page.keyboard.press("Enter");
      await dialog.getByRole("checkbox", { name: ours, exact: true }).waitFor();
      await page.keyboard.press("Escape");

      await page.goto(`${server.local.url}/datasets/${another}/analyze`);
      const words = page.getByRole("combobox", { name: "Labels" });
      await words.getByRole("option", { name: /^First look, / }).waitFor({ state: "attached" });
      await words.selectOption(analysisId);
      // With the words goes what was asked.
      await expect.poll(() => page.getByRole("radio", { name: /^Customer support/ }).isChecked()).toBe(true);
      await page.getByRole("checkbox", { name: /^Only these labels/ }).check();
      // What is reckoned anew stands faint until it is there.
      await page.waitForURL(/freeze=1/);
      await page.locator('button.big[aria-busy="false"]').waitFor();
      await expect.poll(() => page.locator(".outdated").count()).toBe(0);
      await check("an analysis that is to keep to earlier words");
      // The set-up is a link.
      await page.reload();
      await expect.poll(() => page.getByRole("checkbox", { name: /^Only these labels/ }).isChecked()).toBe(true);
      expect(await words.inputValue()).toBe(analysisId);
      await page.getByRole("button", { name: /^Analyze \d+ contents, free/ }).click();
      await page.waitForURL(/\/analyses\/an_/);
      const views = page.getByRole("navigation", { name: "Views of this analysis" });
      await views.getByRole("link", { name: "Overview" }).waitFor();
      await page.locator(".bars .label", { hasText: ours }).first().waitFor();
      await check("what was found with earlier words");

      const { intent: known = [] } = (await labelsOf(analysisId)).facets;
      const { intent: used = [] } = (await labelsOf(/an_\w+/.exec(page.url())?.[0] ?? "")).facets;
      const allowed = new Set(known.map(({ label }) => label));
      expect(used.map(({ label }) => label).filter((label) => !allowed.has(label) && label !== "Other")).toEqual([]);
      // The very same contents: what was called so by hand is found again by its new name.
      expect(used.find(({ label }) => label === ours)?.count).toBeGreaterThan(0);
      expect(shown.faults).toEqual([]);
    } finally {
      await shown.close();
    }
  });
});
