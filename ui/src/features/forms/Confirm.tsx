/** Two persons compared a fact with the agreement text: where they read it, and who they are. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { AgreementFact, AgreementRow } from "../../host/types";
import { Button, Dialog, Field, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { deskOf, useApp } from "../../shared/place/app";
import { usePlace } from "../../shared/place/place";
import { forms as w } from "../../words/source/lists";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import styles from "./Forms.module.css";

export function Confirm({ form, fact, onClose }: { form: AgreementRow; fact: AgreementFact; onClose: () => void }) {
  const host = useHost();
  const { who } = deskOf(useApp(), usePlace().place.workplace);
  const [article, setArticle] = useState("");
  const [person, setPerson] = useState(who);
  const [second, setSecond] = useState("");
  const [error, setError] = useState<AskError | null>(null);
  const keep = () =>
    void host.ask("fact_confirm", { agreement: form.id, fact: fact.fact, article, person, second }).then(() => {
      announce(w.kept);
      onClose();
    }, (thrown: unknown) => setError(asAskError(thrown)));
  useKeys({ "ctrl+enter": keep });
  return (
    <Dialog
      title={say(w.confirmTitle)}
      open
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" onPress={keep}>{say(w.keep)}</Button></>}
    >
      <Problem error={error} />
      <p>{say(w.confirmHint)}</p>
      <p className={styles.asked}><bdi dir="ltr">{fact.fact}</bdi>: <bdi dir="ltr">{fact.value}</bdi></p>
      <Field label={say(w.article)} value={article} onChange={setArticle} autoFocus />
      <Field label={say(w.first)} value={person} onChange={setPerson} />
      <Field label={say(w.second)} value={second} onChange={setSecond} />
    </Dialog>
  );
}
