/** One certificate: where it is, what proves it, what was done with it. It never changes; what it says can only end. */
import { BadgeCheck } from "lucide-react";
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { CertificateView } from "../../host/types";
import { Button, Code, LampRow, Pane, Problem, Screen, Sentence, State, announce } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { CasesPane } from "../../shared/panes/CasesPane";
import { CertificateFields } from "../../shared/panes/CertificateFields";
import { Journal } from "../../shared/panes/Journal";
import { ProofKind, isDeclaration } from "../../shared/panes/ProofKind";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { declared } from "../../words/source/declared";
import { certificate as w, signing } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Certificates.module.css";
import { Evidence } from "./Evidence";
import { Uses } from "./Uses";
import { Withdraw } from "./Withdraw";

/** The one flourish: the seal that appears when a certificate is issued. */
const Seal = ({ number, declares }: { number: string; declares: boolean }) => (
  <div className={styles.seal} role="status">
    <BadgeCheck size="2.5rem" aria-hidden="true" />
    <div>
      <p className={styles.sealNumber}><Sentence id={declares ? declared.made : signing.issued} params={{ number }} /></p>
      <p>{say(declares ? declared.madeText : signing.issuedText)}</p>
    </div>
  </div>
);

export function CertificatePage({ number, isNew }: { number: string; isNew: boolean }) {
  const host = useHost();
  const { go, back } = usePlace();
  const answer = useAnswer("certificate_open", { number });
  const [error, setError] = useState<AskError | null>(null);
  const [withdrawing, setWithdrawing] = useState(false);
  const view = answer.value;
  const fail = (thrown: unknown) => setError(asAskError(thrown));

  const pdf = () => go({ page: "certificates", id: number, view: "pdf" });
  const save = () => void host.ask("certificate_xml_save", { number, path: null }).then(({ path }) => path && announce(w.savedAs, { path }), fail);
  const copy = () => void host.ask("draft_clone", { number }).then(({ id }) => go({ page: "drafts", id }), fail);
  const withdraw = () => setWithdrawing(true);
  useActs([
    { id: "pdf", text: say(w.pdf), chord: "ctrl+p", act: pdf },
    { id: "saveXml", text: say(w.saveXml), chord: "ctrl+s", act: save },
    { id: "duplicate", text: say(w.duplicate), chord: "ctrl+shift+d", act: copy },
    { id: "withdraw", text: say(w.withdraw), act: withdraw, disabled: !view?.canCancel },
    { id: "back", text: say(frame.back), chord: "escape", act: back },
  ]);
  return (
    <Screen
      onBack={back}
      title={<Code>{number}</Code>}
      note={view ? <State word={view.status} /> : null}
      acts={
        <>
          <Button main onPress={pdf} chord="ctrl+p">{say(w.pdf)}</Button>
          <Button onPress={save}>{say(w.saveXml)}</Button>
          <Button onPress={copy}>{say(w.duplicate)}</Button>
          <Button danger onPress={withdraw} disabled={!view?.canCancel}>{say(w.withdraw)}</Button>
        </>
      }
    >
      <Problem error={error ?? answer.error} again={answer.again} />
      {isNew && view ? <Seal number={number} declares={isDeclaration(view.content)} /> : null}
      {view && !isNew ? <ProofKind content={view.content} /> : null}
      {view ? <Facts view={view} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
      {withdrawing ? <Withdraw number={number} used={view?.uses.some((use) => use.granted) ?? false} onClose={() => setWithdrawing(false)} /> : null}
    </Screen>
  );
}

const Facts = ({ view }: { view: CertificateView }) => (
  <>
    <Pane title={say(w.lamps)}><LampRow lamps={view.lamps} wide /></Pane>
    <Pane title={say(w.evidence)}><Evidence rows={view.evidence} awaitsStamp={view.awaitsStamp} /></Pane>
    <Pane title={say(w.uses)}><Uses rows={view.uses} /></Pane>
    <CasesPane workplace="issue" number={view.number} items={[]} />
    <Pane title={say(w.fields)}><CertificateFields content={view.content} /></Pane>
    <Pane title={say(w.journal)}><Journal rows={view.journal} /></Pane>
    <dl className={styles.prints}>
      <div><dt>{say(w.fingerprint)}</dt><dd><Code>{view.documentSha256}</Code></dd></div>
      {view.submissionId ? <div><dt>{say(w.submission)}</dt><dd><Code>{view.submissionId}</Code></dd></div> : null}
    </dl>
  </>
);
