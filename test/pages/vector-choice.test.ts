import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { conversations, seeded } from "../../scripts/chaos/contents.ts";
import { type Api, connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { analysisSchema } from "../../worker/contract/analysis.ts";
import { type Simulated, startSimulated } from "../simulated/providers.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched } from "./watched-page.ts";

/* Clusters by a provider's vectors, through the real page on the real server. The provider is simulated. */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-vectors-"));
const made = z.object({ id: z.string() });
const contents = 40;
const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

describe.skipIf(browser === null)("clusters by a provider's vectors", () => {
  let server: Started;
  let simulated: Simulated;
  let api: Api;
  let datasetId = "";

  beforeAll(async () => {
    simulated = await startSimulated({ models: ["m", "an-embed"] });
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
    api = connect(server.local.url, server.local.apiKey);
    const project = await api.post("/projects", { name: "Shop" }, made);
    ({ id: datasetId } = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made));
    const bytes = new TextEncoder().encode(conversations(contents, seeded(7)).join("\n"));
    await api.upload(`/datasets/${datasetId}/import?format=auto&filename=v.jsonl`, bytes, z.unknown());
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    await simulated?.close();
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("are nothing to choose without a model for them, and it is said what to do $name", async (look) => {
    if (browser === null) return;
    const shown = await openWatched(browser, server.local.url, look);
    const { page } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${datasetId}/analyze`);
      await page.locator("summary", { hasText: "Options" }).click();
      const hint = page.locator(".hint", { hasText: "None of your providers offers an embedding model yet." });
      const link = hint.getByRole("link", { name: "Providers" });
      await link.waitFor();
      await shown.check("the options without a model for vectors");
      await link.click();
      await page.waitForURL("**/providers");
      expect(shown.faults).toEqual([]);
    } finally {
      await shown.close();
    }
  });

  test("are named where they come from, and who gives none is to blame for a pause", async () => {
    if (browser === null) return;
    const provider = { name: "Vec", type: "openai", apiKey: "sk-simulated-0123456789", models: ["m", "an-embed"] };
    const { id: providerId } = await api.post("/providers", { ...provider, baseUrl: `${simulated.url}/v1` }, made);
    const job = { datasetId, model: "local/lexical", options: { embeddingModel: "vec/an-embed", cache: false } };
    const started = await api.post("/analyses", job, made);
    const statusOf = async (id: string) => (await api.get(`/analyses/${id}`, analysisSchema)).status;
    await expect.poll(() => statusOf(started.id), { timeout: 60_000 }).toBe("completed");
    simulated.behave({ mode: "401" }, "an-embed");
    const paused = await api.post("/analyses", job, made);
    await expect.poll(() => statusOf(paused.id), { timeout: 60_000 }).toBe("paused");
    const shown = await openWatched(browser, server.local.url, { width: 390, height: 844, scheme: "dark" });
    const { page } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/analyses/${started.id}`);
      await page.getByText("Clusters by vectors of vec/an-embed.").waitFor();
      await shown.check("where it comes from");
      await page.goto(`${server.local.url}/analyses/${paused.id}`);
      const way = page.getByRole("link", { name: "Put Vec right" });
      await way.waitFor();
      // Until the providers are known it leads to all of them.
      await expect.poll(() => way.getAttribute("href"), { timeout: 20_000 }).toBe(`/providers/${providerId}`);
      expect(shown.faults).toEqual([]);
    } finally {
      await shown.close();
    }
  });
});
