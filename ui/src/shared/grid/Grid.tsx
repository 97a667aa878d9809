/**
 * The one grid of the window: a long list that only shows, or lines that are edited in place.
 * Rows are drawn only where they are seen. Arrow keys follow the direction of the page.
 */
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState, type KeyboardEvent, type Ref } from "react";
import { isRightToLeft } from "../../words/words";
import { moved, moveOf, writes, type Cell, type Move } from "./cells";
import { EditorOf } from "./CellEditor";
import { GridCell } from "./GridCell";
import { GridHead } from "./GridHead";
import styles from "./Grid.module.css";
import type { GridHandle, GridProps } from "./types";

const rootSize = () => Number.parseFloat(getComputedStyle(document.documentElement).fontSize) || 16;

export function Grid<Row>(props: GridProps<Row> & { ref?: Ref<GridHandle> }) {
  const { columns, count, rowAt, ref } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<Cell>({ row: props.startAt ?? 0, column: 0 });
  const [editing, setEditing] = useState<{ text: string } | null>(null);
  const wantsFocus = useRef(false);
  const rowHeight = rootSize() * (document.documentElement.dataset.density === "compact" ? 1.625 : 2);

  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    initialRect: { width: 1000, height: 600 },
  });
  const items = virtual.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const { onRange, onActive } = props;
  useEffect(() => onRange?.(first, last), [onRange, first, last]);

  const goTo = useCallback(
    (cell: Cell | null) => {
      if (!cell) return;
      wantsFocus.current = true;
      setEditing(null);
      // A new object even for the same place: the focus must follow.
      setActive({ ...cell });
      if (cell.row < count) virtual.scrollToIndex(cell.row);
    },
    [virtual, count],
  );

  useImperativeHandle(ref, () => ({
    focusCell: (row, columnId) => goTo({ row, column: Math.max(0, columns.findIndex((column) => column.id === columnId)) }),
  }), [goTo, columns]);

  // The active cell may only now have been drawn: the focus follows as soon as it exists.
  useLayoutEffect(() => {
    if (!wantsFocus.current || editing) return;
    const cell = scroller.current?.querySelector<HTMLElement>(`[data-cell="${active.row}:${active.column}"]`);
    if (!cell) return;
    wantsFocus.current = false;
    cell.focus({ preventScroll: true });
    cell.scrollIntoView?.({ block: "nearest", inline: "nearest" });
  });

  // A list that has come into an empty page takes the focus, never away from a box somebody is writing in.
  const { takesFocus } = props;
  const hasRows = count > 0;
  useEffect(() => {
    const held = document.activeElement;
    if (takesFocus && hasRows && (held === null || held === document.body || held.matches("main, h1"))) goTo(active);
    // Once, when the first rows are there.
  }, [takesFocus, hasRows]);

  useEffect(() => {
    if (active.row >= count && count > 0) setActive({ row: count - 1, column: active.column });
  }, [active, count]);

  const activeRow = rowAt(active.row);
  useEffect(() => onActive?.(activeRow, active.row), [onActive, activeRow, active.row]);

  // An engine that asks first whether pasting makes sense outside a text box is told yes.
  useEffect(() => {
    const element = scroller.current;
    const allow = (event: Event) => event.preventDefault();
    element?.addEventListener("beforepaste", allow);
    return () => element?.removeEventListener("beforepaste", allow);
  }, []);

  const column = columns[active.column];
  const size = { rows: count, columns: columns.length };

  const commit = (text: string, then: Move | null) => {
    if (column && props.onEdit && activeRow !== undefined && text !== column.text(activeRow, active.row)) props.onEdit(active.row, column.id, text);
    setEditing(null);
    wantsFocus.current = true;
    if (!then) return;
    const to = moved(active, then, size);
    if (to) goTo(to);
    else if (then === "next" && props.onAdd) {
      props.onAdd(active.row);
      goTo({ row: active.row + 1, column: 0 });
    }
  };

  const edit = (text: string): boolean => {
    if (!column?.editable || !props.onEdit || activeRow === undefined) return false;
    setEditing({ text });
    return true;
  };

  const keys = (event: KeyboardEvent) => {
    if (editing) return;
    const ctrl = event.ctrlKey || event.metaKey;
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (!ctrl && column && props.onKey?.(event.key, active.row, column.id)) return done();
    const move = event.altKey || (event.shiftKey && event.key !== "Tab") ? null : moveOf(event.key, ctrl, isRightToLeft());
    if (move) {
      done();
      return goTo(moved(active, move, size));
    }
    if (event.key === "Enter" && !ctrl) {
      done();
      if (props.onOpen && activeRow !== undefined) props.onOpen(activeRow, active.row);
      else goTo(moved(active, "down", size));
    } else if (event.key === "Tab" && props.onEdit && !ctrl) {
      const to = moved(active, event.shiftKey ? "previous" : "next", size);
      if (to) {
        done();
        goTo(to);
      } else if (!event.shiftKey && props.onAdd && activeRow !== undefined && columns.some((each) => each.editable && each.text(activeRow, active.row) !== "")) {
        // At the end Tab adds a line; from an empty last line it leaves the grid, so that nobody is trapped.
        done();
        props.onAdd(active.row);
        goTo({ row: active.row + 1, column: 0 });
      }
    } else if (event.key === "F2" && column && activeRow !== undefined) {
      if (edit(column.text(activeRow, active.row))) done();
    } else if (event.key === "Insert" && props.onAdd) {
      done();
      props.onAdd(active.row);
      goTo({ row: Math.min(active.row + 1, count), column: 0 });
    } else if (event.key === "Delete" && ctrl && props.onRemove) {
      done();
      props.onRemove(active.row);
      goTo({ row: Math.max(0, Math.min(active.row, count - 2)), column: active.column });
    } else if (event.key === "Delete" && column?.editable && props.onEdit) {
      done();
      props.onEdit(active.row, column.id, "");
    } else if (event.key.toLowerCase() === "d" && ctrl && column && props.onFillDown && active.row > 0) {
      done();
      props.onFillDown(active.row, column.id);
    } else if (event.key === "Process") {
      edit("");
    } else if (writes(event.key, ctrl, event.altKey) && edit(event.key)) {
      done();
    }
  };

  const template = columns.map((each) => (each.grow ? `minmax(${each.width}rem, 1fr)` : `${each.width}rem`)).join(" ");
  const least = columns.reduce((sum, each) => sum + each.width, 0);
  const shownRows = props.maxRows === undefined ? undefined : Math.max(1, Math.min(count, props.maxRows));

  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length}
      className={`${styles.grid} ${shownRows === undefined ? styles.fill : ""}`}
      style={{ "--columns": template, "--least": `${least}rem` } as React.CSSProperties}
      onKeyDown={keys}
      onPaste={(event) => {
        if (!props.onPaste || editing || !column) return;
        event.preventDefault();
        props.onPaste(event.clipboardData.getData("text/plain"), active.row, column.id);
      }}
    >
      <GridHead columns={columns} />
      <div role="rowgroup" className={styles.body} style={{ blockSize: `${virtual.getTotalSize()}px` }}>
        {items.map((item) => {
          const row = rowAt(item.index);
          return (
            <div
              key={item.key}
              data-index={item.index}
              ref={virtual.measureElement}
              className={styles.place}
              style={{ insetBlockStart: `${item.start}px` }}
              role="presentation"
            >
              <div
                role="row"
                aria-rowindex={item.index + 2}
                aria-selected={item.index === active.row}
                className={styles.row}
                onDoubleClick={() => row !== undefined && props.onOpen?.(row, item.index)}
              >
                {columns.map((each, position) => {
                  const here = item.index === active.row && position === active.column;
                  return (
                    <GridCell
                      key={each.id}
                      column={each}
                      position={position}
                      index={item.index}
                      row={row}
                      here={here}
                      note={props.noteAt?.(item.index, each.id) ?? null}
                      onPick={() => {
                        if (editing && !here) setEditing(null);
                        wantsFocus.current = !(editing && here);
                        setActive({ row: item.index, column: position });
                      }}
                      onEdit={() => row !== undefined && edit(each.text(row, item.index))}
                    >
                      {here && editing ? <EditorOf column={each} start={editing.text} onDone={commit} onCancel={() => {
                        setEditing(null);
                        wantsFocus.current = true;
                      }} /> : null}
                    </GridCell>
                  );
                })}
              </div>
              {props.below?.(item.index)}
            </div>
          );
        })}
      </div>
      {props.foot ? <div className={styles.foot}>{props.foot}</div> : null}
    </div>
  );
}
