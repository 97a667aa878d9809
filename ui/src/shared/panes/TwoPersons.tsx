/** Something that cannot be undone is agreed to by a second person, with a reason. What is done then is the caller's. */
import { useState, type ReactNode } from "react";
import { asAskError, type AskError } from "../../host/host";
import { Button, Dialog, Field, LongText, Problem } from "../controls";
import { useKeys } from "../keys/keys";
import { frame } from "../../words/source/frame";
import { settle as w } from "../../words/source/sticks";
import { say } from "../../words/words";

export type Agreed = { secondPerson: string; reason: string };

type Props = { title: string; effect: ReactNode; actText: string; act: (agreed: Agreed) => Promise<void>; onClose: () => void };

export function TwoPersons({ title, effect, actText, act, onClose }: Props) {
  const [second, setSecond] = useState("");
  const [reason, setReason] = useState("");
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const ready = Boolean(second.trim() && reason.trim() && !working);
  const go = async () => {
    if (!ready) return;
    setWorking(true);
    setError(null);
    try {
      await act({ secondPerson: second.trim(), reason: reason.trim() });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void go() });
  return (
    <Dialog
      title={title}
      open
      onClose={onClose}
      alert
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button danger chord="ctrl+enter" disabled={!ready} onPress={() => void go()}>{actText}</Button></>}
    >
      <p>{effect}</p>
      <Problem error={error} />
      <LongText label={say(w.reason)} hint={say(w.reasonHint)} value={reason} onChange={setReason} autoFocus />
      <Field label={say(w.second)} hint={say(w.secondHint)} value={second} onChange={setSecond} />
    </Dialog>
  );
}
