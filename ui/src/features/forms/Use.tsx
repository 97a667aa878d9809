/** Does the office use this form? What was not confirmed is shown before it is switched on; the journal keeps the choice. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { AgreementFact, AgreementRow } from "../../host/types";
import { Button, Dialog, Problem, announce } from "../../shared/controls";
import { frame } from "../../words/source/frame";
import { packs as w } from "../../words/source/packs";
import { say } from "../../words/words";
import styles from "./Forms.module.css";

export function Use({ form, facts }: { form: AgreementRow; facts: AgreementFact[] }) {
  const host = useHost();
  const [asking, setAsking] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const open = facts.filter((fact) => fact.doubtful && !fact.confirmed);
  const turn = (on: boolean) => {
    setAsking(false);
    void host.ask("agreement_switch", { id: form.id, on }).then(() => announce(on ? w.usedNow : w.stopped, {}), (thrown: unknown) => setError(asAskError(thrown)));
  };
  return (
    <>
      <Problem error={error} />
      <p data-use={form.switchedOn ? "on" : "off"}>
        {say(form.switchedOn ? w.on : w.off)}{" "}
        <Button quiet onPress={() => (form.switchedOn ? turn(false) : form.toConfirm > 0 ? setAsking(true) : turn(true))}>{say(form.switchedOn ? w.stop : w.use)}</Button>
      </p>
      <Dialog
        title={say(w.useTitle)}
        open={asking}
        onClose={() => setAsking(false)}
        actions={<><Button onPress={() => setAsking(false)}>{say(frame.cancel)}</Button><Button main onPress={() => turn(true)}>{say(w.use)}</Button></>}
      >
        <p>{say(w.useHint)}</p>
        <ul className={styles.facts} tabIndex={0} aria-label={say(w.unconfirmed)}>
          {open.map((fact) => <li key={fact.fact}><bdi dir="ltr">{fact.fact}</bdi> {fact.note ? <bdi dir="auto" lang="en">{fact.note}</bdi> : null}</li>)}
        </ul>
      </Dialog>
    </>
  );
}
