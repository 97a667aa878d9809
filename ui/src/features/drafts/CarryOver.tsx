/** A newer version of the draft's form is in force: what moves, what has no place there, what is asked anew. */
import { useState, type ReactNode } from "react";
import { ArrowRightLeft } from "lucide-react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CarryLooked } from "../../host/types";
import { Button, Dialog, Problem, Sentence, announce } from "../../shared/controls";
import { pathLabel } from "../../shared/paths";
import { packs as w } from "../../words/source/packs";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import styles from "./ConfirmBand.module.css";

type Props = { draftId: string; newer: string | null; flush: () => Promise<boolean>; onCarried: () => void };

export function CarryBand({ draftId, newer, flush, onCarried }: Props) {
  const host = useHost();
  const [looked, setLooked] = useState<CarryLooked | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  if (!newer) return null;
  const fail = (thrown: unknown) => setError(asAskError(thrown));
  // What is being typed is part of what is carried over.
  const look = () => void flush().then((saved) => (saved ? host.ask("draft_carry_look", { draftId }).then(setLooked, fail) : undefined));
  const carry = ({ stamp }: CarryLooked) =>
    void host.ask("draft_carry", { draftId, stamp }).then(() => {
      setLooked(null);
      announce(w.carried, {});
      onCarried();
    }, fail);
  return (
    <div className={styles.band} role="note" data-band="carry">
      <ArrowRightLeft size="1rem" aria-hidden="true" />
      <span><Sentence id={w.carryBand} params={{ form: newer }} /></span>
      <Button quiet onPress={look}>{say(w.carry)}</Button>
      {error && !looked ? <Problem error={error} /> : null}
      {looked ? (
        <Dialog
          title={say(w.carryTitle)}
          open
          wide
          onClose={() => setLooked(null)}
          actions={<><Button onPress={() => setLooked(null)}>{say(frame.cancel)}</Button><Button main onPress={() => carry(looked)}>{say(w.carryAct)}</Button></>}
        >
          <Problem error={error} />
          <What looked={looked} />
        </Dialog>
      ) : null}
    </div>
  );
}

function What({ looked }: { looked: CarryLooked }) {
  const { moved, lost, asked, criteria, signAgain } = looked;
  const parts: [string, ReactNode[]][] = [
    [w.carryMoved, moved.map((one) => <Sentence key={one.key + one.from} id={w.carryMove} params={{ what: pathLabel(one.key), from: one.from, to: one.to }} />)],
    [w.carryLost, lost.map((one) => <span key={one.key + String(one.line)}>{pathLabel(one.key)}{one.line ? ` (${one.line})` : ""}: <bdi dir="auto">{one.text}</bdi></span>)],
    [w.carryAsked, asked.map((label) => <bdi key={label} dir="auto" lang="en">{label}</bdi>)],
    [w.carryCriteria, criteria.map((one) => <Sentence key={one.line} id={w.carryCriterion} params={{ n: one.line, text: one.printed }} />)],
  ];
  const shown = parts.filter(([, rows]) => rows.length > 0);
  return (
    <div data-carry={looked.form}>
      <p><bdi dir="auto">{looked.form}</bdi></p>
      {shown.length === 0 ? <p>{say(w.carryNothing)}</p> : null}
      {shown.map(([title, rows]) => (
        <section key={title} aria-label={say(title)}>
          <h3>{say(title)}</h3>
          <ul>{rows.map((row, at) => <li key={at}>{row}</li>)}</ul>
        </section>
      ))}
      {signAgain ? <p><strong>{say(w.carrySign)}</strong></p> : null}
    </div>
  );
}
