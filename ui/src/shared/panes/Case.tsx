/** One verification case: what is in doubt, of which items, by when, and what the issuing body said so far. */
import type { ReactNode } from "react";
import type { Verification, VerificationSaid } from "../../host/types";
import { verifications as w } from "../../words/source/asked";
import { locale, say } from "../../words/words";
import { Code, Instant, Name, Pane, Sentence, State, day } from "../controls";
import styles from "./Case.module.css";

const replies: Record<string, string> = { confirmed: w.confirmed, partly: w.partly, not_confirmed: w.not_confirmed };

/** One after the other, with the comma of the language. */
const listed = (words: string[]): string => new Intl.ListFormat(locale(), { type: "unit", style: "short" }).format(words);

export function Case({ row, acts }: { row: Verification; acts?: ReactNode }) {
  const { number, state, overdue, party, grounds, items, papers, declaration, due, openedAt } = row;
  return (
    <Pane title={number} note={<State word={state} />}>
      <dl className={styles.pairs} data-case={row.case} data-state={state.code}>
        <div><dt>{say(w.by)}</dt><dd><bdi dir="auto">{party}</bdi></dd></div>
        <div><dt>{say(w.openedAt)}</dt><dd><Instant value={openedAt} /></dd></div>
        <div><dt>{say(w.grounds)}</dt><dd><bdi dir="auto">{grounds}</bdi></dd></div>
        <div><dt>{say(w.items)}</dt><dd>{listed(items.map((item) => say(w.item, { sequence: String(item) })))}</dd></div>
        {papers ? <div><dt>{say(w.papers)}</dt><dd><bdi dir="auto">{papers}</bdi></dd></div> : null}
        {declaration ? <div><dt>{say(w.declaration)}</dt><dd><Code>{declaration}</Code></dd></div> : null}
        <div><dt>{say(w.due)}</dt><dd>{day(due)}</dd></div>
      </dl>
      {overdue ? <p data-late><Sentence id={w.late} params={{ day: day(due) }} /></p> : null}
      {row.replies.length ? (
        <section aria-label={say(w.said)} className={styles.stack}>
          <h3>{say(w.said)}</h3>
          {row.replies.map((said) => <Said key={said.at + said.note} said={said} />)}
        </section>
      ) : null}
      {acts ? <div className={styles.acts}>{acts}</div> : null}
    </Pane>
  );
}

function Said({ said }: { said: VerificationSaid }) {
  const { interim, items, note, due, signedBy, at } = said;
  return (
    <div className={styles.said} data-said={interim ? "interim" : "final"}>
      <p><strong>{interim ? <Sentence id={w.interim} params={{ day: due ? day(due) : "" }} /> : say(w.final)}</strong> · <Instant value={at} /></p>
      {items.length ? (
        <ul>
          {items.map(({ sequence, reply }) => <li key={sequence} data-item={sequence}>{say(w.item, { sequence: String(sequence) })}: {replies[reply] ? say(replies[reply]) : reply}</li>)}
        </ul>
      ) : null}
      {note ? <p><bdi dir="auto">{note}</bdi></p> : null}
      {signedBy ? <p>{say(w.signedBy)}: <Name>{signedBy}</Name></p> : null}
    </div>
  );
}
