/** Which code lists are on this machine, and where does each come from? An administrator takes others in. */
import { useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CodeList, FileSource } from "../../host/types";
import { Button, Code, Instant, Pane, Problem, Screen, announce, day } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { useIncoming } from "../../shared/place/incoming";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { lists as w } from "../../words/source/lists";
import { packs as p } from "../../words/source/packs";
import { language, say } from "../../words/words";
import { ImportList } from "./ImportList";
import styles from "./Lists.module.css";

const counted = (rows: number): string => new Intl.NumberFormat(language()).format(rows);

const from = (row: CodeList): string => (row.taken ? row.taken.maker || row.taken.person : say(p.program));

const columns = (): Column<CodeList>[] => [
  { id: "id", title: say(w.list), width: 11, text: (row) => row.id, show: (row) => <Code>{row.id}</Code> },
  { id: "rows", title: say(w.rows), width: 6, end: true, code: true, text: (row) => counted(row.rows) },
  { id: "version", title: say(w.version), width: 14, grow: true, text: (row) => (row.whole ? row.version : `${row.version} · ${say(w.workingSet)}`), show: (row) => <><bdi>{row.version}</bdi>{row.whole ? null : <span className={styles.part}>{say(w.workingSet)}</span>}</> },
  { id: "year", title: say(p.year), width: 5.5, code: true, text: (row) => (row.hsYear ? String(row.hsYear) : "") },
  { id: "from", title: say(p.from), width: 9, text: from, show: (row) => <bdi dir="auto">{from(row)}</bdi> },
  { id: "date", title: say(w.date), width: 9, text: (row) => (row.date ? day(row.date) : "") },
  { id: "languages", title: say(w.languages), width: 9, text: (row) => row.languages.join(" "), show: (row) => <Code>{row.languages.join(" ")}</Code> },
  { id: "licence", title: say(w.licence), width: 12, grow: true, text: (row) => row.licence, show: (row) => <bdi dir="ltr">{row.licence}</bdi> },
];

export function Lists() {
  const host = useHost();
  const { back } = usePlace();
  const answer = useAnswer("code_lists", {});
  const [source, setSource] = useState<FileSource | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const choose = () => void host.chooseFile("codes").then((file) => file && setSource(file), (thrown: unknown) => setError(asAskError(thrown)));
  useIncoming((incoming) => incoming.kind === "file" && setSource(incoming.source));
  useActs([{ id: "importList", text: say(p.import), chord: "ctrl+o", act: choose }]);
  const remove = (id: string) =>
    void host.ask("code_list_remove", { id }).then(() => announce(p.removed, { list: id }), (thrown: unknown) => setError(asAskError(thrown)));
  const found = answer.value;
  const [active, setActive] = useState(0);
  const shown = found?.rows[active];
  return (
    <Screen title={say(w.title)} onBack={back} fill acts={<><HelpButton page="packs" /><Button main chord="ctrl+o" onPress={choose}>{say(p.import)}</Button></>}>
      <Problem error={error} />
      {answer.error ? <Problem error={answer.error} again={answer.again} /> : null}
      {found && !found.large ? <p className={styles.missing} data-missing>{say(w.missing)}</p> : null}
      {found ? <Grid label={say(w.title)} columns={columns()} count={found.rows.length} rowAt={(index) => found.rows[index]} takesFocus onActive={(_, index) => setActive(index)} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
      {shown ? <One list={shown} onRemove={remove} /> : null}
      {source ? <ImportList source={source} onClose={() => setSource(null)} /> : null}
    </Screen>
  );
}

/** What the columns have no room for, word for word. */
const One = ({ list, onRemove }: { list: CodeList; onRemove: (id: string) => void }) => (
  <Pane title={list.id}>
    <dl className={styles.pairs}>
      {([[w.version, list.whole ? list.version : `${list.version} · ${say(w.workingSet)}`], [w.licence, list.licence], [w.source, list.source]] as const).map(([word, text]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd><bdi dir="auto">{text}</bdi></dd>
        </div>
      ))}
      {list.taken ? ([[p.maker, list.taken.maker], [p.signer, list.taken.signer], [p.by, list.taken.person]] as const).filter(([, text]) => text).map(([word, text]) => (
        <div key={word}>
          <dt>{say(word)}</dt>
          <dd><bdi dir="auto">{text}</bdi></dd>
        </div>
      )) : null}
      {list.taken ? <div><dt>{say(p.at)}</dt><dd><Instant value={list.taken.at} /></dd></div> : null}
    </dl>
    {list.taken ? <Button quiet onPress={() => onRemove(list.id)}>{say(p.remove)}</Button> : null}
  </Pane>
);
