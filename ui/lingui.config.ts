import { defineConfig } from "@lingui/conf";
import { formatter } from "@lingui/format-po";
import { wordsExtractor } from "./words-extractor.ts";

// Catalogues and sources stand in folders of their own: the tool never reads sources below the catalogues' folder.
export default defineConfig({
  sourceLocale: "en",
  locales: ["en", "fr", "es", "ar"],
  catalogs: [{ path: "<rootDir>/src/words/catalogues/{locale}", include: ["<rootDir>/src/words/source"] }],
  extractors: [wordsExtractor],
  format: formatter({ explicitIdAsDefault: true, origins: false }),
  compileNamespace: "ts",
  orderBy: "messageId",
});
