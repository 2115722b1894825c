import preact from "@preact/preset-vite";
import { defineConfig } from "vite";

/** Builds the page alone; the Worker is built by wrangler. */
export default defineConfig({
  root: "web",
  plugins: [preact()],
  build: { outDir: "../dist/page", emptyOutDir: true, sourcemap: true },
});
