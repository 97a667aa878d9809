/** A bundle is read: nothing of it has an effect unless the whole is good. What it brought, and what could not be taken in. */
import { useEffect, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { BundleTaken, FileSource, Workplace } from "../../host/types";
import { Button, Code, Dialog, Problem, Sentence } from "../../shared/controls";
import { usePlace } from "../../shared/place/place";
import { ofFinding } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { bundles as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Bundles.module.css";
import { Gap } from "./Screen";

export function ReadBundle({ workplace, source, onClose }: { workplace: Workplace; source: FileSource; onClose: () => void }) {
  const host = useHost();
  const { go } = usePlace();
  const [taken, setTaken] = useState<BundleTaken | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  useEffect(() => {
    let gone = false;
    void host.ask("bundle_read", { workplace, source }).then((told) => !gone && setTaken(told), (thrown: unknown) => !gone && setError(asAskError(thrown)));
    return () => {
      gone = true;
    };
  }, [host, workplace, source]);
  const hasCertificates = workplace === "receive" && Boolean(taken && taken.usable + taken.quarantined > 0);
  return (
    <Dialog
      title={taken ? say(w.readTitle, { n: String(taken.n), node: taken.from }) : say(w.read)}
      open
      wide
      onClose={onClose}
      actions={<>{hasCertificates ? <Button onPress={() => go({ page: "received" })}>{say(w.see)}</Button> : null}<Button main onPress={onClose}>{say(frame.close)}</Button></>}
    >
      <Problem error={error} />
      {taken ? <Report taken={taken} /> : error ? null : <p role="status">{say(w.reading)}</p>}
    </Dialog>
  );
}

function Report({ taken }: { taken: BundleTaken }) {
  const counted: [string, number][] = [[w.known, taken.known], [w.confirmed, taken.confirmed], [w.usable, taken.usable], [w.quarantined, taken.quarantined]];
  return (
    <div role="status" className={styles.stack} data-taken={taken.taken}>
      <p className={taken.aside.length || taken.isForked ? styles.warn : styles.good}>{say(w.taken, { count: taken.taken })}</p>
      {taken.wasRead ? <p>{say(w.wasRead)}</p> : null}
      {counted.filter(([, count]) => count > 0).map(([word, count]) => <p key={word}>{say(word, { count })}</p>)}
      {taken.aside.length ? (
        <>
          <h3>{say(w.aside)}</h3>
          <ul className={styles.aside}>
            {taken.aside.map(({ id, why }) => <li key={id} data-code={why}><Code>{id}</Code> <Sentence {...ofFinding({ code: why, severity: "warn", path: "", params: {} })} /></li>)}
          </ul>
        </>
      ) : null}
      {taken.missing.map((gap) => <Gap key={`${gap.node} ${gap.first}`} gap={gap} />)}
      {taken.newerTrustList === null ? null : <p className={styles.warn}><Sentence id={w.newerList} params={{ list: String(taken.newerTrustList) }} /></p>}
      {taken.isForked ? <p className={styles.warn}>{say(w.forked)}</p> : null}
    </div>
  );
}
