import { mkdtempSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched } from "./watched-page.ts";

const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-quality-"));

const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

const wish = "I ordered two lamps last week and only one of them has arrived, could you look into it please?";
const said = [
  wish,
  wish,
  wish.replace("please", "now"),
  "ok",
  "asdfghjkl qwertyuiop zxcvbnm",
  "Write to jo@example.com about the kettle that broke.",
];
const file = said
  .map((content, id) => JSON.stringify({ id: `c${id}`, messages: [{ role: "user", content }] }))
  .join("\n");

describe.skipIf(browser === null)("the quality of a dataset", () => {
  let server: Started;

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("is shown, put right and taken back $name", async (look) => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const made = z.object({ id: z.string() });
    const project = await api.post("/projects", { name: "Shop" }, made);
    const { id } = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made);
    await api.upload(
      `/datasets/${id}/import?filename=a.jsonl`,
      new TextEncoder().encode(file),
      z.object({ imported: z.int() }),
    );
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${id}`);
      await page.getByRole("link", { name: "Quality" }).click();
      const near = page.getByRole("region", { name: "Near duplicates" });
      await near.waitFor();
      await check("the quality report");
      await page
        .getByRole("region", { name: "Not natural language" })
        .getByRole("button", { name: "Leave them out" })
        .click();
      await page.getByRole("button", { name: "Undo: 1 content left out" }).waitFor();
      await near.getByRole("button", { name: "Keep the first of each" }).click();
      await near.waitFor({ state: "detached" });
      await check("the quality report after two fixes");
      await page.getByRole("button", { name: "Undo: 1 content left out" }).first().click();
      await near.waitFor();
      await near
        .getByRole("link", { name: wish.slice(0, 20) })
        .first()
        .click();
      await page.getByRole("heading", { name: "c2" }).or(page.getByRole("dialog")).first().waitFor();
      expect(shown.faults).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-quality-${look.name.replaceAll(/\W+/g, "-")}.png`);
      await page.screenshot({ path: picture }).catch(() => {});
      console.error(`${page.url()}, picture in ${picture}, faults: ${shown.faults.join("; ") || "none"}`);
      throw error;
    } finally {
      await shown.close();
    }
  });
});
