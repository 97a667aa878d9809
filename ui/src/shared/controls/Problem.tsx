/** What went wrong, in two sentences, with a way on and a reference in small print. */
import { TriangleAlert } from "lucide-react";
import type { AskError } from "../../host/host";
import { detailsOf, ofError } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { Button } from "./Button";
import { FindingList } from "./Findings";
import { Sentence } from "./Text";
import styles from "./Problem.module.css";

/** "Not now" codes are advice, not alarm. */
const advice = new Set(["offline", "pin_locked", "database_busy"]);

export function Problem({ error, again }: { error: AskError | null; again?: () => void }) {
  if (!error) return null;
  return (
    <div role="alert" className={styles.problem} data-tone={advice.has(error.api.code) ? "neutral" : "problem"} data-code={error.api.code}>
      <TriangleAlert size="1.125rem" aria-hidden="true" />
      <div>
        <p><Sentence {...ofError(error.api)} /></p>
        {detailsOf(error.api).map((detail) => <p key={detail.id}><Sentence {...detail} /></p>)}
        {error.api.findings?.length ? <FindingList findings={error.api.findings} /> : null}
        {error.api.reference ? <small><Sentence id={frame.reference} params={{ reference: error.api.reference }} /></small> : null}
      </div>
      {again ? <Button onPress={again}>{say(frame.tryAgain)}</Button> : null}
    </div>
  );
}
