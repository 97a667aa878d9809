/** Another program of the card's maker for a key that is on a card: it was moved, or installed anew. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { KeyRow } from "../../host/types";
import { Button, Choice, Dialog, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { cardProgram as w, cards } from "../../words/source/services";
import { say } from "../../words/words";
import styles from "./Keys.module.css";
import { usePrograms } from "./programs";

export function CardProgram({ keyRow, onClose }: { keyRow: KeyRow; onClose: () => void }) {
  const host = useHost();
  const programs = usePrograms();
  const [chosen, setChosen] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const at = (path: string) => {
    setChosen(path);
    setError(null);
  };
  const take = async () => {
    if (!chosen || busy) return;
    setBusy(true);
    setError(null);
    try {
      await host.ask("card_program_set", { keyId: keyRow.id, program: chosen });
      announce(w.done, { label: keyRow.label });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
    } finally {
      setBusy(false);
    }
  };
  useKeys({ "ctrl+enter": () => void take() });
  return (
    <Dialog
      title={say(w.title, { label: keyRow.label })}
      open
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!chosen || busy} onPress={() => void take()}>{say(busy ? w.working : w.take)}</Button></>}
    >
      <Problem error={error ?? programs.error} />
      <p>{say(w.why)}</p>
      {programs.paths?.length === 0 ? <p>{say(cards.noProgram)}</p> : null}
      {programs.paths?.length ? <Choice label={say(cards.program)} value={chosen} options={programs.options} placeholder={say(w.choose)} onChange={at} autoFocus /> : null}
      <div className={styles.row}><Button quiet onPress={() => programs.choose(at, (thrown) => setError(asAskError(thrown)))}>{say(cards.another)}</Button></div>
    </Dialog>
  );
}
