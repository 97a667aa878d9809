/** The line under everything: who, the line in words, what waits, key or trust list, last backup, findings of the open record. */
import { Archive, ListChecks, Send, UserRound, WifiOff } from "lucide-react";
import { Button, Sentence, State, Status } from "../shared/controls";
import { deskOf, useApp } from "../shared/place/app";
import { useOpenFindings } from "../shared/place/openFindings";
import { usePlace } from "../shared/place/place";
import { frame as w } from "../words/source/frame";
import { say } from "../words/words";
import styles from "./Frame.module.css";

export function StatusBar() {
  const app = useApp();
  const { place, go } = usePlace();
  const { status } = app;
  const { who, role } = deskOf(app, place.workplace);
  const open = useOpenFindings();
  const offline = status.line.code === "line.offline";
  return (
    <footer className={styles.statusBar} aria-label={say(w.statusBar)} data-pane>
      <Status icon={UserRound} tone="neutral">
        <Sentence id={role ? w.who : w.whoAlone} params={{ who, role }} />
      </Status>
      {offline ? null : <State word={status.line} />}
      <Button quiet onPress={() => go({ page: "outbox" })}>
        {offline ? <WifiOff size="1rem" aria-hidden="true" /> : <Send size="1rem" aria-hidden="true" />}
        <Sentence id={offline ? w.waitingOffline : w.waiting} params={{ count: status.outboxWaiting }} />
      </Button>
      {status.outboxNeedsYou > 0 ? (
        <Button quiet onPress={() => go({ page: "outbox" })}>
          <State word={{ code: "delivery.needs_you", params: {} }} /> <bdi>{say(w.number, { count: status.outboxNeedsYou })}</bdi>
        </Button>
      ) : null}
      {place.workplace === "issue" ? <State word={status.key} /> : <State word={status.trust} />}
      {status.clock ? <State word={status.clock} /> : null}
      <Status icon={Archive} tone="neutral">
        {status.lastBackup ? <Sentence id={w.backup} params={{ at: status.lastBackup }} /> : say(w.noBackup)}
      </Status>
      {open ? (
        <Status icon={ListChecks} tone={open.fixes > 0 ? "attention" : "neutral"}>
          <Sentence id={w.openFindings} params={open} />
        </Status>
      ) : null}
    </footer>
  );
}
