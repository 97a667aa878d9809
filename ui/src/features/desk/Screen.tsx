/** What waits at this desk, oldest first? Home is the work queue, not a dashboard. */
import { useState } from "react";
import { useWindow } from "../../host/useWindow";
import type { DeskRow } from "../../host/types";
import { Age, Button, Code, Country, Empty, Name, Pane, Screen, Sentence, State, Status, Towards } from "../../shared/controls";
import { findingsWord } from "../../shared/panes/findingsWord";
import type { Column } from "../../shared/grid";
import { useImporting } from "../../shared/panes/Importing";
import { Listing } from "../../shared/panes/Listing";
import { usePlace } from "../../shared/place/place";
import { useNow } from "../../shared/place/useNow";
import { batch } from "../../words/source/batch";
import { desk as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Desk.module.css";

const columns = (now: number): Column<DeskRow>[] => [
  { id: "age", title: say(w.age), width: 6, text: (row) => row.changedAt, show: (row) => <Age value={row.changedAt} now={now} /> },
  { id: "exporter", title: say(w.exporter), width: 13, grow: true, text: (row) => row.exporter || say(w.untitled), show: (row) => (row.exporter ? <Name>{row.exporter}</Name> : <em className={styles.quiet}>{say(w.untitled)}</em>) },
  { id: "to", title: say(w.to), width: 9, text: (row) => row.destination, show: (row) => (row.destination ? <Country code={row.destination} /> : null) },
  { id: "form", title: say(w.form), width: 9, text: (row) => row.form, show: (row) => <Name>{row.form}</Name> },
  { id: "lines", title: say(w.lines), width: 4.5, end: true, text: (row) => String(row.items), show: (row) => <bdi>{say(w.number, { count: row.items })}</bdi> },
  { id: "findings", title: say(w.findings), width: 9, text: (row) => findingsWord(row).text, show: (row) => {
    const word = findingsWord(row);
    return <Status icon={word.icon} tone={word.tone}>{word.text}</Status>;
  } },
  { id: "status", title: say(w.status), width: 11, text: (row) => row.status.code, show: (row) => <State word={row.status} /> },
];

export function Desk() {
  const { go } = usePlace();
  const now = useNow();
  const importing = useImporting();
  const [row, setRow] = useState<DeskRow | undefined>();
  const listing = useWindow("desk_rows", {});
  const open = (to: DeskRow) => go(to.kind === "draft" ? { page: "drafts", id: to.id } : { page: "certificates", id: to.id });
  const counts = listing.last;
  const acts = (
    <>
      <Button onPress={importing.choose} chord="ctrl+o">{say(w.import)}</Button>
      <Button onPress={() => go({ page: "drafts", view: "sign" })}>{say(batch.title)}</Button>
      <Button main chord="ctrl+n" onPress={() => go({ page: "drafts", view: "new" })}>{say(w.new)}</Button>
    </>
  );
  return (
    <Screen title={say(w.mine)} note={counts ? <Sentence id={w.today} params={{ count: counts.issuedToday }} /> : null} acts={acts} fill>
      <Listing
        name="desk"
        label={say(w.mine)}
        listing={listing}
        columns={columns(now)}
        onOpen={open}
        onActive={setRow}
        empty={
          <Empty act={<><Button main onPress={() => go({ page: "drafts", view: "new" })}>{say(w.new)}</Button><Button onPress={importing.choose}>{say(w.import)}</Button><Button onPress={importing.example}>{say(w.examples)}</Button></>}>
            {say(w.emptyDone, { count: counts?.issuedToday ?? 0 })}
          </Empty>
        }
      />
      {row && listing.total ? (
        <Pane title={say(w.selected)}>
          <div className={styles.selected}>
            <p>
              <strong><Name>{row.exporter || say(w.untitled)}</Name></strong>
              {row.destination ? <><Towards /><Country code={row.destination} /></> : null}
              <> · <Sentence id={w.lineCount} params={{ count: row.items }} /></>
              {row.kind === "certificate" ? <> · <Code>{row.id}</Code></> : null}
            </p>
            <Button onPress={() => open(row)}>{say(w.open)}</Button>
          </div>
        </Pane>
      ) : null}
    </Screen>
  );
}
