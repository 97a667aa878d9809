/** Where is the active cell, and where does a key take it? No DOM here. */

export type Cell = { row: number; column: number };
export type Size = { rows: number; columns: number };

export type Move =
  | "up" | "down" | "before" | "after" | "next" | "previous" | "rowStart" | "rowEnd" | "first" | "last" | "pageUp" | "pageDown";

const PAGE = 12;
const within = (value: number, limit: number): number => Math.max(0, Math.min(value, limit - 1));

/** The move a key means; `after` is to the right in a left-to-right page and to the left in the other. */
export function moveOf(key: string, ctrl: boolean, rightToLeft: boolean): Move | null {
  switch (key) {
    case "ArrowUp": return ctrl ? "first" : "up";
    case "ArrowDown": return ctrl ? "last" : "down";
    case "ArrowLeft": return rightToLeft ? "after" : "before";
    case "ArrowRight": return rightToLeft ? "before" : "after";
    case "Home": return ctrl ? "first" : "rowStart";
    case "End": return ctrl ? "last" : "rowEnd";
    case "PageUp": return "pageUp";
    case "PageDown": return "pageDown";
    default: return null;
  }
}

/** The cell a move leads to. `null`: it leads out of the grid at its end (Tab at the last cell). */
export function moved(cell: Cell, move: Move, size: Size): Cell | null {
  const { row, column } = cell;
  switch (move) {
    case "up": return { row: within(row - 1, size.rows), column };
    case "down": return { row: within(row + 1, size.rows), column };
    case "pageUp": return { row: within(row - PAGE, size.rows), column };
    case "pageDown": return { row: within(row + PAGE, size.rows), column };
    case "before": return { row, column: within(column - 1, size.columns) };
    case "after": return { row, column: within(column + 1, size.columns) };
    case "rowStart": return { row, column: 0 };
    case "rowEnd": return { row, column: size.columns - 1 };
    case "first": return { row: 0, column };
    case "last": return { row: within(size.rows - 1, size.rows), column };
    case "next":
      if (column + 1 < size.columns) return { row, column: column + 1 };
      return row + 1 < size.rows ? { row: row + 1, column: 0 } : null;
    case "previous":
      if (column > 0) return { row, column: column - 1 };
      return row > 0 ? { row: row - 1, column: size.columns - 1 } : null;
  }
}

/** Does this key write something, and so begin to replace the cell's text? */
export const writes = (key: string, ctrl: boolean, alt: boolean): boolean => !ctrl && !alt && [...key].length === 1 && key !== " ";
