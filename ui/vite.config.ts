import { cpSync } from "node:fs";
import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

/** pdf.js reads character maps, standard fonts and image decoders from folders beside the program, never from a network. */
function pdfFolders(outDir: string): Plugin {
  return {
    name: "pdf-folders",
    apply: "build",
    closeBundle() {
      for (const folder of ["cmaps", "standard_fonts", "wasm", "iccs"]) {
        cpSync(resolve("node_modules/pdfjs-dist", folder), resolve(outDir, "pdf", folder), { recursive: true });
      }
    },
  };
}

// `browser` talks to the loopback host of the tests; every other mode is the product inside the shell.
export default defineConfig(({ mode }) => {
  const outDir = mode === "browser" ? "dist-browser" : "dist";
  return {
    base: "./",
    plugins: [react(), pdfFolders(outDir)],
    build: {
      outDir,
      emptyOutDir: true,
      target: "es2022",
      // The content rules forbid data: fonts and scripts, so nothing may be inlined.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 2500,
    },
    // The help pages stand beside the other papers.
    server: { fs: { allow: [".", "../docs/help"] } },
    worker: { format: "es" as const },
    test: {
      environment: "jsdom",
      include: ["src/**/*.test.{ts,tsx}"],
      // Two cores that build something else at the same time must not turn a test red.
      testTimeout: 60_000,
      setupFiles: ["src/testing/setup.ts"],
      css: { modules: { classNameStrategy: "non-scoped" as const } },
    },
  };
});
