/** The heading row: what each column is, and which box of the form it fills. */
import type { Column } from "./types";
import styles from "./Grid.module.css";

export const GridHead = <Row,>({ columns }: { columns: Column<Row>[] }) => (
  <div role="rowgroup" className={styles.head}>
    <div role="row" aria-rowindex={1} className={styles.row}>
      {columns.map((column, index) => (
        <div key={column.id} role="columnheader" aria-colindex={index + 1} className={`${styles.heading} ${column.end ? styles.end : ""} ${column.sticky ? styles.sticky : ""}`}>
          {column.box ? <small className={styles.box}>{column.box}</small> : null}
          {column.title}
        </div>
      ))}
    </div>
  </div>
);
