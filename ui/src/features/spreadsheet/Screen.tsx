/** A spreadsheet of applications: looked at, its columns named, and taken over as drafts in one act. */
import { useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { ApplicationBorn, ApplicationsSeen } from "../../host/types";
import { Button, Empty, Name, Problem, Screen, Sentence, Switch, announce, marks } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { SPREADSHEET, useImporting, type SpreadsheetFile } from "../../shared/panes/Importing";
import { useFormNames } from "../../shared/panes/useFormNames";
import { useKept, usePlace } from "../../shared/place/place";
import { taking as w } from "../../words/source/taking";
import { say } from "../../words/words";
import { asSeen, columnRows, howToRead, lineCount, nothingChosen, withColumns, withoutForm, type Choices } from "./choices";
import { Columns } from "./Columns";
import { Applications, Made, Noticed } from "./Lists";
import { Reading } from "./Reading";
import { useLook } from "./useLook";
import styles from "./Spreadsheet.module.css";

export function Spreadsheet() {
  const [file] = useKept<SpreadsheetFile | null>(SPREADSHEET, null);
  const { back } = usePlace();
  const { choose } = useImporting();
  if (file) return <File key={file.at} file={file} />;
  return <Screen title={say(w.title)} onBack={back}><Empty act={<Button main onPress={choose}>{say(w.choose)}</Button>}>{say(w.noFile)}</Empty></Screen>;
}

type Shown = "columns" | "noticed" | "applications";

function File({ file }: { file: SpreadsheetFile }) {
  const host = useHost();
  const { back, go } = usePlace();
  const { choose } = useImporting();
  const formName = useFormNames();
  // What was chosen for this file stays when a person leaves the page and comes back.
  const [choices, setChoices] = useKept<Choices>(`${SPREADSHEET} choices ${file.at}`, nothingChosen);
  const [made, setMade] = useKept<ApplicationBorn[] | null>(`${SPREADSHEET} made ${file.at}`, null);
  const [shown, setShown] = useKept<Shown>(`${SPREADSHEET} shown ${file.at}`, "columns");
  const [error, setError] = useState<AskError | null>(null);
  const [making, setMaking] = useState(false);
  const running = useRef(false);
  const usual = marks();
  const { seen, error: unread, current, again } = useLook(made ? null : { source: file.source, how: howToRead(choices, usual) });
  const change = (part: Partial<Choices>) => setChoices({ ...choices, ...part });
  const count = seen?.applications.length ?? 0;
  const missing = seen ? withoutForm(seen) : 0;
  const ready = current && count > 0 && missing === 0 && !making && !made;

  const make = async () => {
    if (!ready || !seen || running.current) return;
    running.current = true;
    setMaking(true);
    setError(null);
    try {
      const how = howToRead(asSeen(choices, seen), usual);
      const { drafts } = await host.ask("applications_import", { source: file.source, how, digest: seen.digest });
      setMade(drafts);
      announce(w.made, { count: drafts.length });
    } catch (thrown) {
      setError(asAskError(thrown));
    } finally {
      running.current = false;
      setMaking(false);
    }
  };
  useKeys({ "ctrl+enter": () => void make() });

  const title = <>{say(w.title)}{file.name ? <>{" "}<span className={styles.name}><Name>{file.name}</Name></span></> : null}</>;
  if (made) {
    const toDrafts = () => go({ page: "drafts" }, "instead");
    return (
      <Screen title={title} onBack={back} fill acts={<><Button onPress={choose} chord="ctrl+o">{say(w.choose)}</Button><Button main onPress={toDrafts}>{say(w.toDrafts)}</Button></>}>
        <p className={styles.done} data-made={made.length} role="status">{say(w.made, { count: made.length })} {say(w.madeHint)}</p>
        <Made drafts={made} onOpen={(id) => go({ page: "drafts", id })} />
      </Screen>
    );
  }
  const state = making ? say(w.making) : seen && !current && !unread ? say(w.reading) : "";
  const sum = seen ? say(w.sum, { applications: say(w.applications, { count }), lines: say(w.lines, { count: lineCount(seen) }) }) : "";
  return (
    <Screen
      title={title}
      onBack={back}
      fill
      acts={<Button onPress={choose} chord="ctrl+o">{say(w.choose)}</Button>}
      foot={
        <>
          <span data-sum>{sum}</span>
          <span className={styles.state} role="status">{state}</span>
          <span className={styles.act}><Button main chord="ctrl+enter" onPress={() => void make()} disabled={!ready}>{say(w.make, { count })}</Button></span>
        </>
      }
    >
      <Problem error={error ?? unread} again={again} />
      {seen ? (
        <>
          <Reading seen={seen} choices={choices} onChange={change} />
          <Origin seen={seen} chosen={choices.columns !== null} onAnew={() => change({ columns: [] })} />
          {missing > 0 ? <p className={styles.missing} data-missing={missing}>{say(w.formMissing, { count: missing })}</p> : null}
          <Switch<Shown>
            label={say(w.show)}
            value={shown}
            onChange={setShown}
            options={[
              { id: "columns", text: say(w.columns, { count: columnRows(seen.sheets).length }) },
              { id: "noticed", text: say(w.noticed, { count: seen.findingsTotal }) },
              { id: "applications", text: say(w.applications, { count }) },
            ]}
          />
          {shown === "columns" ? <Columns sheets={seen.sheets} rows={withColumns(columnRows(seen.sheets), choices.columns)} onChange={(columns) => change({ columns })} /> : null}
          {shown === "noticed" ? <Noticed findings={seen.findings} total={seen.findingsTotal} /> : null}
          {shown === "applications" ? <Applications rows={seen.applications} formName={formName} /> : null}
        </>
      ) : unread ? null : <p role="status">{say(w.reading)}</p>}
    </Screen>
  );
}

/** Where the columns are known from: what was chosen earlier may not hold for this file. */
function Origin({ seen, chosen, onAnew }: { seen: ApplicationsSeen; chosen: boolean; onAnew: () => void }) {
  const id = { choice: w["by.choice"], exporter: w["by.exporter"], heads: w["by.heads"], proposal: w["by.proposal"] }[chosen ? "choice" : seen.columnsBy];
  return (
    <div className={styles.origin} data-columns-by={chosen ? "choice" : seen.columnsBy}>
      <p><Sentence id={id} params={{ name: seen.exporter }} /></p>
      {seen.columnsBy === "proposal" && !chosen ? null : <Button quiet onPress={onAnew}>{say(w.anew)}</Button>}
    </div>
  );
}
