/** An act, named on its face. The main act of a screen shows its key. */
import type { ReactNode } from "react";
import { Button as Base } from "react-aria-components";
import { showChord } from "../keys/keys";
import styles from "./Button.module.css";

type Props = {
  children: ReactNode;
  onPress?: () => void;
  main?: boolean;
  danger?: boolean;
  quiet?: boolean;
  disabled?: boolean;
  submit?: boolean;
  chord?: string;
  /** A key that works and is told, but has no room on the face. */
  quietChord?: string;
  label?: string;
  autoFocus?: boolean;
};

export function Button({ children, onPress, main, danger, quiet, disabled, submit, chord, quietChord, label, autoFocus }: Props) {
  const key = chord ?? quietChord;
  const kind = main ? styles.main : danger ? styles.danger : quiet ? styles.quiet : "";
  return (
    <Base
      // The kit lets this attribute through no other way.
      ref={(face) => {
        if (face && key) face.setAttribute("aria-keyshortcuts", showChord(key).replace("Ctrl", "Control"));
      }}
      className={`${styles.button} ${kind}`}
      isDisabled={disabled ?? false}
      type={submit ? "submit" : "button"}
      {...(onPress ? { onPress } : {})}
      {...(label ? { "aria-label": label } : {})}
      {...(autoFocus ? { autoFocus } : {})}
    >
      {children}
      {chord ? <kbd className={styles.chord} dir="ltr" aria-hidden="true">{showChord(chord)}</kbd> : null}
    </Base>
  );
}
