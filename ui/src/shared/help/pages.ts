/** Where do the help pages come from? From `docs/help`, one file a page and language, shipped with the window. */
import type { Language } from "../../host/types";

export type HelpPage = "keys" | "trust-lists" | "packs" | "sticks" | "questions";

const files = import.meta.glob<string>("../../../../docs/help/*.md", { query: "?raw", import: "default" });

/** The page in a language, in English where it is missing. */
export async function helpPage(page: HelpPage, language: Language): Promise<string> {
  const at = (tongue: Language) => files[`../../../../docs/help/${page}.${tongue}.md`];
  return (await (at(language) ?? at("en"))?.()) ?? "";
}

/** Every file there is, by its name. */
export const helpFiles = (): string[] => Object.keys(files).map((path) => path.split("/").at(-1) ?? path);
