/** The last look before a certificate is issued: the page as printed, the key, its PIN. Nothing here can be edited. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import { Button, FindingList, Problem, Screen } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { KeyAndPin, useKeyAndPin } from "../../shared/panes/KeyAndPin";
import { PdfView } from "../../shared/panes/PdfView";
import { isDeclaration } from "../../shared/panes/ProofKind";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { declared } from "../../words/source/declared";
import { signing as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Signing.module.css";

export function Signing({ draftId }: { draftId: string }) {
  const host = useHost();
  const { go, back } = usePlace();
  const draft = useAnswer("draft_open", { draftId });
  const pdf = useAnswer("preview_pdf", { draftId });
  const signer = useKeyAndPin();
  const [error, setError] = useState<AskError | null>(null);
  const [working, setWorking] = useState(false);
  const looks = draft.value?.findings.filter(({ severity }) => severity !== "info") ?? [];
  const [title, effect, act] = isDeclaration(draft.value?.content) ? [declared.title, declared.effect, declared.act] : [w.title, w.effect, w.issue];
  const ready = Boolean(draft.value && signer.keyId && signer.pin && !working);

  const sign = async () => {
    if (!draft.value || !signer.keyId || !signer.pin || working) return;
    setWorking(true);
    setError(null);
    try {
      const pinHandle = await signer.enter();
      const { number } = await host.ask("certificate_issue", { draftId, stamp: draft.value.stamp, keyId: signer.keyId, pinHandle });
      go({ page: "certificates", id: number, view: "issued" }, "instead");
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
      draft.again();
    }
  };
  useActs([
    { id: "sign", text: say(act), chord: "ctrl+enter", act: () => void sign() },
    { id: "back", text: say(frame.back), chord: "escape", act: back },
  ]);
  return (
    <Screen
      fill
      title={say(title)}
      onBack={back}
      foot={
        <>
          <p className={styles.effect}>{say(effect)}</p>
          <Button main chord="ctrl+enter" disabled={!ready} onPress={() => void sign()}>{say(working ? w.working : act)}</Button>
        </>
      }
    >
      <div className={styles.signing}>
        <div className={styles.printed}>
          <Problem error={pdf.error} again={pdf.again} />
          {pdf.value ? <PdfView bytes={pdf.value} /> : pdf.error ? null : <p role="status">{say(frame.loading)}</p>}
        </div>
        <section className={styles.panel} aria-label={say(w.key)} data-pane>
          <Problem error={error ?? draft.error} />
          <KeyAndPin state={signer} autoFocus />
          {signer.keys.value && signer.ready.length === 0 ? <Button onPress={() => go({ page: "keys" })}>{say(w.importKey)}</Button> : null}
          {looks.length ? <><h2>{say(w.stillNoticed)}</h2><FindingList findings={looks} /></> : null}
        </section>
      </div>
    </Screen>
  );
}
