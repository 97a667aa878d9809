/** A certificate at the border, whole: verdict with reasons, what was changed, what it says, balance and decision, journal. */
import type { ReceivedView } from "../../host/types";
import { check as w } from "../../words/source/receiving";
import { certificate } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Name, Pane } from "../controls";
import { DecisionPanel } from "../decision/DecisionPanel";
import { pathLabel } from "../paths";
import { BalancePane } from "./BalancePane";
import { CasesPane } from "./CasesPane";
import { CertificateFields } from "./CertificateFields";
import { Journal } from "./Journal";
import { VerdictCard } from "./VerdictCard";
import styles from "./Verdict.module.css";

const Changed = ({ fields }: { fields: ReceivedView["changedFields"] }) => (
  <Pane title={say(w.changedTitle)}>
    <table className={styles.changed}>
      <thead><tr><th scope="col">{say(w.field)}</th><th scope="col">{say(w.was)}</th><th scope="col">{say(w.is)}</th></tr></thead>
      <tbody>
        {fields.map(({ path, was, is }) => (
          <tr key={path}><td>{pathLabel(path)}</td><td><del><Name>{was}</Name></del></td><td><ins><Name>{is}</Name></ins></td></tr>
        ))}
      </tbody>
    </table>
  </Pane>
);

/** With no good copy here nobody can say which box was changed; what to do is said instead. */
const NoCopy = () => <Pane title={say(w.changedTitle)}><p data-no-copy>{say(w.noCopy)}</p></Pane>;

export function RecordPane({ view, takesFocus, onDecided }: { view: ReceivedView; takesFocus?: boolean; onDecided: () => void }) {
  // Of a file that is neither kept nor whole nothing counts, so there is no balance and nothing to decide.
  const isNothing = view.recordId === null && view.content === null;
  const isChanged = view.verdict.headline.code === "verdict.changed";
  return (
    <>
      <VerdictCard view={view} {...(takesFocus ? { takesFocus } : {})} />
      <div className={styles.sides}>
        <div className={styles.main}>
          {view.changedFields.length ? <Changed fields={view.changedFields} /> : isChanged ? <NoCopy /> : null}
          {view.content ? <Pane title={say(w.fields)}><CertificateFields content={view.content} /></Pane> : null}
          {view.journal.length ? <Pane title={say(certificate.journal)}><Journal rows={view.journal} /></Pane> : null}
        </div>
        {isNothing ? null : (
          <div className={styles.side}>
            {view.canDecide ? <DecisionPanel key={view.stamp} view={view} onDecided={onDecided} /> : <BalancePane view={view} />}
            {view.recordId === null ? null : <CasesPane workplace="receive" number={view.number} items={view.balance.map(({ sequence }) => sequence)} />}
          </div>
        )}
      </div>
    </>
  );
}
