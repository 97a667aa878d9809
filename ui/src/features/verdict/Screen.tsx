/** May this certificate be relied on? One box that takes a number, a scan or a file; a verdict with its reasons; the decision. */
import { FolderOpen } from "lucide-react";
import { useRef, useState } from "react";
import { useHost } from "../../host/host";
import { Button, Code, CodeField, Pane, Problem, Screen, Sentence, shown } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { wholeScan } from "../../shared/keys/scanner";
import { RecordPane } from "../../shared/panes/RecordPane";
import { useIncoming } from "../../shared/place/incoming";
import { useKeep, usePlace } from "../../shared/place/place";
import { questions } from "../../words/source/asked";
import { frame } from "../../words/source/frame";
import { check as w } from "../../words/source/receiving";
import { say } from "../../words/words";
import styles from "./Check.module.css";
import { useCheck } from "./useCheck";

export function Check() {
  const host = useHost();
  const box = useRef<HTMLInputElement>(null);
  const { go } = usePlace();
  const keep = useKeep();
  const [text, setText] = useState("");
  const check = useCheck();
  const { answer, working, error } = check;
  const byNumber = (typed: string) => {
    setText(typed);
    if (!typed.trim()) return;
    void check.number(typed.trim());
    // The next number, typed or scanned, takes the place of this one.
    if (document.activeElement === box.current) requestAnimationFrame(() => box.current?.select());
  };
  const choose = () => void host.chooseFile("check").then((source) => source && check.file(source));
  useIncoming((incoming) => {
    if (incoming.kind === "number") byNumber(wholeScan(incoming.text, document.activeElement === box.current ? (box.current?.value ?? "") : ""));
    else {
      setText("");
      void check.file(incoming.source);
    }
  });
  const askIssuer = (number: string) => {
    keep("question number", number);
    go({ page: "questions" });
  };
  const toBox = () => box.current?.select();
  useActs([
    { id: "box", text: say(w.box), chord: "ctrl+f", act: toBox },
    { id: "openFile", text: say(w.file), chord: "ctrl+o", act: choose },
    { id: "next", text: say(w.next), chord: "escape", act: () => {
      setText("");
      check.clear();
      box.current?.focus();
    } },
  ]);
  return (
    <Screen title={say(w.title)} note={say(w.listening)}>
      <form
        className={styles.ask}
        role="search"
        aria-label={say(w.title)}
        onSubmit={(event) => {
          event.preventDefault();
          byNumber(text);
        }}
      >
        <div className={styles.box}><CodeField label={say(w.box)} value={text} onChange={setText} inputRef={box} autoFocus /></div>
        <Button main submit>{say(w.do)}</Button>
        <Button onPress={choose} chord="ctrl+o"><FolderOpen size="1rem" aria-hidden="true" /> {say(w.file)}</Button>
        <span className={styles.quiet}>{say(w.drop)}</span>
      </form>
      <p role="status" className={styles.quiet}>{working ? say(w.working) : ""}</p>
      <Problem error={error} />
      {answer && !answer.found ? (
        <Pane title={say(w.unknown)}>
          <p><Code>{answer.typed}</Code></p>
          <p><Sentence id={w.searched} params={{ count: answer.searched, newest: answer.newest ? shown("", answer.newest) : "" }} /></p>
          {answer.similar.length ? (
            <section aria-label={say(w.similar)} className={styles.similar}>
              <h3>{say(w.similar)}</h3>
              {answer.similar.map((number) => <Button key={number} onPress={() => byNumber(number)}><Code>{number}</Code></Button>)}
            </section>
          ) : null}
          <Button onPress={() => askIssuer(answer.typed)}>{say(questions.askIssuer)}</Button>
        </Pane>
      ) : null}
      {answer?.found ? <RecordPane key={`${check.round} ${answer.found.number}`} view={answer.found} takesFocus onDecided={check.again} /> : null}
      {answer ? <p className={styles.quiet}>{say(frame.escapeNext)}</p> : null}
    </Screen>
  );
}
