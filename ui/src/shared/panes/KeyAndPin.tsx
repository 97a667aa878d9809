/** With which key, and its PIN; a clock that is wrong is said first, because it is sealed with. The PIN goes to the program in its own message, as bytes, and is forgotten here. */
import { useState } from "react";
import { useHost } from "../../host/host";
import type { KeyRow } from "../../host/types";
import { useAnswer } from "../../host/useAnswer";
import { signing as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Choice, Field, Problem, State, day } from "../controls";
import { useApp } from "../place/app";
import styles from "./Panes.module.css";

/** The PIN of every demonstration key: public by design, so that nobody has to guess. */
export const DEMONSTRATION_PIN = "demonstration";

export type Signing = { keyId: string; pin: string };

export const usable = (keys: KeyRow[]): KeyRow[] => keys.filter((key) => key.state.code === "key_state.ready");

/** State of the two boxes; `enter` hands the PIN over and gives the handle. */
export function useKeyAndPin() {
  const host = useHost();
  const keys = useAnswer("keys_list", {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [pin, setPin] = useState("");
  const ready = usable(keys.value?.rows ?? []);
  const keyId = chosen ?? ready[0]?.id ?? null;
  const enter = async (): Promise<string> => {
    const bytes = new TextEncoder().encode(pin);
    setPin("");
    const { handle } = await host.ask("pin_enter", bytes);
    bytes.fill(0);
    return handle;
  };
  return { keys, ready, keyId, setChosen, pin, setPin, enter };
}

export function KeyAndPin({ state, autoFocus }: { state: ReturnType<typeof useKeyAndPin>; autoFocus?: boolean }) {
  const lineOf = (key: KeyRow): string =>
    [say(w.keyLine, { officer: key.officer, body: key.body }), key.label === key.officer ? "" : key.label].filter(Boolean).join(" · ");
  const { status } = useApp();
  const chosen = state.ready.find((key) => key.id === state.keyId);
  return (
    <div className={styles.stack}>
      <Problem error={state.keys.error} />
      {status.clock ? <State word={status.clock} /> : null}
      {state.keys.value && state.ready.length === 0 ? <p>{say(w.noKey)}</p> : null}
      <Choice label={say(w.key)} value={state.keyId} options={state.ready.map((key) => ({ id: key.id, text: lineOf(key) }))} onChange={state.setChosen} />
      {chosen ? <p className={styles.quiet}>{say(w.validTo, { date: day(chosen.validTo) })}</p> : null}
      <Field label={say(w.pin)} value={state.pin} onChange={state.setPin} secret {...(chosen?.demonstration ? { hint: say(w.demoPin, { pin: DEMONSTRATION_PIN }) } : {})} {...(autoFocus ? { autoFocus } : {})} />
    </div>
  );
}
