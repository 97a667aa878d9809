/** Which field is a column for? Found by typing its name in the person's language or in the data set's. */
import { useState } from "react";
import { Code, Finder, type FinderGroup } from "../../shared/controls";
import type { CellEditorProps } from "../../shared/grid";
import { taking as w } from "../../words/source/taking";
import { say } from "../../words/words";
import { fieldName, fieldsLike } from "./fields";
import styles from "./Spreadsheet.module.css";

/** Stands for a column that nobody wants: no field has this name. */
export const LEFT_OUT = "-";

const leftOutIsLike = (text: string) => say(w.leftOut).toLocaleLowerCase().includes(text.trim().toLocaleLowerCase());

export function groupsLike(text: string): FinderGroup[] {
  const out = leftOutIsLike(text) ? [{ id: "out", title: say(w.field), hits: [{ id: LEFT_OUT, text: say(w.leftOut), content: say(w.leftOut) }] }] : [];
  const fields = fieldsLike(text).map(({ block, fields }, at) => ({
    id: `block${at}`,
    title: block,
    hits: fields.map(({ name, text: word }) => ({
      id: name,
      text: fieldName(name),
      content: <span className={styles.hit}><bdi>{word}</bdi><Code>{name}</Code></span>,
    })),
  }));
  // Whoever types looks for a field.
  return text.trim() === "" ? [...out, ...fields] : [...fields, ...out];
}

/** A hit by its id or its whole name, else with `first` the first field that fits what was typed; none when nothing fits. */
export function fieldOf(text: string, first: boolean): string | null {
  if (text.trim() === "") return null;
  if (text === LEFT_OUT) return LEFT_OUT;
  const typed = text.trim().toLocaleLowerCase();
  const hits = groupsLike(text).flatMap(({ hits }) => hits);
  const exact = hits.find((hit) => [hit.id, hit.text].some((word) => word.toLocaleLowerCase() === typed));
  return (exact ?? (first ? hits[0] : undefined))?.id ?? null;
}

export function FieldPicker({ label, start, className, current, onDone, onCancel }: CellEditorProps & { current: string }) {
  // Opened without a letter it shows every field; what stands in the cell is no search.
  const [text, setText] = useState(start === current ? "" : start);
  return (
    <Finder
      label={`${label}: ${say(w.find)}`}
      start={start === current ? "" : start}
      {...(className ? { className } : {})}
      groups={groupsLike(text)}
      empty={say(w.noField)}
      onType={setText}
      onTake={(taken, key, back) => {
        // Who goes elsewhere with half a word has chosen nothing.
        const field = fieldOf(taken, key !== "blur");
        if (field === null) onCancel();
        else onDone(field, key === "blur" ? null : key === "Enter" ? (back ? "up" : "down") : back ? "previous" : "next");
      }}
      onGiveUp={onCancel}
    />
  );
}
