/**
 * What stands on a help page? The pages are our own Markdown and use little of it: headings, paragraphs, lists, tables,
 * bold words, code, and links whose words alone are shown. A test holds every page to exactly that.
 */

export type Inline = { kind: "text" | "strong" | "code"; text: string };
export type Block =
  | { kind: "heading"; level: number; text: Inline[] }
  | { kind: "paragraph"; text: Inline[] }
  | { kind: "list"; numbered: boolean; items: Inline[][] }
  | { kind: "table"; head: Inline[][]; rows: Inline[][][] };

const MARKS = /\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)/g;

export function inlineOf(source: string): Inline[] {
  const out: Inline[] = [];
  let from = 0;
  for (const match of source.matchAll(MARKS)) {
    if (match.index > from) out.push({ kind: "text", text: source.slice(from, match.index) });
    const [whole, strong, code, link] = match;
    out.push(strong !== undefined ? { kind: "strong", text: strong } : code !== undefined ? { kind: "code", text: code } : { kind: "text", text: link ?? "" });
    from = match.index + whole.length;
  }
  if (from < source.length) out.push({ kind: "text", text: source.slice(from) });
  return out;
}

const cells = (line: string): Inline[][] => line.replace(/^\||\|\s*$/g, "").split("|").map((cell) => inlineOf(cell.trim()));
const ITEM = /^(?:- |\d+\. )/;

/** Blocks are parted by empty lines; a line of a list without a mark goes on with the item before it. */
export function blocksOf(source: string): Block[] {
  return source.replaceAll("\r\n", "\n").trim().split(/\n\s*\n/).map((chunk): Block => {
    const lines = chunk.split("\n");
    const first = lines[0] ?? "";
    const heading = /^(#{1,3}) (.+)$/.exec(first);
    if (heading) return { kind: "heading", level: heading[1]?.length ?? 1, text: inlineOf(heading[2] ?? "") };
    if (first.startsWith("|")) return { kind: "table", head: cells(first), rows: lines.slice(2).map(cells) };
    if (ITEM.test(first)) {
      const items: string[] = [];
      for (const line of lines) {
        if (ITEM.test(line)) items.push(line.replace(ITEM, ""));
        else items.push(`${items.pop() ?? ""} ${line.trim()}`);
      }
      return { kind: "list", numbered: /^\d/.test(first), items: items.map(inlineOf) };
    }
    return { kind: "paragraph", text: inlineOf(lines.map((line) => line.trim()).join(" ")) };
  });
}
