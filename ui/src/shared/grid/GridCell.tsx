/** One cell: its text in the right direction, and what is wrong with it. */
import type { ReactNode } from "react";
import styles from "./Grid.module.css";
import type { CellNote, Column } from "./types";

type Props<Row> = {
  column: Column<Row>;
  position: number;
  index: number;
  row: Row | undefined;
  here: boolean;
  note: CellNote | null;
  onPick: () => void;
  onEdit: () => void;
  children: ReactNode;
};

export function GridCell<Row>({ column, position, index, row, here, note, onPick, onEdit, children }: Props<Row>) {
  const text = row === undefined ? "…" : column.text(row, index);
  const look = [styles.cell, column.end && styles.end, column.sticky && styles.sticky, note && styles[note.tone]].filter(Boolean).join(" ");
  return (
    <div
      role="gridcell"
      aria-colindex={position + 1}
      aria-readonly={column.editable ? undefined : true}
      aria-invalid={note?.tone === "problem" ? true : undefined}
      data-cell={`${index}:${position}`}
      data-column={column.id}
      tabIndex={here ? 0 : -1}
      className={look}
      title={note?.text}
      onMouseDown={onPick}
      onFocus={(event) => event.target === event.currentTarget && !here && onPick()}
      onDoubleClick={column.editable ? onEdit : undefined}
    >
      {children ?? (
        <>
          {row !== undefined && column.show ? column.show(row, index) : <bdi dir={column.code ? "ltr" : "auto"}>{text}</bdi>}
          {note ? <span className={styles.note}>{note.text}</span> : null}
        </>
      )}
    </div>
  );
}
