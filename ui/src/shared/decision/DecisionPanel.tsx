/** Balance and decision in one place: what is left of each line, and what the officer answers. Ctrl+Enter decides. */
import { useEffect, useReducer, useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { ReceivedView } from "../../host/types";
import { decision as w } from "../../words/source/receiving";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { Button, Choice, CodeField, DateField, Dialog, Field, Pane, Problem, Sentence, announce, reasonWord } from "../controls";
import { useKeys } from "../keys/keys";
import { useActs } from "../keys/acts";
import { useApp } from "../place/app";
import { answers, decide, isReady, lackOf, outcomeOf, proposed, proposedReason, refusalReasons, type Outcome } from "./decision";
import { DecisionLine } from "./DecisionLine";
import styles from "./Decision.module.css";

const mainWords = { accept: w.accept, in_part: w.acceptPart, refuse: w.refuseAct, nothing: w.accept } as const;

export function DecisionPanel({ view, onDecided }: { view: ReceivedView; onDecided: () => void }) {
  const host = useHost();
  const { today } = useApp();
  const [state, dispatch] = useReducer(decide, view, (from) => proposed(from, today));
  const [tried, setTried] = useState(false);
  const [confirming, setConfirming] = useState(false);
  const [waits, setWaits] = useState(false);
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
  const unread = state.lines.some((line) => lackOf(line) === "unread");
  const act = () => {
    setTried(true);
    // What is being typed is read first, and the act goes on when it has been.
    if (unread) {
      setWaits(true);
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
      return;
    }
    if (!isReady(state)) {
      if (state.declaration.trim() === "") declaration.current?.focus();
      else document.querySelector<HTMLElement>("[data-lack]")?.focus();
      return;
    }
    if (refuses) setConfirming(true);
    else save();
  };
  useEffect(() => {
    if (!waits || unread) return;
    setWaits(false);
    act();
    // Only when the reading has come.
  }, [waits, unread]);
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
      {confirming ? <Confirm number={view.number} outcome={outcome} onClose={() => setConfirming(false)} onAct={save} /> : null}
    </Pane>
  );
}

/** A refusal has legal effect: one sentence, with the number, before it leaves. */
function Confirm({ number, outcome, onClose, onAct }: { number: string; outcome: Outcome; onClose: () => void; onAct: () => void }) {
  useKeys({ "ctrl+enter": onAct });
  return (
    <Dialog
      title={say(w.refuseAct)}
      open
      onClose={onClose}
      alert
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button danger autoFocus chord="ctrl+enter" onPress={onAct}>{say(mainWords[outcome])}</Button></>}
    >
      <p><Sentence id={outcome === "refuse" ? w.confirmRefuse : w.confirmPart} params={{ number }} /></p>
    </Dialog>
  );
}
