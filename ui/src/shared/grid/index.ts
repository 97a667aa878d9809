/** The grid. */
export { Grid } from "./Grid";
export type { CellEditorProps, CellNote, Column, GridHandle } from "./types";
