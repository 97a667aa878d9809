import type { ExtractorType } from "@lingui/conf";
import ts from "typescript";

/**
 * Where do the catalogue's entries come from? From every `words("area", { key: "English text" })` in `src/words/source`.
 * The id is `area.key`. Only literals count, so an id can never be built while running. Translators see with each entry
 * where it stands (the comment before its group, and a comment before the entry itself) and the English text.
 */
export const wordsExtractor: ExtractorType = {
  match: (file) => /src\/words\/source\/[^/]+\.ts$/.test(file),
  extract(file, code, onMessage) {
    const source = ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true);
    const lineOf = (node: ts.Node) => source.getLineAndCharacterOfPosition(node.getStart()).line + 1;
    const noteOf = (node: ts.Node): string =>
      (ts.getLeadingCommentRanges(code, node.getFullStart()) ?? [])
        .map((range) => code.slice(range.pos, range.end).replace(/^\/\*\*?|\*\/$|^\/\//g, "").replace(/\s*\n\s*\*\s?/g, " ").trim())
        .join(" ");
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && node.expression.getText() === "words") {
        const [area, entries] = node.arguments;
        if (area && ts.isStringLiteral(area) && entries && ts.isObjectLiteralExpression(entries)) {
          const statement = ts.findAncestor(node, ts.isVariableStatement);
          const place = statement && statement !== source.statements[0] ? noteOf(statement) : "";
          for (const entry of entries.properties) {
            if (!ts.isPropertyAssignment(entry) || !ts.isStringLiteralLike(entry.initializer)) {
              throw new Error(`${file}:${lineOf(entry)}: a word must be a plain text`);
            }
            const key = ts.isStringLiteral(entry.name) ? entry.name.text : entry.name.getText();
            const message = entry.initializer.text;
            onMessage({
              id: `${area.text}.${key}`,
              message,
              origin: [file, lineOf(entry), 0],
              comment: [[place, noteOf(entry)].filter(Boolean).join(" "), `English: ${message}`].filter(Boolean).join("\n"),
            });
          }
        }
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  },
};
