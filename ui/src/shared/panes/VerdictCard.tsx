/** The verdict, readable from two metres, and its reasons. After a check it takes the focus and is said as one line. */
import { useEffect, useRef } from "react";
import type { ReceivedView } from "../../host/types";
import { check as w } from "../../words/source/receiving";
import { ofWord, sayWord } from "../../words/coded";
import { say } from "../../words/words";
import { Code, FindingList, Name, Sentence, State, lookOf, shown } from "../controls";
import { ProofKind } from "./ProofKind";
import styles from "./Verdict.module.css";

export function VerdictCard({ view, takesFocus }: { view: ReceivedView; takesFocus?: boolean }) {
  const { verdict, content } = view;
  const [Icon, tone] = lookOf(verdict.headline.code);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (takesFocus) card.current?.focus();
  }, [takesFocus, view.number]);
  return (
    <section ref={card} className={styles.verdict} data-tone={tone} data-verdict={verdict.kind} tabIndex={-1} aria-label={`${say(w.verdict)}: ${sayWord(verdict.headline)}. ${view.number}`} data-pane>
      <Icon size="2.75rem" aria-hidden="true" />
      <div className={styles.words}>
        <h2><Sentence {...ofWord(verdict.headline)} /></h2>
        <p>
          <strong><Code>{view.number}</Code></strong>
          {content ? <> · <Name>{content.agreementName || content.agreement}</Name> · <Name>{content.exporter.name}</Name></> : null}
        </p>
        <ProofKind content={content} />
        <p className={styles.quiet}>
          {verdict.signedBy ? <Sentence id={verdict.officer ? w.signedBy : w.signedByBody} params={{ body: verdict.signedBy, officer: verdict.officer, at: verdict.signedAt ? shown("", verdict.signedAt) : "" }} /> : null}
          {verdict.validTo ? <> · <Sentence id={w.validTo} params={{ date: verdict.validTo }} /></> : null}
        </p>
        <p className={styles.quiet}>
          {verdict.listNumber ? <Sentence id={w.judgedBy} params={{ list: verdict.listNumber, at: verdict.listIssuedAt ? shown("", verdict.listIssuedAt) : "" }} /> : say(w.noList)}
        </p>
        {verdict.reasons.length ? <FindingList findings={verdict.reasons} /> : null}
      </div>
      {/* Nobody decides on a file that has no record. */}
      {view.recordId === null ? null : <div className={styles.decision} data-decision={view.decision.code}><State word={view.decision} /></div>}
    </section>
  );
}
