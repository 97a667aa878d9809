/** Balance and decision in one place: what is left of each line, and what the officer answers. Ctrl+Enter decides. */
import { useEffect, useReducer, useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { ReceivedView } from "../../host/types";
import { decision as w } from "../../words/source/receiving";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { Button, Choice, CodeField, DateField, Dialog, Field, Pane, Problem, Sentence, announce, reasonWord } from "../controls";
import { useActs } from "../keys/acts";
import { useApp } from "../place/app";
import { answers, decide, isReady, outcomeOf, proposed, proposedReason, refusalReasons } from "./decision";
import { DecisionLine } from "./DecisionLine";
import styles from "./Decision.module.css";

const mainWords = { accept: w.accept, in_part: w.acceptPart, refuse: w.refuseAct, nothing: w.accept } as const;

export function DecisionPanel({ view, onDecided }: { view: ReceivedView; onDecided: () => void }) {
  const host = useHost();
  const { today } = useApp();
  const [state, dispatch] = useReducer(decide, view, (from) => proposed(from, today));
  const [tried, setTried] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const declaration = useRef<HTMLInputElement>(null);
  const outcome = outcomeOf(state);
  const refuses = state.lines.some((line) => line.answer === "refuse");
  const lacksDeclaration = tried && state.declaration.trim() === "";

  const save = () => {
    setConfirming(false);
    setError(null);
    const { declaration: number, declaredOn, note } = state;
    host.ask("decision_save", { number: view.number, stamp: view.stamp, declaration: number.trim(), declaredOn, items: answers(state), note }).then(
      () => {
        announce(w.saved);
        onDecided();
      },
      (thrown: unknown) => setError(asAskError(thrown)),
    );
  };
  const act = () => {
    if (confirming) return save();
    setTried(true);
    if (!isReady(state)) {
      if (state.declaration.trim() === "") declaration.current?.focus();
      else document.querySelector<HTMLElement>("[data-lack]")?.focus();
      return;
    }
    if (refuses) setConfirming(true);
    else save();
  };
  const refuseAll = () => dispatch({ type: "refuseAll", reason: proposedReason(view.verdict) });
  useActs([
    { id: "decide", text: say(mainWords[outcome]), chord: "ctrl+enter", act },
    { id: "refuseAll", text: say(w.refuseAll), act: refuseAll },
  ]);
  // "Nothing to answer" is said once the officer asked for it.
  const hint = tried && outcome === "nothing" ? say(w.nothing) : null;
  useEffect(() => setError(null), [view.stamp]);

  return (
    <Pane title={say(w.panel)}>
      <Problem error={error} />
      <div className={styles.head}>
        <CodeField label={say(w.declaration)} inputRef={declaration} value={state.declaration} onChange={(text) => dispatch({ type: "declaration", text })} required {...(lacksDeclaration ? { problem: say(w.needDeclaration) } : {})} />
        <DateField label={say(w.declaredOn)} value={state.declaredOn} today={today} onChange={(text) => dispatch({ type: "declaredOn", text })} required />
      </div>
      {state.lines.map((line) => <DecisionLine key={line.row.sequence} line={line} tried={tried} dispatch={dispatch} />)}
      <div className={styles.foot}>
        {refuses && state.lines.length > 1 ? (
          <Choice label={say(w.reasonAll)} value={null} placeholder={say(w.chooseReason)} options={refusalReasons.map((id) => ({ id, text: reasonWord(id) }))} onChange={(reason) => state.lines.forEach((line) => line.answer === "refuse" && dispatch({ type: "reason", sequence: line.row.sequence, reason }))} />
        ) : null}
        <Field label={say(w.note)} value={state.note} maxLength={200} grow onChange={(text) => dispatch({ type: "note", text })} />
      </div>
      {hint ? <p role="alert" className={styles.problem}>{hint}</p> : null}
      <div className={styles.acts}>
        <Button danger onPress={refuseAll}>{say(w.refuseAll)}</Button>
        <Button main chord="ctrl+enter" onPress={act}>{say(mainWords[outcome])}</Button>
      </div>
      <Dialog
        title={say(w.refuseAct)}
        open={confirming}
        onClose={() => setConfirming(false)}
        alert
        actions={<><Button onPress={() => setConfirming(false)}>{say(frame.cancel)}</Button><Button danger autoFocus chord="ctrl+enter" onPress={save}>{say(mainWords[outcome])}</Button></>}
      >
        <p><Sentence id={outcome === "refuse" ? w.confirmRefuse : w.confirmPart} params={{ number: view.number }} /></p>
      </Dialog>
    </Pane>
  );
}
