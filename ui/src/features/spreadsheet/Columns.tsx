/** What does each column mean? Its heading, the field it is for, and some of its values; the field is changed in place. */
import type { ColumnChoice, SheetSeen } from "../../host/types";
import { Name } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { taking as w } from "../../words/source/taking";
import { say } from "../../words/words";
import { withColumn, type ColumnRow } from "./choices";
import { FieldPicker, LEFT_OUT } from "./FieldPicker";
import { fieldName, hasUnit } from "./fields";
import styles from "./Spreadsheet.module.css";

const meaning = ({ field }: ColumnRow): string => (field === null ? say(w.unknown) : field === "" ? say(w.leftOut) : fieldName(field));

const columns = (rows: ColumnRow[], manySheets: boolean): Column<ColumnRow>[] => [
  ...(manySheets ? [{ id: "sheet", title: say(w.sheet), width: 8, text: (row: ColumnRow) => row.sheet }] : []),
  { id: "letter", title: say(w.letter), width: 5, code: true, text: (row) => row.letters },
  { id: "head", title: say(w.head), width: 11, grow: true, text: (row) => row.head || say(w.noHead), show: (row) => (row.head ? <Name>{row.head}</Name> : <span className={styles.quiet}>{say(w.noHead)}</span>) },
  {
    id: "field", title: say(w.field), width: 14, grow: true, editable: true, text: meaning,
    show: (row) => <span className={row.field ? "" : styles.quiet} data-field={row.field ?? "unknown"}>{meaning(row)}</span>,
    editor: (props) => <FieldPicker {...props} current={rows.some((row) => meaning(row) === props.start) ? props.start : ""} />,
  },
  { id: "unit", title: say(w.unit), width: 6, code: true, editable: true, text: (row) => row.unit },
  { id: "samples", title: say(w.samples), width: 14, grow: true, text: (row) => row.samples.join(" · "), show: (row) => <>{row.samples.map((sample, at) => <bdi key={at} dir="auto" className={styles.sample}>{sample}</bdi>)}</> },
];

type Props = { sheets: SheetSeen[]; rows: ColumnRow[]; onChange: (columns: ColumnChoice[]) => void };

export function Columns({ sheets, rows, onChange }: Props) {
  const edit = (index: number, id: string, text: string) => {
    const row = rows[index];
    if (!row) return;
    if (id === "field") {
      const field = text === LEFT_OUT ? "" : text;
      onChange(withColumn(rows, index, { field, unit: hasUnit(field) ? row.unit : "" }));
    } else if (hasUnit(row.field)) {
      onChange(withColumn(rows, index, { unit: text.trim().toUpperCase() }));
    }
  };
  return (
    <>
      <ul className={styles.sheets}>
        {sheets.map(({ name, headRow, rows: below }) => (
          <li key={name}>{name ? <strong><Name>{name}</Name></strong> : null} {say(w.rows, { row: String(headRow), count: below })}</li>
        ))}
        <li>{say(w.change)}</li>
      </ul>
      <Grid
        label={say(w.columns, { count: rows.length })}
        columns={columns(rows, sheets.length > 1)}
        count={rows.length}
        rowAt={(index) => rows[index]}
        onEdit={edit}
        takesFocus
        noteAt={(index, id) => (id === "field" && rows[index]?.field === null ? { tone: "attention", text: say(w.unknown) } : null)}
      />
    </>
  );
}
