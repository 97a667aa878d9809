/** The issuing desk says its word to customs, signed: on every item, or that it needs time. */
import { useState, type ReactNode } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { Verification } from "../../host/types";
import { frame } from "../../words/source/frame";
import { verifications as w } from "../../words/source/asked";
import { say } from "../../words/words";
import { Button, Choice, DateField, Dialog, LongText, Problem, announce } from "../controls";
import { useKeys } from "../keys/keys";
import { KeyAndPin, useKeyAndPin } from "./KeyAndPin";

type Signed = { keyId: string; pinHandle: string };

type Props = { title: string; actText: string; ready: boolean; send: (signed: Signed) => Promise<void>; onClose: () => void; children: ReactNode };

/** What both have in common: the key, its PIN, and what went wrong. */
function Signing({ title, actText, ready, send, onClose, children }: Props) {
  const signer = useKeyAndPin();
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const can = Boolean(ready && signer.keyId && signer.pin && !working);
  const act = async () => {
    if (!can || !signer.keyId) return;
    setWorking(true);
    setError(null);
    try {
      await send({ keyId: signer.keyId, pinHandle: await signer.enter() });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void act() });
  return (
    <Dialog title={title} open wide onClose={onClose} actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!can} onPress={() => void act()}>{actText}</Button></>}>
      <Problem error={error} />
      {children}
      <KeyAndPin state={signer} />
    </Dialog>
  );
}

export function ReplyToCase({ row, onClose }: { row: Verification; onClose: () => void }) {
  const host = useHost();
  const [chosen, setChosen] = useState<Record<number, string>>({});
  const [note, setNote] = useState("");
  const options = (["confirmed", "partly", "not_confirmed"] as const).map((id) => ({ id, text: say(w[id]) }));
  const said = row.items.flatMap((sequence) => (chosen[sequence] ? [{ sequence, reply: chosen[sequence] }] : []));
  const send = async (signed: Signed) => {
    await host.ask("verification_reply", { case: row.case, items: said, note: note.trim(), ...signed });
    announce(w.replySent, { number: row.number });
  };
  return (
    <Signing title={say(w.replyTitle, { number: row.number })} actText={say(w.replyAct)} ready={said.length === row.items.length} send={send} onClose={onClose}>
      {row.items.map((sequence, at) => (
        <Choice key={sequence} label={say(w.item, { sequence: String(sequence) })} value={chosen[sequence] ?? null} placeholder={say(w.chooseReply)} options={options} onChange={(id) => setChosen({ ...chosen, [sequence]: id })} autoFocus={at === 0} />
      ))}
      <LongText label={say(w.replyNote)} value={note} onChange={setNote} />
    </Signing>
  );
}

export function MoreTime({ row, onClose }: { row: Verification; onClose: () => void }) {
  const host = useHost();
  const [due, setDue] = useState("");
  const [note, setNote] = useState("");
  const send = async (signed: Signed) => {
    await host.ask("verification_extend", { case: row.case, due, note: note.trim(), ...signed });
    announce(w.moreTimeSent, {});
  };
  return (
    <Signing title={say(w.moreTimeTitle)} actText={say(w.moreTimeAct)} ready={Boolean(due && note.trim())} send={send} onClose={onClose}>
      <LongText label={say(w.need)} value={note} onChange={setNote} autoFocus />
      <DateField label={say(w.hoped)} value={due} onChange={setDue} required />
    </Signing>
  );
}
