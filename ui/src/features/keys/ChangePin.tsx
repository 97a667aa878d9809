/** Another PIN for a key that is kept on this computer. */
import { useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { KeyRow } from "../../host/types";
import { Button, Dialog, Field, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { keyPin as w } from "../../words/source/services";
import { say } from "../../words/words";
import { hand } from "./secret";

/** A key that is bound to the key ring needs less of a PIN than one that stands alone. */
const leastOf = ({ place }: KeyRow): number => (place.code === "key_place.key_ring" ? 6 : 10);

export function ChangePin({ keyRow, onClose }: { keyRow: KeyRow; onClose: () => void }) {
  const host = useHost();
  const first = useRef<HTMLInputElement>(null);
  const [old, setOld] = useState("");
  const [next, setNext] = useState("");
  const [again, setAgain] = useState("");
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  // While it is typed a beginning is no slip.
  const differ = !next.startsWith(again);
  const ready = Boolean(old && next && again === next && !busy);
  const change = async () => {
    if (!ready) return;
    const [before, after] = [old, next];
    setOld("");
    setNext("");
    setAgain("");
    setError(null);
    setBusy(true);
    try {
      const pinHandle = await hand(host, before);
      const newPinHandle = await hand(host, after);
      await host.ask("key_pin_change", { keyId: keyRow.id, pinHandle, newPinHandle });
      announce(w.done, { label: keyRow.label });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      first.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  useKeys({ "ctrl+enter": () => void change() });
  return (
    <Dialog
      title={say(w.title, { label: keyRow.label })}
      open
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!ready} onPress={() => void change()}>{say(busy ? w.working : w.take)}</Button></>}
    >
      <Problem error={error} />
      <Field label={say(w.old)} value={old} onChange={setOld} secret inputRef={first} autoFocus />
      <Field label={say(w.new)} value={next} onChange={setNext} secret hint={say("finding.key.pin_short", { least: leastOf(keyRow) })} />
      <Field label={say(w.again)} value={again} onChange={setAgain} secret {...(differ ? { problem: say(w.differ) } : {})} />
    </Dialog>
  );
}
