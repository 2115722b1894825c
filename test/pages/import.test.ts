import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { connect } from "../../scripts/client/api.ts";
import { endStarted, type Started, spawnStart } from "../../scripts/client/spawn-start.ts";
import { freePort } from "../../scripts/server/port.ts";
import { datasetSchema, projectSchema } from "../../worker/contract/project.ts";
import { findBrowser } from "./browser.ts";
import { type Look, openWatched } from "./watched-page.ts";

/* Files dropped on the real page on the real server: tables wait for their columns to be checked, the others go on. */
const browser = await findBrowser();
const directory = mkdtempSync(path.join(os.tmpdir(), "parallax-import-"));

const looks: (Look & { name: string })[] = [
  { name: "at a desk by day", width: 1440, height: 900, scheme: "light" },
  { name: "on a telephone at night", width: 390, height: 844, scheme: "dark" },
];

const table = path.join(directory, "odd.csv");
writeFileSync(
  table,
  "Who,Remark,Case\nzoe,I lost my card,7\nbo,A new one is on its way,7\nann,Where is my parcel?,8\n",
);
const archive = path.join(directory, "export.zip");
const conversation = { uuid: "c", name: "Parcel", chat_messages: [{ sender: "human", text: "Where is my parcel?" }] };
writeFileSync(archive, zipSync({ "conversations.json": strToU8(JSON.stringify([conversation])) }));

describe.skipIf(browser === null)("files on the page", () => {
  let server: Started;

  beforeAll(async () => {
    server = await spawnStart(path.join(directory, "state"), (await freePort(0)) ?? 0, false, ["--no-sample"]);
  });

  afterAll(async () => {
    await browser?.close();
    if (server) await endStarted(server.child);
    rmSync(directory, { recursive: true, force: true });
  });

  test.each(looks)("are looked at before they are stored $name", async (look) => {
    if (browser === null) return;
    const api = connect(server.local.url, server.local.apiKey);
    const project = await api.post("/projects", { name: `Files ${look.name}` }, projectSchema);
    const dataset = await api.post(`/projects/${project.id}/datasets`, { name: "Odd" }, datasetSchema);
    const { page, check, faults, close } = await openWatched(browser, server.local.url, look);
    try {
      await page.goto(server.local.signInUrl);
      await page.goto(`${server.local.url}/datasets/${dataset.id}`);
      await page.locator("input[type=file]").setInputFiles([table, archive]);
      // The archive has nothing to be decided: it goes on behind the table that waits.
      await page.getByText("1 imported").waitFor();
      const found = page.getByRole("region", { name: "What is in odd.csv" });
      await found.getByText("3 columns").waitFor();
      await check("a table that waits");
      await found.getByLabel("Who is read as").selectOption("role");
      await found.getByLabel("Remark is read as").selectOption("text");
      await found.getByText("One row is one message.").waitFor();
      await found.getByLabel("Case is read as").selectOption("id");
      await found.getByText("CSV table, 2 conversations", { exact: false }).waitFor();
      await check("a table whose columns were named");
      await found.getByRole("button", { name: "Import 2 contents" }).click();
      await page.getByText("2 imported").waitFor();
      await page.getByText("I lost my card").first().waitFor();
      await check("a dataset after both");
      expect(faults).toEqual([]);
    } catch (error) {
      const picture = path.join(os.tmpdir(), `parallax-import-${look.name.replaceAll(/\W+/g, "-")}.png`);
      await page.screenshot({ path: picture }).catch(() => {});
      console.error(`${page.url()}, picture in ${picture}, faults: ${faults.join("; ") || "none"}`);
      throw error;
    } finally {
      await close();
    }
  });
});
