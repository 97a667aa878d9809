/** What the border used of it, line by line. */
import type { UseRow } from "../../host/types";
import { Day, Name, Sentence, amount, reasonWord, unitSign } from "../../shared/controls";
import { certificate as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Certificates.module.css";

export function Uses({ rows }: { rows: UseRow[] }) {
  if (rows.length === 0) return <p className={styles.quiet}>{say(w.noUses)}</p>;
  return (
    <ul className={styles.evidence}>
      {rows.map((row, index) => (
        <li key={`${row.at} ${row.sequence} ${index}`}>
          <span>
            <Sentence
              id={row.granted ? w.useLine : w.useRefused}
              params={{ line: String(row.sequence), quantity: amount(row.quantity), unit: unitSign(row.unit), declaration: row.declaration, reason: reasonWord(row.reason) }}
            />
          </span>
          <span className={styles.quiet}><Day value={row.declaredOn} /></span>
          <span><Name>{row.from}</Name></span>
        </li>
      ))}
    </ul>
  );
}
