/** What is left of each line, where nothing can be decided now, and why not. */
import type { ReceivedView } from "../../host/types";
import { check as w, decision } from "../../words/source/receiving";
import { sayWord } from "../../words/coded";
import { say } from "../../words/words";
import { Amount, Name, Pane } from "../controls";
import styles from "./Verdict.module.css";
import panes from "./Panes.module.css";

export function BalancePane({ view }: { view: ReceivedView }) {
  return (
    <Pane title={say(w.balance)}>
      <p className={panes.quiet}>{view.recordId === null ? say(w.looked) : say(decision.standing, { state: sayWord(view.decision) })}</p>
      {view.balance.length === 0 ? <p className={panes.quiet}>{say(w.noBalance)}</p> : (
        <table className={styles.changed}>
          <thead>
            <tr><th scope="col">{say(w.line)}</th><th scope="col">{say(w.goods)}</th><th scope="col">{say(w.certified)}</th><th scope="col">{say(w.used)}</th><th scope="col">{say(w.left)}</th></tr>
          </thead>
          <tbody>
            {view.balance.map((row) => (
              <tr key={row.sequence}>
                <td><bdi>{row.sequence}</bdi></td>
                <td><Name>{row.description}</Name></td>
                <td><Amount value={row.certified} unit={row.unit} /></td>
                <td><Amount value={row.used} unit={row.unit} /></td>
                <td><strong><Amount value={row.left} unit={row.unit} /></strong></td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Pane>
  );
}
