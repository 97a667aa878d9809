/** Which forms does the office have and use, and what of them must still be compared with the agreement text? */
import { useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import type { AgreementFact, AgreementRow } from "../../host/types";
import { Button, Pane, Problem, Screen, Sentence, day } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { useKept, usePlace } from "../../shared/place/place";
import { forms as w } from "../../words/source/lists";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { packs } from "../../words/source/packs";
import { Confirm } from "./Confirm";
import { Use } from "./Use";
import styles from "./Forms.module.css";

const state = (row: AgreementRow): string => (row.toConfirm === 0 ? say(w.sourced) : say(w.toConfirm, { count: row.toConfirm }));

const use = (row: AgreementRow): string => say(row.switchedOn ? packs.on : packs.off);

const columns = (): Column<AgreementRow>[] => [
  { id: "name", title: say(w.agreement), width: 18, grow: true, text: (row) => row.name, show: (row) => <bdi dir="auto">{row.name}</bdi> },
  { id: "form", title: say(w.form), width: 9, text: (row) => row.formCode, show: (row) => <bdi dir="ltr">{row.formCode}</bdi> },
  { id: "parties", title: say(w.parties), width: 12, grow: true, text: (row) => row.parties.join(" "), show: (row) => <bdi dir="ltr">{row.parties.join(" ")}</bdi> },
  { id: "use", title: say(packs.on), width: 7, text: use },
  { id: "state", title: say(w.state), width: 11, text: state, show: (row) => <span className={row.toConfirm ? styles.open : styles.sourced}>{state(row)}</span> },
];

/** The forms; `start` is the one that was asked for. */
export function Forms({ start }: { start?: string }) {
  const { back } = usePlace();
  const answer = useAnswer("agreements_list", {});
  const [chosen, choose] = useKept<string | null>("form facts", start ?? null);
  const rows = answer.value?.rows ?? [];
  const wanted = start ?? chosen;
  const at = Math.max(0, rows.findIndex((row) => row.id === wanted));
  const [active, setActive] = useState<AgreementRow | undefined>();
  const shown = rows.find((row) => row.id === active?.id) ?? rows[at];
  return (
    <Screen title={say(w.title)} onBack={back} fill>
      {answer.error ? <Problem error={answer.error} again={answer.again} /> : null}
      <div className={styles.forms}>
        {rows.length ? (
          <Grid label={say(w.title)} columns={columns()} count={rows.length} rowAt={(index) => rows[index]} startAt={at} takesFocus onActive={(row) => {
            setActive(row);
            if (row) choose(row.id);
          }} />
        ) : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
        {shown ? <Facts key={shown.id} form={shown} /> : null}
      </div>
    </Screen>
  );
}

/** What somebody must look at, with what was looked at already. */
function Facts({ form }: { form: AgreementRow }) {
  const answer = useAnswer("agreement_facts", { id: form.id });
  const [confirming, setConfirming] = useState<AgreementFact | null>(null);
  const facts = (answer.value?.rows ?? []).filter((fact) => fact.doubtful || fact.confirmed);
  return (
    <Pane title={`${say(w.facts)}: ${form.name}`} note={state(form)} fill>
      {answer.error ? <Problem error={answer.error} again={answer.again} /> : null}
      <Use form={form} facts={facts} />
      {answer.value && facts.length === 0 ? <p>{say(w.allConfirmed)}</p> : null}
      <ul className={styles.facts} tabIndex={facts.length ? 0 : -1} aria-label={say(w.facts)}>
        {facts.map((fact) => <FactLine key={fact.fact} fact={fact} onConfirm={() => setConfirming(fact)} />)}
      </ul>
      {confirming ? <Confirm form={form} fact={confirming} onClose={() => setConfirming(null)} /> : null}
    </Pane>
  );
}

function FactLine({ fact, onConfirm }: { fact: AgreementFact; onConfirm: () => void }) {
  const { confirmed, sources } = fact;
  const standing = confirmed ? null : fact.lapsed ? w.lapsed : w.open;
  return (
    <li className={styles.fact} data-fact={fact.fact} data-confirmed={confirmed ? "yes" : "no"}>
      <bdi dir="ltr" className={styles.name}>{fact.fact}</bdi>
      <span className={styles.said}>
        {fact.value ? <bdi dir="ltr" className={styles.value}>{fact.value}</bdi> : null}
        {fact.note ? <bdi dir="auto" lang="en">{fact.note}</bdi> : null}
        <span className={styles.sources}>
          {sources.map((source) => <bdi key={source.title} dir="auto" lang="en">{source.title} ({source.grade})</bdi>)}
        </span>
      </span>
      <span className={styles.standing}>
        {confirmed ? <Sentence id={w.confirmedBy} params={{ on: day(confirmed.on), first: confirmed.persons[0] ?? "", second: confirmed.persons[1] ?? "", article: confirmed.article }} /> : null}
        {standing ? <span className={styles.open}>{say(standing)}</span> : null}
        {!confirmed && fact.value ? <Button quiet onPress={onConfirm}>{say(w.confirm)}</Button> : null}
      </span>
    </li>
  );
}
