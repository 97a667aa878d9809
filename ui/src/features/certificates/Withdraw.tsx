/** A certificate ends before its time. It cannot be undone, so the effect stands in one sentence, with the number. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { Button, Choice, Dialog, Field, Problem, Sentence, announce, reasonWord } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { KeyAndPin, useKeyAndPin } from "../../shared/panes/KeyAndPin";
import { frame } from "../../words/source/frame";
import { certificate as w } from "../../words/source/issuing";
import { say } from "../../words/words";

/** Tamga's own list of reasons for ending a certificate. */
const reasons = ["ERR", "CON", "QTY", "INV", "TRN", "REQ", "NSH", "FRD", "AUT"];

/** `used`: customs reported a use, so a second person has to agree (`dataset.md` 3.2). */
export function Withdraw({ number, used, onClose }: { number: string; used: boolean; onClose: () => void }) {
  const host = useHost();
  const signer = useKeyAndPin();
  const [reason, setReason] = useState<string | null>(null);
  const [second, setSecond] = useState("");
  const [error, setError] = useState<AskError | null>(null);
  const [working, setWorking] = useState(false);
  const ready = Boolean(reason && signer.keyId && signer.pin && (!used || second.trim()) && !working);
  const act = async () => {
    if (!ready || !reason || !signer.keyId) return;
    setWorking(true);
    setError(null);
    try {
      const pinHandle = await signer.enter();
      await host.ask("certificate_cancel", {
        number, reason, secondPerson: used ? second.trim() : null, keyId: signer.keyId, pinHandle,
      });
      announce(w.withdrawn, { number });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void act() });
  return (
    <Dialog
      title={say(w.withdraw)}
      open
      onClose={onClose}
      alert
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button danger chord="ctrl+enter" disabled={!ready} onPress={() => void act()}>{say(w.withdrawAct)}</Button></>}
    >
      <p><Sentence id={w.withdrawEffect} params={{ number }} /></p>
      <Problem error={error} />
      <Choice label={say(w.reason)} value={reason} autoFocus placeholder={say(w.chooseReason)} options={reasons.map((id) => ({ id, text: reasonWord(id) }))} onChange={setReason} />
      {used && <Field label={say(w.secondPerson)} hint={say(w.secondPersonHint)} value={second} onChange={setSecond} />}
      <KeyAndPin state={signer} />
    </Dialog>
  );
}
