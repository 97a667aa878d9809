/** Which trust lists were taken over, and what did each change? */
import { useAnswer } from "../../host/useAnswer";
import { Button, Dialog, Problem, Sentence, day } from "../../shared/controls";
import { frame } from "../../words/source/frame";
import { trustList as w } from "../../words/source/trust";
import { say } from "../../words/words";
import { Changes } from "./Changes";
import styles from "./Issuers.module.css";

export function History({ onClose }: { onClose: () => void }) {
  const answer = useAnswer("trust_lists", {});
  return (
    <Dialog title={say(w.historyTitle)} open wide onClose={onClose} actions={<Button main onPress={onClose}>{say(frame.close)}</Button>}>
      <Problem error={answer.error} again={answer.again} />
      {answer.value?.rows.map((row) => (
        <details key={row.listNumber} className={styles.list}>
          <summary>{say(w.row, { list: row.listNumber, at: day(row.issuedAt), count: row.changes.length })}</summary>
          {row.reason ? <p><Sentence id={w.reason} params={{ reason: row.reason }} /></p> : null}
          <Changes rows={row.changes} />
        </details>
      ))}
    </Dialog>
  );
}
