/** When were newer lists looked for last, and what stood in the way? Whoever cannot wait has them looked for now. */
import { useHost } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import { Button, Code, Sentence, announce, shown } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { ofFinding } from "../../words/coded";
import { looked as w } from "../../words/source/services";
import { say } from "../../words/words";
import styles from "./Issuers.module.css";

export function Newer({ onFailed }: { onFailed: (thrown: unknown) => void }) {
  const host = useHost();
  const { value: last } = useAnswer("lists_looked", {});
  const asks = last?.asks ?? false;
  const look = () => void host.ask("lists_fetch", {}).then(() => announce(w.asking), onFailed);
  useActs([{ id: "lookForLists", text: say(w.now), act: look, disabled: !asks }]);
  if (!last) return null;
  return (
    <>
      <div className={styles.newer} data-looked={last.at ?? ""}>
        <span className={styles.quiet}>{!asks ? say(w.files) : last.at ? <Sentence id={w.at} params={{ at: shown("", last.at) }} /> : say(w.never)}</span>
        {asks ? <Button quiet onPress={look}>{say(w.now)}</Button> : null}
      </div>
      {asks && last.findings.length ? (
        <ul className={styles.faults}>
          {last.findings.map((finding) => (
            <li key={`${finding.path} ${finding.code}`} data-code={finding.code}>
              {finding.path ? <><Code>{finding.path}</Code>: </> : null}
              <Sentence {...ofFinding(finding)} />
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}
