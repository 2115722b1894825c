import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import * as z from "zod";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { labelsReplySchema } from "../../worker/contract/analysis.ts";
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
  let analysisId = "";

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    const api = connect(server.local.url, server.local.apiKey);
    const project = await api.post("/projects", { name: "Shop" }, made);
    const { id } = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made);
    await api.upload(`/datasets/${id}/import?filename=a.jsonl`, readFileSync(sample), z.object({ imported: z.int() }));
    const started = await api.post("/analyses", { datasetId: id, options: { cluster: false } }, made);
    analysisId = started.id;
    const status = () => api.get(`/analyses/${analysisId}`, z.object({ status: z.string() }));
    await vi.waitFor(async () => expect((await status()).status).toBe("completed"), { timeout: 60_000, interval: 200 });
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("follow at once and come back, and a result says why $name", async (look) => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const labelsNow = () => api.get(`/analyses/${analysisId}/labels`, labelsReplySchema);
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
});
