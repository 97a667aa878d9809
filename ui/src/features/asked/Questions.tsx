/** How do certificates stand that others issued? What was asked, what waits, and the signed word that came back. */
import { useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import type { QuestionRow } from "../../host/types";
import { Button, Code, Empty, Pane, Problem, Screen, Sentence, State, day, instant } from "../../shared/controls";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { useKept, usePlace } from "../../shared/place/place";
import { sayWord } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { questions as w } from "../../words/source/asked";
import { say } from "../../words/words";
import { AskDialog } from "./AskDialog";
import styles from "./Asked.module.css";

/** So many are shown; older ones stand in the journal. */
const SHOWN = 100;

export function Questions() {
  const { back } = usePlace();
  // Another page leaves the number that somebody looked for and did not find.
  const [number, setNumber] = useKept<string | null>("question number", null);
  const [open, setOpen] = useState(number !== null);
  const answer = useAnswer("question_rows", { offset: 0, limit: SHOWN });
  const rows = answer.value?.rows;
  const ask = () => setOpen(true);
  const close = () => {
    setNumber(null);
    setOpen(false);
  };
  useActs([
    { id: "ask", text: say(w.ask), chord: "ctrl+enter", act: ask, disabled: open },
    { id: "back", text: say(frame.back), chord: "escape", act: back },
  ]);
  return (
    <Screen title={say(w.title)} onBack={back} acts={<><HelpButton page="questions" /><Button main chord="ctrl+enter" onPress={ask}>{say(w.ask)}</Button></>}>
      <Problem error={answer.error} again={answer.again} />
      <div className={styles.all}>
        <p>{say(w.intro)}</p>
        {rows === undefined ? (answer.error ? null : <p role="status">{say(frame.loading)}</p>) : rows.length === 0 ? <Empty>{say(w.empty)}</Empty> : rows.map((row) => <One key={row.id} row={row} />)}
      </div>
      {open ? <AskDialog number={number ?? ""} onClose={close} /> : null}
    </Screen>
  );
}

function One({ row }: { row: QuestionRow }) {
  const { go } = usePlace();
  const { number, issuer, issueDay, reason, declaration, askedAt, state, standing } = row;
  return (
    <Pane title={number} note={<State word={state} />}>
      <dl className={styles.pairs} data-question={number} data-state={state.code}>
        <div><dt>{say(w.issuer)}</dt><dd><bdi dir="auto">{issuer}</bdi></dd></div>
        <div><dt>{say(w.issueDay)}</dt><dd>{day(issueDay)}</dd></div>
        <div><dt>{say(w.askedAt)}</dt><dd>{instant(askedAt)}</dd></div>
        <div><dt>{say(w.reason)}</dt><dd><bdi dir="auto">{reason}</bdi></dd></div>
        {declaration ? <div><dt>{say(w.declaration)}</dt><dd><Code>{declaration}</Code></dd></div> : null}
        {standing ? (
          <div data-standing={standing.word.code}>
            <dt>{say(w.standing)}</dt>
            <dd>
              <p><Sentence id={w.asOf} params={{ standing: sayWord(standing.word), at: instant(standing.asOf), signer: standing.signer }} /></p>
              {standing.successor ? <p><Sentence id={w.successor} params={{ number: standing.successor }} /></p> : null}
              {standing.cameAlong ? <p>{say(w.cameAlong)}</p> : null}
            </dd>
          </div>
        ) : null}
      </dl>
      {standing?.cameAlong ? <div className={styles.acts}><Button onPress={() => go({ page: "received", id: number })}>{say(w.open)}</Button></div> : null}
    </Pane>
  );
}
