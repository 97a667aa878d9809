/** The text box inside a cell while it is edited. Enter goes down, Tab goes on, Escape leaves the old text. */
import { useEffect, useRef, type KeyboardEvent } from "react";
import type { Move } from "./cells";
import type { CellEditorProps, Column } from "./types";
import styles from "./Grid.module.css";

type Props = CellEditorProps & { code: boolean };

/** The column's own editor, or the text box. */
export function EditorOf<Row>({ column, ...props }: Omit<Props, "label" | "code"> & { column: Column<Row> }) {
  const given = { ...props, label: column.title };
  return column.editor ? column.editor({ ...given, className: styles.editor ?? "" }) : <CellEditor {...given} code={Boolean(column.code)} />;
}

function CellEditor({ label, start, code, onDone, onCancel }: Props) {
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
