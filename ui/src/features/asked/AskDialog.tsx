/** Which certificate is asked about, and why? */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import { Button, Choice, CodeField, DateField, Dialog, LongText, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { questions as w } from "../../words/source/asked";
import { say } from "../../words/words";

/** A trust list of one region holds fewer bodies than this. */
const BODIES = 500;

export function AskDialog({ number: start, onClose }: { number: string; onClose: () => void }) {
  const host = useHost();
  const bodies = useAnswer("issuers_list", { offset: 0, limit: BODIES });
  const [issuer, setIssuer] = useState<string | null>(null);
  const [number, setNumber] = useState(start);
  const [issueDay, setIssueDay] = useState("");
  const [reason, setReason] = useState("");
  const [declaration, setDeclaration] = useState("");
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const ready = Boolean(issuer && number.trim() && issueDay && reason.trim() && !working);
  const send = async () => {
    if (!ready || !issuer) return;
    setWorking(true);
    setError(null);
    try {
      await host.ask("question_ask", { issuer, number: number.trim(), issueDay, reason: reason.trim(), declaration: declaration.trim() });
      announce(w.sent, { number: number.trim() });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void send() });
  const options = (bodies.value?.rows ?? []).map(({ id, name }) => ({ id, text: name ? `${name} · ${id}` : id }));
  return (
    <Dialog
      title={say(w.askTitle)}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!ready} onPress={() => void send()}>{say(w.send)}</Button></>}
    >
      <Problem error={error ?? bodies.error} />
      <Choice label={say(w.issuer)} value={issuer} placeholder={say(w.chooseIssuer)} options={options} onChange={setIssuer} autoFocus />
      <CodeField label={say(w.number)} hint={say(w.numberHint)} value={number} onChange={setNumber} />
      <DateField label={say(w.issueDay)} value={issueDay} onChange={setIssueDay} required />
      <LongText label={say(w.reason)} hint={say(w.reasonHint)} value={reason} onChange={setReason} />
      <CodeField label={say(w.declaration)} value={declaration} onChange={setDeclaration} />
    </Dialog>
  );
}
