/** What was noticed cell by cell, which applications were found, and which drafts were made of them: thousands of rows. */
import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ApplicationBorn, ApplicationSeen, Severity, SheetFinding } from "../../host/types";
import { Code, Country, Empty, Name, Sentence, Status, type Tone } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { findingsWord } from "../../shared/panes/findingsWord";
import { ofFinding } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { desk } from "../../words/source/issuing";
import { taking as w } from "../../words/source/taking";
import { say } from "../../words/words";
import { cellOf } from "./choices";
import styles from "./Spreadsheet.module.css";

const looks: Record<Severity, { icon: typeof Info; tone: Tone; word: string }> = {
  block: { icon: CircleX, tone: "problem", word: frame.fix },
  warn: { icon: TriangleAlert, tone: "attention", word: frame.look },
  info: { icon: Info, tone: "neutral", word: frame.tip },
};

const sentence = (row: SheetFinding): string => {
  const { id, params } = ofFinding(row.finding);
  return say(id, params);
};

const noticedColumns = (): Column<SheetFinding>[] => [
  { id: "weight", title: say(w.weight), width: 8, text: ({ finding }) => say(looks[finding.severity].word), show: ({ finding }) => {
    const { icon, tone, word } = looks[finding.severity];
    return <Status icon={icon} tone={tone}>{say(word)}</Status>;
  } },
  { id: "cell", title: say(w.cell), width: 8, code: true, text: cellOf, show: (row) => <Code>{cellOf(row)}</Code> },
  { id: "reference", title: say(w.application), width: 8, text: (row) => row.reference, show: (row) => <Name>{row.reference}</Name> },
  { id: "what", title: say(w.what), width: 20, grow: true, text: sentence, show: (row) => <span className={styles.whole}><Sentence {...ofFinding(row.finding)} /></span> },
];

export function Noticed({ findings, total }: { findings: SheetFinding[]; total: number }) {
  if (findings.length === 0) return <Empty>{say(w.nothingNoticed)}</Empty>;
  return (
    <>
      {total > findings.length ? <p className={styles.quiet}>{say(w.someShown, { shown: String(findings.length), count: total })}</p> : null}
      <Grid label={say(w.what)} columns={noticedColumns()} count={findings.length} rowAt={(index) => findings[index]} takesFocus />
    </>
  );
}

const applicationColumns = (formName: (id: string) => string): Column<ApplicationSeen>[] => [
  { id: "reference", title: say(w.application), width: 9, text: (row) => row.reference, show: (row) => <Name>{row.reference}</Name> },
  { id: "exporter", title: say(desk.exporter), width: 12, grow: true, text: (row) => row.exporter || say(desk.untitled), show: (row) => <Name>{row.exporter || say(desk.untitled)}</Name> },
  { id: "to", title: say(desk.to), width: 9, text: (row) => row.destination, show: (row) => (row.destination ? <Country code={row.destination} /> : null) },
  { id: "form", title: say(w.form), width: 10, grow: true, text: (row) => (row.agreement === null ? say(w.noForm) : formName(row.agreement)) },
  { id: "lines", title: say(desk.lines), width: 5, end: true, text: (row) => say(desk.number, { count: row.items }) },
  { id: "noticed", title: say(desk.findings), width: 6, end: true, text: (row) => say(desk.number, { count: row.findings }) },
];

export function Applications({ rows, formName }: { rows: ApplicationSeen[]; formName: (id: string) => string }) {
  if (rows.length === 0) return <Empty>{say(w.applications, { count: 0 })}</Empty>;
  return (
    <Grid
      label={say(w.applications, { count: rows.length })}
      columns={applicationColumns(formName)}
      count={rows.length}
      rowAt={(index) => rows[index]}
      takesFocus
      noteAt={(index, id) => (id === "form" && rows[index]?.agreement === null ? { tone: "problem", text: say(w.noForm) } : null)}
    />
  );
}

const madeColumns = (): Column<ApplicationBorn>[] => [
  { id: "reference", title: say(w.application), width: 12, grow: true, text: (row) => row.reference, show: (row) => <Name>{row.reference}</Name> },
  { id: "draft", title: say(w.draft), width: 8, code: true, text: (row) => row.draftId },
  { id: "findings", title: say(desk.findings), width: 10, text: (row) => findingsWord(row).text, show: (row) => {
    const { icon, tone, text } = findingsWord(row);
    return <Status icon={icon} tone={tone}>{text}</Status>;
  } },
];

export function Made({ drafts, onOpen }: { drafts: ApplicationBorn[]; onOpen: (draftId: string) => void }) {
  return <Grid label={say(w.made, { count: drafts.length })} columns={madeColumns()} count={drafts.length} rowAt={(index) => drafts[index]} onOpen={(row) => onOpen(row.draftId)} takesFocus />;
}
