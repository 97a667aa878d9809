/** One issuer: its officers with their signatures and stamps, and what it may certify for whom. */
import { useAnswer } from "../../host/useAnswer";
import type { OfficerRow, SchemeRow, Span, SpecimenRow, StatusKnown } from "../../host/types";
import { Code, Name, Pane, Problem, Sentence, country, day, shown } from "../../shared/controls";
import { issuers } from "../../words/source/receiving";
import { looked as l } from "../../words/source/services";
import { trustList as w } from "../../words/source/trust";
import { say } from "../../words/words";
import styles from "./Issuers.module.css";

const stateWords: Record<string, string> = { active: issuers.active, suspended: issuers.suspended, withdrawn: issuers.withdrawn };

const When = ({ span }: { span: Span }) =>
  span.to ? <Sentence id={w.span} params={{ from: day(span.from), to: day(span.to) }} /> : <Sentence id={w.since} params={{ from: day(span.from) }} />;

export function Body({ id, name }: { id: string; name: string }) {
  const answer = useAnswer("issuer_open", { id });
  const body = answer.value;
  return (
    <Pane title={name} note={body?.accreditation || null} fill>
      <Problem error={answer.error} again={answer.again} />
      {body ? (
        <div className={styles.body} tabIndex={0} role="group" aria-label={name}>
          <Status known={body.status} />
          <h3>{say(w.officers)}</h3>
          {body.officers.length === 0 ? <p>{say(w.noOfficers)}</p> : null}
          <ul className={styles.officers}>{body.officers.map((officer) => <Officer key={officer.id} officer={officer} />)}</ul>
          <h3>{say(w.forms)}</h3>
          <ul>{body.schemes.map((scheme, index) => <Scheme key={index} scheme={scheme} />)}</ul>
        </div>
      ) : null}
    </Pane>
  );
}

/** Up to when withdrawn certificates are known; an old list is a doubt that is said. */
function Status({ known }: { known: StatusKnown | null }) {
  if (!known) return <p>{say(w.noStatus)}</p>;
  const { asOf, nextUpdate, old, missing } = known;
  return (
    <div data-status={old ? "old" : "fresh"}>
      <p><Sentence id={l.asOf} params={{ at: shown("", asOf) }} /></p>
      {old ? <p className={styles.doubt}><Sentence id={l.old} params={{ at: shown("", nextUpdate) }} /></p> : null}
      {missing ? <p className={styles.doubt}><Sentence id={l.gap} params={{ list: missing }} /></p> : null}
    </div>
  );
}

function Officer({ officer }: { officer: OfficerRow }) {
  const state = stateWords[officer.state];
  return (
    <li data-officer={officer.id} data-state={officer.state}>
      <p>
        <strong><Name>{officer.name}</Name></strong> {officer.title ? <Name>{officer.title}</Name> : null} · {state ? say(state) : officer.state} · <When span={officer.span} />
      </p>
      <div className={styles.specimens}>{officer.specimens.map((specimen) => <Picture key={specimen.sha256} name={officer.name} specimen={specimen} />)}</div>
    </li>
  );
}

/** The picture as an address of its own: PNG or JPEG by its first byte, and nothing else is ever shown. */
function addressOf(bytes: ArrayBuffer): string {
  const all = new Uint8Array(bytes);
  const text = Array.from(all, (byte) => String.fromCharCode(byte)).join("");
  return `data:image/${all[0] === 0x89 ? "png" : "jpeg"};base64,${btoa(text)}`;
}

function Picture({ name, specimen }: { name: string; specimen: SpecimenRow }) {
  const bytes = useAnswer("specimen_picture", specimen.here ? { sha256: specimen.sha256 } : null);
  const address = bytes.value ? addressOf(bytes.value) : null;
  const label = say(specimen.kind === "stamp" ? w.stamp : w.signature, { name });
  return (
    <figure>
      {address ? <img src={address} alt={label} /> : specimen.here ? null : <p className={styles.quiet}>{say(w.pictureMissing)}</p>}
      <figcaption>{label} · <When span={specimen.span} /></figcaption>
    </figure>
  );
}

function Scheme({ scheme }: { scheme: SchemeRow }) {
  const countries = scheme.destinations.map((code) => country(code)).join(", ");
  return (
    <li>
      <Code>{[scheme.code, ...scheme.forms].join(" ")}</Code> {countries ? <Sentence id={w.to} params={{ countries }} /> : say(w.anywhere)} · <When span={scheme.span} />
    </li>
  );
}
