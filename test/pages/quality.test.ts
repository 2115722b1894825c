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
const halfAndHalf =
  "Guten Tag, ich habe letzte Woche zwei Lampen bestellt und nur eine davon ist angekommen, können Sie bitte nachsehen? " +
  "I am writing to you in English as well because I do not know who reads this and I need an answer before the weekend.";
const said = [
  wish,
  wish,
  wish.replace("please", "now"),
  "ok",
  "asdfghjkl qwertyuiop zxcvbnm",
  "Write to jo@example.com about the kettle that broke.",
  halfAndHalf,
];
const linesOf = (contents: string[]) =>
  new TextEncoder().encode(
    contents.map((content, id) => JSON.stringify({ id: `c${id}`, messages: [{ role: "user", content }] })).join("\n"),
  );

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

  test("is nothing to speak of where no issue is found", async () => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const made = z.object({ id: z.string() });
    const project = await api.post("/projects", { name: "Fine" }, made);
    const { id } = await api.post(`/projects/${project.id}/datasets`, { name: "May" }, made);
    await api.upload(`/datasets/${id}/import?filename=a.jsonl`, linesOf([wish]), z.unknown());
    const shown = await openWatched(browser, server.local.url, { width: 1280, height: 800, scheme: "light" });
    const { page } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${id}?view=quality`);
      await page.getByText(/^1 content · no issue found · /).waitFor();
    } finally {
      await shown.close();
    }
  });

  test.each(looks)("is shown, put right and taken back $name", async (look) => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const made = z.object({ id: z.string() });
    const project = await api.post("/projects", { name: "Shop" }, made);
    const { id } = await api.post(`/projects/${project.id}/datasets`, { name: "November" }, made);
    await api.upload(`/datasets/${id}/import?filename=a.jsonl`, linesOf(said), z.object({ imported: z.int() }));
    const shown = await openWatched(browser, server.local.url, look);
    const { page, check } = shown;
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${id}`);
      await page.getByRole("link", { name: "Quality" }).click();
      const near = page.getByRole("region", { name: "Near duplicates" });
      await near.waitFor();
      await check("the quality report");
      const text = ((await page.locator("main").textContent()) ?? "").replaceAll(/\s+/g, " ");
      expect(text).toMatch(/· 7 kinds of issue found, quality \d+% on average ·/);
      expect(text).toContain("German and English 1");
      expect(text).toContain("c6 · German and English");
      expect(text).toContain("keys hit at random 1");
      expect(text).toContain("e-mail address × 1");
      expect(text).not.toMatch(/de\+en|\bemail\b/);
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
