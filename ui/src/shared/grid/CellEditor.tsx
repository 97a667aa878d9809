/** The text box inside a cell while it is edited. Enter goes down, Tab goes on, Escape leaves the old text. */
import { useEffect, useRef, type KeyboardEvent } from "react";
import type { Move } from "./cells";
import styles from "./Grid.module.css";

type Props = { label: string; start: string; code: boolean; onDone: (text: string, then: Move | null) => void; onCancel: () => void };

export function CellEditor({ label, start, code, onDone, onCancel }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const finished = useRef(false);
  useEffect(() => {
    const box = input.current;
    box?.focus();
    box?.setSelectionRange(start.length, start.length);
  }, [start]);
  const finish = (then: Move | null) => {
    if (finished.current) return;
    finished.current = true;
    onDone(input.current?.value ?? "", then);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const act: Record<string, () => void> = {
      Enter: () => finish(event.shiftKey ? "up" : "down"),
      Tab: () => finish(event.shiftKey ? "previous" : "next"),
      Escape: () => {
        finished.current = true;
        onCancel();
      },
    };
    const known = event.ctrlKey ? undefined : act[event.key];
    if (known) {
      event.preventDefault();
      known();
    }
    if (known || !event.ctrlKey) event.stopPropagation();
  };
  return (
    <input
      ref={input}
      className={styles.editor}
      aria-label={label}
      defaultValue={start}
      dir={code ? "ltr" : "auto"}
      spellCheck={false}
      onKeyDown={keys}
      onBlur={() => finish(null)}
    />
  );
}
