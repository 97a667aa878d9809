/** What a grid is told about its columns and rows. */
import type { ReactNode } from "react";
import type { Move } from "./cells";

/** What an editor of a column's own is given; `className` makes it look like a cell. */
export type CellEditorProps = { label: string; start: string; className?: string; onDone: (text: string, then: Move | null) => void; onCancel: () => void };

export type Column<Row> = {
  id: string;
  title: string;
  /** Number of the form's box, shown small beside the title. */
  box?: string;
  /** Least width in rem. `grow` columns share what is left. */
  width: number;
  grow?: boolean;
  end?: boolean;
  code?: boolean;
  sticky?: boolean;
  editable?: boolean;
  /** Edits the cell instead of the plain text box. */
  editor?: (props: CellEditorProps) => ReactNode;
  /** The text that is edited and read out. */
  text: (row: Row, index: number) => string;
  /** What is shown, when it is more than the text. */
  show?: (row: Row, index: number) => ReactNode;
};

/** Something wrong with or marked at a cell. */
export type CellNote = { tone: "problem" | "attention"; text: string };

export type GridHandle = { focusCell: (row: number, columnId: string) => void };

export type GridProps<Row> = {
  label: string;
  columns: Column<Row>[];
  count: number;
  rowAt: (index: number) => Row | undefined;
  onRange?: (first: number, last: number) => void;
  /** Enter or a double click on a row of a list that only shows. */
  onOpen?: (row: Row, index: number) => void;
  onActive?: (row: Row | undefined, index: number) => void;
  onEdit?: (index: number, columnId: string, text: string) => void;
  onAdd?: (after: number) => void;
  onRemove?: (index: number) => void;
  onFillDown?: (index: number, columnId: string) => void;
  onPaste?: (text: string, index: number, columnId: string) => void;
  /** A key on a cell that the screen wants for itself; `true` when it took it. */
  onKey?: (key: string, index: number, columnId: string) => boolean;
  noteAt?: (index: number, columnId: string) => CellNote | null;
  below?: (index: number) => ReactNode;
  foot?: ReactNode;
  /** Grows with its rows up to this many; otherwise fills its place. */
  maxRows?: number;
  startAt?: number;
  /** Takes the focus when its first rows come and nobody else has it. */
  takesFocus?: boolean;
};
