/** Which code lists are on this machine, and where does each come from? */
import { useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import type { CodeList } from "../../host/types";
import { Code, Pane, Problem, Screen, day } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { lists as w } from "../../words/source/lists";
import { language, say } from "../../words/words";
import styles from "./Lists.module.css";

const counted = (rows: number): string => new Intl.NumberFormat(language()).format(rows);

const columns = (): Column<CodeList>[] => [
  { id: "id", title: say(w.list), width: 11, text: (row) => row.id, show: (row) => <Code>{row.id}</Code> },
  { id: "rows", title: say(w.rows), width: 6, end: true, code: true, text: (row) => counted(row.rows) },
  { id: "version", title: say(w.version), width: 14, grow: true, text: (row) => (row.whole ? row.version : `${row.version} · ${say(w.workingSet)}`), show: (row) => <><bdi>{row.version}</bdi>{row.whole ? null : <span className={styles.part}>{say(w.workingSet)}</span>}</> },
  { id: "date", title: say(w.date), width: 9, text: (row) => (row.date ? day(row.date) : "") },
  { id: "languages", title: say(w.languages), width: 9, text: (row) => row.languages.join(" "), show: (row) => <Code>{row.languages.join(" ")}</Code> },
  { id: "licence", title: say(w.licence), width: 12, grow: true, text: (row) => row.licence, show: (row) => <bdi dir="ltr">{row.licence}</bdi> },
];

export function Lists() {
  const { back } = usePlace();
  const answer = useAnswer("code_lists", {});
  const found = answer.value;
  const [active, setActive] = useState(0);
  const shown = found?.rows[active];
  return (
    <Screen title={say(w.title)} onBack={back} fill>
      {answer.error ? <Problem error={answer.error} again={answer.again} /> : null}
      {found && !found.large ? <p className={styles.missing} data-missing>{say(w.missing)}</p> : null}
      {found ? <Grid label={say(w.title)} columns={columns()} count={found.rows.length} rowAt={(index) => found.rows[index]} takesFocus onActive={(_, index) => setActive(index)} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
      {shown ? <One list={shown} /> : null}
    </Screen>
  );
}

/** What the columns have no room for, word for word. */
const One = ({ list }: { list: CodeList }) => (
  <Pane title={list.id}>
    <dl className={styles.pairs}>
      {([[w.version, list.whole ? list.version : `${list.version} · ${say(w.workingSet)}`], [w.licence, list.licence], [w.source, list.source]] as const).map(([word, text]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd><bdi dir="auto">{text}</bdi></dd>
        </div>
      ))}
    </dl>
  </Pane>
);
