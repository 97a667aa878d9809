/** Which proofs are kept here: what it is, from whom, when. */
import type { EvidenceRow } from "../../host/types";
import { Instant, Name } from "../../shared/controls";
import { certificate as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Certificates.module.css";

const kinds: Record<string, string> = {
  receipt: w.evidenceReceipt, delivery: w.evidenceDelivery, refusal: w.evidenceRefusal, answer: w.evidenceAnswer, void: w.evidenceVoid,
  stamp: w.evidenceStamp, certificate: w.evidenceCertificate, crl: w.evidenceList, ocsp: w.evidenceAnswerOn,
};

export function Evidence({ rows, awaitsStamp }: { rows: EvidenceRow[]; awaitsStamp: boolean }) {
  if (rows.length === 0 && !awaitsStamp) return <p className={styles.quiet}>{say(w.noEvidence)}</p>;
  return (
    <>
      {rows.length ? <ul className={styles.evidence}>
        {rows.map((row) => (
          <li key={row.id} data-kind={row.kind}>
            <strong>{say(kinds[row.kind] ?? w.evidenceReceipt)}</strong>
            <span className={styles.quiet}><Instant value={row.at} /></span>
            <span><Name>{row.from}</Name></span>
            {row.text ? (
              <details className={styles.evidenceText}>
                <summary>{say(w.showEvidence)}</summary>
                <pre dir="ltr" tabIndex={0}>{row.text}</pre>
              </details>
            ) : null}
          </li>
        ))}
      </ul> : null}
      {awaitsStamp ? <p className={styles.quiet} data-awaits="stamp">{say(w.awaitsStamp)}</p> : null}
    </>
  );
}
