import path from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { minify, type Plugin } from "vite";
import { defineConfig } from "vitest/config";

/**
 * All modules of a test file travel into workerd in one message, which may hold 32 MB; the vendors' SDKs alone, each
 * with its source map, are more. So what is not ours goes small and without a map.
 */
const smallDependencies: Plugin = {
  name: "small-dependencies",
  async transform(code, id) {
    if (!id.includes("/node_modules/") || code.length < 2_000) return undefined;
    const { code: smaller } = await minify(id, code, { mangle: false });
    return { code: smaller, map: { version: 3, sources: [], names: [], mappings: "" } };
  },
};

/**
 * Five kinds of test: units in plain Node, a simulation of the ledger with everything that can go wrong, journeys through
 * the whole Worker in workerd, pages in a real browser, and chaos: the real `npm start`, ended and killed.
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          // A busy machine is no failure.
          testTimeout: 30_000,
          include: [
            "test/durable-objects/**/*.test.ts",
            "test/worker/**/*.test.ts",
            "test/web/**/*.test.ts",
            "test/scripts/**/*.test.ts",
            "test/simulated/**/*.test.ts",
            "test/bench/**/*.test.ts",
            "test/*.test.ts",
          ],
        },
      },
      { test: { name: "simulation", include: ["test/simulation/**/*.test.ts"], testTimeout: 120_000 } },
      {
        plugins: [
          smallDependencies,
          cloudflareTest(async () => ({
            wrangler: { configPath: "./wrangler.toml" },
            miniflare: {
              bindings: {
                TEST_MIGRATIONS: await readD1Migrations(path.join(import.meta.dirname, "migrations")),
                AUTH_SECRET: "test-secret-that-is-long-enough-0123456789",
                PUBLIC_URL: "http://127.0.0.1:8787",
                KEY_ENCRYPTION_SECRET: "test-secret-for-the-keys-of-providers-01234",
                LOCAL_OWNER_TOKEN: "local-owner-token-of-the-tests",
              },
            },
          })),
        ],
        test: {
          name: "journeys",
          // Journeys wait more than they work: two share a machine of two cores well.
          maxWorkers: 2,
          include: ["test/journeys/**/*.test.ts"],
          globalSetup: ["./test/journeys/simulated-setup.ts"],
          setupFiles: ["./test/journeys/setup.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "pages",
          include: ["test/pages/**/*.test.ts"],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "chaos",
          include: ["test/chaos/**/*.test.ts"],
          testTimeout: 300_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
