/** What is left to do on this draft: a list whose entries lead to their box, counted aloud when the count changes. */
import type { Finding } from "../../host/types";
import { Button, FindingList, Pane } from "../../shared/controls";
import { draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Editor.module.css";

type Props = { findings: Finding[]; noticed: Finding[]; onForget: () => void; onOpen: (finding: Finding) => void; onNext: () => void };

export function FindingsPane({ findings, noticed, onForget, onOpen, onNext }: Props) {
  const fixes = findings.filter(({ severity }) => severity === "block").length;
  const looks = findings.filter(({ severity }) => severity === "warn").length;
  return (
    <div className={styles.findings}>
      <Pane
        title={say(w.findings)}
        note={<span role="status" aria-live="polite">{findings.length ? say(w.findingsCount, { fixes, looks }) : say(w.nothingToFix)}</span>}
        acts={findings.length ? <Button quiet onPress={onNext} chord="f8">{say(w.next)}</Button> : null}
        fill
      >
        <div className={styles.findingList}>
          <FindingList findings={findings} onOpen={onOpen} />
          {noticed.length ? (
            <section aria-label={say(w.noticed)} className={styles.noticed}>
              <header><h3>{say(w.noticed)}</h3><Button quiet onPress={onForget}>{say(w.forget)}</Button></header>
              <FindingList findings={noticed} onOpen={onOpen} />
            </section>
          ) : null}
        </div>
      </Pane>
    </div>
  );
}
