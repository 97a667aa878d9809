/**
 * A number that is never guessed. The typed text and the person's marks go to the program; a value comes back,
 * or a question that stands under the box and is answered with 1 or 2.
 */
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { useHost } from "../../host/host";
import type { NumberReading } from "../../host/types";
import { draft } from "../../words/source/issuing";
import { say } from "../../words/words";
import { CodeField } from "./Field";
import { amount, marks } from "./format";
import styles from "./NumberField.module.css";

type Props = { label: string; value: string; onChange: (canonical: string) => void; hiddenLabel?: boolean; path?: string; problem?: string; unit?: string; disabled?: boolean;
  /** What is typed has not been read yet, or waits for an answer: nothing may be done with the old value. */
  onUnsettled?: (unsettled: boolean) => void };

export function NumberField({ label, value, onChange, hiddenLabel, path, problem, unit, disabled, onUnsettled }: Props) {
  const host = useHost();
  const [typed, setTyped] = useState(() => amount(value));
  const [reading, setReading] = useState<NumberReading | null>(null);
  const own = useRef(value);

  useEffect(() => {
    if (value === own.current) return;
    own.current = value;
    setTyped(amount(value));
    setReading(null);
  }, [value]);

  const take = (canonical: string) => {
    own.current = canonical;
    setTyped(amount(canonical));
    setReading(null);
    onUnsettled?.(false);
    onChange(canonical);
  };
  const type = (text: string) => {
    setTyped(text);
    setReading(null);
    onUnsettled?.(text !== amount(own.current));
  };
  const leave = async () => {
    if (typed.trim() === "") return take("");
    if (typed === amount(own.current)) return;
    const answer = await host.ask("number_read", { text: typed, marks: marks() });
    if (answer.kind === "value") take(answer.value);
    else setReading(answer);
  };
  const readings = reading?.kind === "question" ? reading.readings : [];
  const keys = (event: KeyboardEvent) => {
    const chosen = /^[12]$/.test(event.key) ? readings[Number(event.key) - 1] : undefined;
    if (!chosen) return;
    event.preventDefault();
    take(chosen);
  };
  const complaint = reading?.kind === "unreadable" ? say(draft.unreadable, { typed }) : problem;
  return (
    <div className={styles.number} onKeyDown={keys}>
      <CodeField
        label={unit ? `${label} (${unit})` : label}
        value={typed}
        onChange={type}
        onLeave={() => void leave()}
        {...(hiddenLabel ? { hiddenLabel } : {})}
        {...(path ? { path } : {})}
        {...(disabled ? { disabled } : {})}
        {...(complaint ? { problem: complaint } : {})}
      />
      {readings.length ? <Question typed={typed} readings={readings} onTake={take} /> : null}
    </div>
  );
}

/** "9.120 can mean 9,12 or 9 120. Which?" with its two answers. */
export function Question({ typed, readings, onTake }: { typed: string; readings: string[]; onTake: (value: string) => void }) {
  const [a = "", b = ""] = readings.map(amount);
  return (
    <div role="group" aria-label={say(draft.which, { typed, a, b })} className={styles.question}>
      <span role="status">{say(draft.which, { typed, a, b })}</span>
      {readings.map((reading, index) => (
        <button type="button" key={reading} onClick={() => onTake(reading)} className={styles.answer} aria-keyshortcuts={String(index + 1)}>
          <kbd dir="ltr">[{index + 1}]</kbd> <bdi dir="ltr">{amount(reading)}</bdi>
        </button>
      ))}
    </div>
  );
}
