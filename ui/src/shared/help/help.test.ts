import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { blocksOf, inlineOf } from "./markdown";
import { helpFiles, helpPage } from "./pages";

const folder = resolve(import.meta.dirname, "../../../../docs/help");
const PAGES = ["keys", "packs", "questions", "sticks", "trust-lists"] as const;
const LANGUAGES = ["en", "fr", "es", "ar"] as const;

/** The same shape in every language: kinds of blocks, and how many parts each has. */
const shapeOf = (source: string): string[] =>
  blocksOf(source).map((block) =>
    block.kind === "heading" ? `h${block.level}` : block.kind === "list" ? `${block.numbered ? "ol" : "ul"} ${block.items.length}` : block.kind === "table" ? `table ${block.rows.length}x${block.head.length}` : "p",
  );

describe("the help pages", () => {
  it("are all there, in every language, and no others", () => {
    const wanted = PAGES.flatMap((page) => LANGUAGES.map((language) => `${page}.${language}.md`)).sort();
    expect(readdirSync(folder).sort()).toEqual(wanted);
    expect(helpFiles().sort()).toEqual(wanted);
  });

  it.each(PAGES)("%s say the same in every language, part by part", async (page) => {
    const [first, ...rest] = await Promise.all(LANGUAGES.map((language) => helpPage(page, language)));
    for (const text of rest) expect(shapeOf(text)).toEqual(shapeOf(first ?? ""));
  });

  it.each(LANGUAGES)("begin with their one title, in %s", async (language) => {
    for (const page of PAGES) {
      const levels = blocksOf(await helpPage(page, language)).flatMap((block) => (block.kind === "heading" ? [block.level] : []));
      expect([levels[0], levels.filter((level) => level === 1).length], page).toEqual([1, 1]);
    }
  });

  it("use only what the reader knows", () => {
    for (const name of readdirSync(folder)) {
      const text = readFileSync(resolve(folder, name), "utf8");
      expect(text, name).not.toMatch(/^ {2,}[-\d]|^#{4,} |^>|^```|!\[|<\w+|^\* |(?:^|[^*])\*[^*\s]/m);
      for (const block of blocksOf(text)) {
        const runs = block.kind === "table" ? [...block.head, ...block.rows.flat()] : block.kind === "list" ? block.items : [block.text];
        for (const run of runs) for (const { kind, text: words } of run) expect(kind === "code" ? "" : words, `${name}: ${words}`).not.toMatch(/\*\*|`|\]\(|^\s*\||^#|^\d+\. /);
        if (block.kind === "table") for (const row of block.rows) expect(row.length, name).toBe(block.head.length);
      }
    }
  });
});

describe("the reader of help pages", () => {
  it("tells words apart from what is bold, code or a link", () => {
    expect(inlineOf("Choose **Use** or `tamga key`, see [keys](keys.en.md).")).toEqual([
      { kind: "text", text: "Choose " }, { kind: "strong", text: "Use" }, { kind: "text", text: " or " }, { kind: "code", text: "tamga key" },
      { kind: "text", text: ", see " }, { kind: "text", text: "keys" }, { kind: "text", text: "." },
    ]);
  });

  it("parts headings, paragraphs, lists and tables", () => {
    const blocks = blocksOf("# Title\n\nTwo\nlines.\n\n1. one\n   goes on\n2. two\n\n- a\n\n| x | y |\n| --- | --- |\n| 1 | `2` |\n");
    expect(blocks.map((block) => block.kind)).toEqual(["heading", "paragraph", "list", "list", "table"]);
    expect(blocks[1]).toEqual({ kind: "paragraph", text: [{ kind: "text", text: "Two lines." }] });
    expect(blocks[2]).toEqual({ kind: "list", numbered: true, items: [[{ kind: "text", text: "one goes on" }], [{ kind: "text", text: "two" }]] });
    expect(blocks[4]).toEqual({ kind: "table", head: [[{ kind: "text", text: "x" }], [{ kind: "text", text: "y" }]], rows: [[[{ kind: "text", text: "1" }], [{ kind: "code", text: "2" }]]] });
  });
});
