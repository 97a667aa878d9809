/** What waits for a partner goes onto a stick. Only what was read back counts as packed, and only then may the stick go. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { BundlePartner, BundleWritten, Workplace } from "../../host/types";
import { Button, Dialog, Problem, Sentence, Tick } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { bundles as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Bundles.module.css";

type Props = { workplace: Workplace; partner: BundlePartner; hasList: boolean; onClose: () => void };

export function WriteBundle({ workplace, partner, hasList, onClose }: Props) {
  const host = useHost();
  const [withTrustList, setWithTrustList] = useState(false);
  const [written, setWritten] = useState<BundleWritten | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const { node } = partner;
  const isDone = Boolean(written?.folder);
  const pack = async () => {
    if (busy || isDone) return;
    setBusy(true);
    setError(null);
    try {
      setWritten(await host.ask("bundle_write", { workplace, node, withTrustList }));
    } catch (thrown) {
      setError(asAskError(thrown));
    } finally {
      setBusy(false);
    }
  };
  useKeys({ "ctrl+enter": () => (isDone ? onClose() : void pack()) });
  return (
    <Dialog
      title={say(w.packTitle, { node })}
      open
      wide
      alert={busy}
      onClose={busy ? () => {} : onClose}
      actions={
        <>
          {isDone ? null : <Button disabled={busy} onPress={onClose}>{say(frame.cancel)}</Button>}
          <Button main chord="ctrl+enter" disabled={busy} onPress={() => (isDone ? onClose() : void pack())}>{say(isDone ? frame.close : w.packAct)}</Button>
        </>
      }
    >
      <Problem error={error} />
      {isDone && written ? <Done written={written} /> : (
        <>
          <p>{say(w.packHint)}</p>
          {hasList ? <Tick label={say(w.trustList)} value={withTrustList} onChange={setWithTrustList} /> : null}
          <p role="status">{busy ? say(w.packing) : written ? say(w.notChosen) : null}</p>
        </>
      )}
    </Dialog>
  );
}

const Done = ({ written }: { written: BundleWritten }) => (
  <div role="status" className={styles.stack} data-written={written.bundles.length}>
    <ul>{written.bundles.map(({ n, entries, name }) => <li key={n}><Sentence id={w.packed} params={{ n: String(n), count: entries, name }} /></li>)}</ul>
    <p className={styles.good}>{say(w.safe)}</p>
  </div>
);
