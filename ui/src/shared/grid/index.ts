/** The grid. */
export { Grid } from "./Grid";
export type { CellNote, Column, GridHandle } from "./types";
