/** What a person has decided about a spreadsheet, and what that comes to as a request. Nothing here draws anything. */
import type { ApplicationsSeen, CellReading, CellSeparator, ColumnChoice, ColumnSeen, HowToRead, NumberMarks, SheetFinding, SheetSeen } from "../../host/types";

/** What is null is left to the program: detected, remembered or proposed. */
export type Choices = {
  encoding: string | null;
  separator: CellSeparator | null;
  reading: CellReading | null;
  columns: ColumnChoice[] | null;
  agreement: string | null;
};

export const nothingChosen: Choices = { encoding: null, separator: null, reading: null, columns: null, agreement: null };

export const howToRead = (choices: Choices, usual: NumberMarks): HowToRead => ({ ...choices, usual });

/** A column of a sheet, as a row of the grid. */
export type ColumnRow = ColumnSeen & { sheet: string };

export const columnRows = (sheets: SheetSeen[]): ColumnRow[] => sheets.flatMap(({ name, columns }) => columns.map((column) => ({ ...column, sheet: name })));

const headOf = (row: ColumnRow): string => row.head.trim() || row.letters;

/** Columns with the same head on one sheet mean the same. */
const keyOf = (sheet: string, head: string): string => JSON.stringify([sheet, head.toLocaleLowerCase()]);

/** The columns with what was chosen for them a moment ago, before the program has answered. */
export function withColumns(rows: ColumnRow[], chosen: ColumnChoice[] | null): ColumnRow[] {
  if (!chosen?.length) return rows;
  const choices = new Map(chosen.map((choice) => [keyOf(choice.sheet, choice.head), choice]));
  return rows.map((row) => {
    const choice = choices.get(keyOf(row.sheet, headOf(row)));
    return choice ? { ...row, field: choice.field, unit: choice.unit } : row;
  });
}

/** The columns as they are now, with a change to one. */
export function withColumn(rows: ColumnRow[], at: number, change: Partial<Pick<ColumnRow, "field" | "unit">>): ColumnChoice[] {
  const chosen = new Map<string, ColumnChoice>();
  const key = (row: ColumnRow) => keyOf(row.sheet, headOf(row));
  const changed = rows[at];
  for (const row of rows) {
    const now = changed && key(row) === key(changed) ? { ...row, ...change } : row;
    // What nobody knows and nobody said is left to be proposed.
    if (now.field !== null) chosen.set(key(row), { sheet: row.sheet, head: headOf(row), field: now.field, unit: now.unit });
  }
  return [...chosen.values()];
}

/** Everything as it stands on the screen: what is seen is what is made. */
export const asSeen = (choices: Choices, seen: ApplicationsSeen): Choices => ({
  ...choices,
  reading: seen.reading,
  columns: withColumn(columnRows(seen.sheets), -1, {}),
});

/** How many goods lines all applications have. */
export const lineCount = (seen: ApplicationsSeen): number => seen.applications.reduce((sum, { items }) => sum + items, 0);

/** Applications for which no form is known: nothing can be made of them. */
export const withoutForm = (seen: ApplicationsSeen): number => seen.applications.filter(({ agreement }) => agreement === null).length;

/** The cell a finding is about, as spreadsheets write it; empty for the whole file. */
export const cellOf = ({ finding }: SheetFinding): string => finding.params.where ?? "";
