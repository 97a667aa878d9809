/** How does a long list reach the grid? By windows of rows around what is seen, read again when their tags change. */
import { useCallback, useEffect, useRef, useState } from "react";
import { commandTable, type CommandName, type RequestOf, type ResponseOf } from "./commands";
import { asAskError, useHost, type AskError } from "./host";
import type { Page, Rows } from "./types";

const SIZE = 200;

/** `last` is the newest answer whole: what stands beside its rows. */
export type Listing<Row, Answer = unknown> = {
  total: number | null;
  rowAt: (index: number) => Row | undefined;
  onRange: (first: number, last: number) => void;
  error: AskError | null;
  again: () => void;
  last: Answer | null;
};

type RowsCommand = {
  [C in CommandName]: ResponseOf<C> extends Rows<unknown> ? C : never;
}[CommandName];

type RowOf<C extends RowsCommand> = ResponseOf<C> extends Rows<infer Row> ? Row : never;

export function useWindow<C extends RowsCommand>(command: C, request: Omit<RequestOf<C>, keyof Page>): Listing<RowOf<C>, ResponseOf<C>> {
  type Row = RowOf<C>;
  const host = useHost();
  const key = JSON.stringify(request);
  const pages = useRef(new Map<number, Row[]>());
  const asked = useRef(new Set<number>());
  const round = useRef(0);
  const seen = useRef({ first: 0, last: 0 });
  const [total, setTotal] = useState<number | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const [last, setLast] = useState<ResponseOf<C> | null>(null);
  const [, redraw] = useState(0);

  const load = useCallback(
    (page: number) => {
      if (asked.current.has(page)) return;
      asked.current.add(page);
      const mine = round.current;
      const full = { ...(JSON.parse(key) as object), offset: page * SIZE, limit: SIZE } as RequestOf<C>;
      host.ask(command, full).then(
        (answer) => {
          if (mine !== round.current) return;
          const rows = answer as unknown as Rows<Row>;
          pages.current.set(page, rows.rows);
          setTotal(rows.total);
          setLast(answer);
          setError(null);
          redraw((n) => n + 1);
        },
        (thrown: unknown) => {
          if (mine === round.current) setError(asAskError(thrown));
        },
      );
    },
    [host, command, key],
  );

  const onRange = useCallback(
    (first: number, last: number) => {
      seen.current = { first, last };
      for (let page = Math.floor(first / SIZE); page <= Math.floor(last / SIZE); page++) load(page);
    },
    [load],
  );

  const restart = useCallback(
    (keep: boolean) => {
      round.current++;
      asked.current.clear();
      // While rows are read again the old ones stay in sight, unless another question was asked.
      if (!keep) pages.current.clear();
      onRange(keep ? seen.current.first : 0, keep ? seen.current.last : 0);
    },
    [onRange],
  );
  const again = useCallback(() => restart(true), [restart]);

  useEffect(() => {
    restart(false);
    const tags = commandTable[command].reads;
    return host.onChanged((changed) => {
      if (changed.some((tag) => tags.includes(tag))) restart(true);
    });
  }, [host, command, restart]);

  const rowAt = useCallback((index: number) => pages.current.get(Math.floor(index / SIZE))?.[index % SIZE], []);
  return { total, rowAt, onRange, error, again, last };
}
