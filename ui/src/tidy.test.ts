import { readFileSync, readdirSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = import.meta.dirname;

type Source = { path: string; text: string };

const files: Source[] = readdirSync(root, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.(ts|tsx|css)$/.test(path) && !path.startsWith("words/catalogues/"))
  .map((path) => ({ path, text: readFileSync(resolve(root, path), "utf8") }));

const code = files.filter(({ path }) => !path.endsWith(".css"));
const shipped = code.filter(({ path }) => !/\.test\.tsx?$/.test(path) && !path.startsWith("testing/") && path !== "host/fake.ts");
const styles = files.filter(({ path }) => path.endsWith(".css"));

const imports = ({ path, text }: Source): string[] =>
  [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map((match) => {
    const target = match[1] ?? "";
    return target.startsWith(".") ? relative(root, resolve(root, dirname(path), target)).replaceAll("\\", "/") : target;
  });

/** `path: what` for every file a rule finds fault with. */
const breaches = (among: Source[], fault: (file: Source) => string[]): string[] => among.flatMap((file) => fault(file).map((what) => `${file.path}: ${what}`));

describe("the window's rooms", () => {
  it("are read", () => expect(files.length).toBeGreaterThan(100));

  it("a feature never imports another one, and nothing shared imports a feature", () => {
    const feature = (path: string) => /^features\/([^/]+)/.exec(path)?.[1];
    expect(breaches(code, (file) => imports(file).filter((target) => {
      const other = feature(target);
      return other !== undefined && other !== feature(file.path) && !file.path.startsWith("frame/");
    }))).toEqual([]);
  });

  it("only the controls import the control kit", () => {
    expect(breaches(shipped, (file) => imports(file).filter((target) => target.startsWith("react-aria-components") && !file.path.startsWith("shared/controls/")))).toEqual([]);
  });

  it("only one file knows what carries the window", () => {
    expect(breaches(code, (file) => imports(file).filter((target) => target.startsWith("@tauri-apps/") && file.path !== "host/tauri.ts"))).toEqual([]);
  });

  it("each outside package has its one place", () => {
    const places: Record<string, RegExp> = { "@tanstack/react-virtual": /^shared\/grid\//, "pdfjs-dist": /^shared\/panes\/pdf\.ts$/, "@lingui/core": /^words\// };
    expect(breaches(shipped, (file) => imports(file).filter((target) => Object.entries(places).some(([name, place]) => (target === name || target.startsWith(`${name}/`)) && !place.test(file.path))))).toEqual([]);
  });

  it("the host for unit tests is imported by tests alone", () => {
    expect(breaches(shipped, (file) => imports(file).filter((target) => target === "host/fake" || target.startsWith("testing/")))).toEqual([]);
  });
});

describe("styles", () => {
  it("know neither left nor right", () => {
    const physical = /(?:^|[\s;{])((?:(?:margin|padding|border|inset)-)?(?:left|right)(?:-[a-z]+)?)\s*:|text-align:\s*(left|right)|float:\s*(left|right)/g;
    expect(breaches(styles, ({ text }) => [...text.matchAll(physical)].map((match) => match[0].trim()))).toEqual([]);
    // In parts as well: no inline style names a side.
    expect(breaches(shipped, ({ text }) => [...text.matchAll(/\b(?:margin|padding)?(?:Left|Right)\b\s*:/g)].map((match) => match[0]))).toEqual([]);
  });

  it("have no fixed heights for text, no shadows with meaning, no blur", () => {
    expect(breaches(styles, ({ text }) => [...text.matchAll(/backdrop-filter|filter:\s*blur|box-shadow:\s*\d+px \d+px [1-9]/g)].map((match) => match[0]))).toEqual([]);
  });

  it("take colours from the tokens", () => {
    const free = styles.filter(({ path }) => !path.includes("styles/") && !path.endsWith("PdfView.module.css") && !path.endsWith("Dialog.module.css"));
    expect(breaches(free, ({ text }) => [...text.matchAll(/#[0-9a-f]{3,8}\b|rgb\(/g)].map((match) => match[0]))).toEqual([]);
  });
});

describe("sentences", () => {
  it("live in the catalogues, not in the parts", () => {
    // Text between tags, or a label given as a literal.
    const raw = />\s*([A-Z][a-z]+(?: [a-z]+)+)[^<{]*<|(?:label|title|placeholder|aria-label)="([A-Z][^"]+)"/g;
    expect(breaches(shipped.filter(({ path }) => path.endsWith(".tsx")), ({ text }) => [...text.matchAll(raw)].map((match) => match[0]))).toEqual([]);
  });

  it("that nobody says are not there", () => {
    const said = (area: string): string => shipped.filter(({ path }) => !path.startsWith("words/source/")).map(({ path, text }) => {
      const names = [...text.matchAll(/import \{([^}]*)\} from "[./]*(?:words\/)?source\/(\w+)"/g)].flatMap((match) => (match[1] ?? "").split(",").map((each) => each.trim().split(" as ")));
      const alias = names.find(([name]) => name === area);
      return alias ? [...text.matchAll(new RegExp(`(?<![\\w.])${alias.at(-1)}\\.(\\w+)`, "g"))].map((match) => match[1]).join(" ") + ` ${path}` : "";
    }).join(" ");
    const unsaid: string[] = [];
    for (const { path, text } of code.filter(({ path: at }) => /^words\/source\/(frame|issuing|receiving)\.ts$/.test(at))) {
      for (const match of text.matchAll(/export const (\w+) = words\("\w+", \{([^]*?)\n\}\);/g)) {
        const used = new Set(said(match[1] ?? "").split(" "));
        for (const [, key = ""] of (match[2] ?? "").matchAll(/^\s+"([^"]+)":/gm)) if (!used.has(key)) unsaid.push(`${path} ${match[1]}.${key}`);
      }
    }
    expect(unsaid).toEqual([]);
  });
});

describe("the bundle", () => {
  it("asks nobody outside", () => {
    expect(breaches([...shipped, ...styles], ({ text }) => [...text.matchAll(/https?:\/\/(?!www\.w3\.org)[^\s"'`)]+/g)].map((match) => match[0]))).toEqual([]);
    const page = readFileSync(resolve(root, "../index.html"), "utf8");
    expect(page).not.toMatch(/https?:/);
  });

  it("opens connections in the two carriers alone", () => {
    expect(breaches(shipped, ({ path, text }) => (/\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon)\s*\(/.test(text) && path !== "host/http.ts" ? ["opens a connection"] : []))).toEqual([]);
  });
});

describe("files", () => {
  it("are short enough to be read at once", () => {
    expect(breaches(files, ({ path, text }) => (text.split("\n").length > (path.startsWith("words/source/") ? 600 : 260) && path !== "host/types.ts" ? ["too long"] : []))).toEqual([]);
  });

  it("begin by saying what they answer", () => {
    expect(breaches(shipped.filter(({ path }) => path !== "words/define.ts"), ({ text }) => (/^\s*\/\*\*/.test(text) ? [] : ["no header"]))).toEqual([]);
  });
});
