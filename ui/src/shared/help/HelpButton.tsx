/** Help about the page one is on: one button, or F1. It opens over the page, and nothing typed there is lost. */
import { useEffect, useState } from "react";
import { frame } from "../../words/source/frame";
import { help as w } from "../../words/source/services";
import { language, say } from "../../words/words";
import { Button, Dialog } from "../controls";
import { useActs } from "../keys/acts";
import { blocksOf, type Block, type Inline } from "./markdown";
import { helpPage, type HelpPage } from "./pages";
import styles from "./Help.module.css";

export function HelpButton({ page }: { page: HelpPage }) {
  const [open, setOpen] = useState(false);
  useActs([{ id: "help", text: `${say(w.open)}: ${say(`help.${page}`)}`, chord: "f1", act: () => setOpen(true) }]);
  return (
    <>
      <Button quiet quietChord="f1" onPress={() => setOpen(true)}>{say(w.open)}</Button>
      {open ? <Help page={page} onClose={() => setOpen(false)} /> : null}
    </>
  );
}

function Help({ page, onClose }: { page: HelpPage; onClose: () => void }) {
  const [blocks, setBlocks] = useState<Block[] | null>(null);
  useEffect(() => {
    let gone = false;
    void helpPage(page, language()).then((text) => !gone && setBlocks(blocksOf(text)));
    return () => {
      gone = true;
    };
  }, [page]);
  const [first, ...rest] = blocks ?? [];
  const title = first?.kind === "heading" ? first.text.map(({ text }) => text).join("") : say(`help.${page}`);
  return (
    <Dialog title={title} open wide onClose={onClose} actions={<Button main autoFocus onPress={onClose}>{say(frame.close)}</Button>}>
      {blocks ? <div className={styles.help} data-help={page}>{rest.map((block, index) => <One key={index} block={block} />)}</div> : <p role="status">{say(frame.loading)}</p>}
    </Dialog>
  );
}

const Run = ({ text }: { text: Inline[] }) =>
  text.map(({ kind, text: words }, index) =>
    kind === "strong" ? <strong key={index}>{words}</strong> : kind === "code" ? <code key={index} dir="ltr">{words}</code> : <span key={index}>{words}</span>,
  );

function One({ block }: { block: Block }) {
  switch (block.kind) {
    // The first heading is the dialog's own; what follows stands below it.
    case "heading": return <h3><Run text={block.text} /></h3>;
    case "paragraph": return <p><Run text={block.text} /></p>;
    case "list": {
      const items = block.items.map((item, index) => <li key={index}><Run text={item} /></li>);
      return block.numbered ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case "table": return (
      <table>
        <thead><tr>{block.head.map((cell, index) => <th key={index} scope="col"><Run text={cell} /></th>)}</tr></thead>
        <tbody>{block.rows.map((row, index) => <tr key={index}>{row.map((cell, at) => <td key={at}><Run text={cell} /></td>)}</tr>)}</tbody>
      </table>
    );
  }
}
