/** Customs doubts a certificate: what, of which items, which papers would help, and by when. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { frame } from "../../words/source/frame";
import { verifications as w } from "../../words/source/asked";
import { say } from "../../words/words";
import { Button, CodeField, DateField, Dialog, LongText, Problem, Tick, announce } from "../controls";
import { useKeys } from "../keys/keys";
import styles from "./Case.module.css";

export function AskToVerify({ number, items, onClose }: { number: string; items: number[]; onClose: () => void }) {
  const host = useHost();
  const [grounds, setGrounds] = useState("");
  const [chosen, setChosen] = useState<number[]>(items);
  const [papers, setPapers] = useState("");
  const [declaration, setDeclaration] = useState("");
  const [due, setDue] = useState("");
  const [working, setWorking] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const ready = Boolean(grounds.trim() && chosen.length && due && !working);
  const send = async () => {
    if (!ready) return;
    setWorking(true);
    setError(null);
    try {
      await host.ask("verification_ask", { number, grounds: grounds.trim(), items: chosen, papers: papers.trim(), declaration: declaration.trim(), due });
      announce(w.sent, { number });
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
      setWorking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void send() });
  return (
    <Dialog
      title={say(w.askTitle, { number })}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!ready} onPress={() => void send()}>{say(w.send)}</Button></>}
    >
      <Problem error={error} />
      <LongText label={say(w.grounds)} hint={say(w.groundsHint)} value={grounds} onChange={setGrounds} autoFocus />
      <div role="group" aria-label={say(w.items)} className={styles.items}>
        {items.map((item) => (
          <Tick key={item} label={say(w.item, { sequence: String(item) })} value={chosen.includes(item)} onChange={(on) => setChosen(items.filter((one) => (one === item ? on : chosen.includes(one))))} />
        ))}
      </div>
      <LongText label={say(w.papers)} hint={say(w.papersHint)} value={papers} onChange={setPapers} />
      <DateField label={say(w.due)} value={due} onChange={setDue} required />
      <CodeField label={say(w.declaration)} value={declaration} onChange={setDeclaration} />
    </Dialog>
  );
}
