/** A register: what cannot be read says so, no rows have a sentence, and rows have the grid. */
import { useState, type ReactNode } from "react";
import type { Listing as Rows } from "../../host/useWindow";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { Problem } from "../controls";
import { Grid, type Column } from "../grid";
import { useKept } from "../place/place";
import styles from "./Panes.module.css";

type Props<Row> = {
  /** Under this name the place in the list is kept. */
  name: string;
  label: string;
  listing: Rows<Row>;
  columns: Column<Row>[];
  empty: ReactNode;
  onOpen?: (row: Row) => void;
  onActive?: (row: Row | undefined) => void;
};

export function Listing<Row>({ name, label, listing, columns, empty, onOpen, onActive }: Props<Row>) {
  const [at, setAt] = useKept(`at ${name}`, 0);
  const [startAt] = useState(at);
  if (listing.error) return <Problem error={listing.error} again={listing.again} />;
  if (listing.total === null) return <p className={styles.quiet} role="status">{say(frame.loading)}</p>;
  if (listing.total === 0) return empty;
  return (
    <Grid
      label={label}
      columns={columns}
      count={listing.total}
      rowAt={listing.rowAt}
      onRange={listing.onRange}
      startAt={Math.min(startAt, listing.total - 1)}
      takesFocus
      onActive={(row, index) => {
        if (index !== at) setAt(index);
        onActive?.(row);
      }}
      {...(onOpen ? { onOpen } : {})}
    />
  );
}
