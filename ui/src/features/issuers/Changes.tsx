/** What changes from one trust list to the next, per issuer and officer; what is stopped stands first. */
import type { TrustChange, VerdictChange } from "../../host/types";
import { Code, Name, Sentence, Towards, day } from "../../shared/controls";
import { ofWord } from "../../words/coded";
import { trustAreas, trustChanges, trustList as w } from "../../words/source/trust";
import { say } from "../../words/words";
import styles from "./Issuers.module.css";

const areas: Record<string, string> = trustAreas;
const changes: Record<string, string> = trustChanges;
const worded = (table: Record<string, string>, code: string): string => (table[code] ? say(table[code]) : code);

/** An interval of days is written out; anything else is shown as it came. */
function Value({ text }: { text: string }) {
  const [from, to, ...rest] = text.split("/");
  if (!to || rest.length || !from || !/^\d{4}-\d{2}-\d{2}$/.test(from)) return <bdi dir="auto">{text}</bdi>;
  return to === ".." ? <Sentence id={w.since} params={{ from: day(from) }} /> : <Sentence id={w.span} params={{ from: day(from), to: day(to) }} />;
}

export function Changes({ rows }: { rows: TrustChange[] }) {
  const sorted = [...rows].sort((one, other) => Number(other.stops) - Number(one.stops));
  return (
    <ul className={styles.changes}>
      {sorted.map((row, index) => (
        <li key={index} data-what={row.what} data-stops={row.stops ? "yes" : "no"}>
          <strong>{worded(changes, row.what)}</strong>
          <span>
            {worded(areas, row.area)} {row.owner ? <Code>{row.owner}</Code> : null} {row.id ? <Code>{row.id}</Code> : null} {row.name ? <Name>{row.name}</Name> : null}
          </span>
          <span className={styles.quiet}>
            {row.was ? <><Value text={row.was} /><Towards /></> : null}<Value text={row.is} />
          </span>
        </li>
      ))}
    </ul>
  );
}

const Verdict = ({ change: { number, was, is } }: { change: VerdictChange }) => (
  <li>
    <Code>{number}</Code>: <Sentence {...ofWord(was)} /><Towards /><strong><Sentence {...ofWord(is)} /></strong>
  </li>
);

export function Verdicts({ rows }: { rows: VerdictChange[] }) {
  if (rows.length === 0) return null;
  return (
    <section aria-label={say(w.verdicts)}>
      <h3>{say(w.verdicts)}</h3>
      <ul className={styles.verdicts}>{rows.map((row) => <Verdict key={`${row.issuer} ${row.number}`} change={row} />)}</ul>
    </section>
  );
}
