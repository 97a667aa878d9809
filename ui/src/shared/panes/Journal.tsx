/** Who did what, when: readable sentences. */
import type { JournalRow } from "../../host/types";
import { ofJournal } from "../../words/coded";
import { certificate as w } from "../../words/source/issuing";
import { whoActed } from "../../words/who";
import { say } from "../../words/words";
import { Instant, Name, Sentence } from "../controls";
import styles from "./Panes.module.css";

export function Journal({ rows }: { rows: JournalRow[] }) {
  if (rows.length === 0) return <p className={styles.quiet}>{say(w.noJournal)}</p>;
  return (
    <ol className={styles.lines}>
      {rows.map((row) => (
        <li key={row.seq}>
          <span className={styles.quiet}><Instant value={row.at} /></span>
          <span><Sentence {...ofJournal(row.word)} /></span>
          <span className={styles.quiet}><Name>{whoActed(row.who)}</Name></span>
        </li>
      ))}
    </ol>
  );
}
