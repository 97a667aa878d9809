/** What is left of every line that was received. */
import { useDeferredValue, useRef } from "react";
import { useWindow } from "../../host/useWindow";
import type { BalanceRow } from "../../host/types";
import { Amount, Bar, Code, Empty, Field, Name, Screen, Sentence } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { Listing } from "../../shared/panes/Listing";
import { useKept, usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { certificate } from "../../words/source/issuing";
import { balances as w, check, received } from "../../words/source/receiving";
import { say } from "../../words/words";
import styles from "./Balances.module.css";

const measure = (id: "certified" | "used" | "left"): Column<BalanceRow> => ({
  id, title: say(check[id]), width: 8, end: true, code: true,
  text: (row) => row[id],
  show: (row) => <Amount value={row[id]} unit={row.unit} />,
});

const columns = (): Column<BalanceRow>[] => [
  { id: "number", title: say(received.number), width: 13, code: true, sticky: true, text: (row) => row.number, show: (row) => <Code>{row.number}</Code> },
  { id: "line", title: say(check.line), width: 4, end: true, code: true, text: (row) => String(row.sequence) },
  { id: "goods", title: say(check.goods), width: 16, grow: true, text: (row) => row.description, show: (row) => <Name>{row.description}</Name> },
  measure("certified"), measure("used"), measure("left"),
];

export function Balances() {
  const { go } = usePlace();
  const [text, setText] = useKept("balances text", "");
  const search = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const listing = useWindow("balance_rows", { text: wanted });
  useActs([{ id: "search", text: say(frame.searchList), chord: "ctrl+f", act: () => search.current?.select() }]);
  return (
    <Screen title={say(w.title)} fill>
      <Bar label={say(certificate.search)}><div className={styles.search}><Field label={say(certificate.search)} value={text} onChange={setText} inputRef={search} /></div></Bar>
      <Listing
        name="balances"
        label={say(w.grid)}
        listing={listing}
        columns={columns()}
        onOpen={(row) => go({ page: "received", id: row.number })}
        empty={<Empty>{text ? <Sentence id={certificate.noHit} params={{ text }} /> : say(w.empty)}</Empty>}
      />
    </Screen>
  );
}
