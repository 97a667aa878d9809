/** Whose certificates does this post trust? The trust list in use, and the way to a newer one. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useWindow } from "../../host/useWindow";
import { useAnswer } from "../../host/useAnswer";
import type { FileSource, IssuerRow, TrustPreview } from "../../host/types";
import { Button, Country, Empty, Name, Problem, Screen, Sentence, State, Tick, announce, day, shown } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { Listing } from "../../shared/panes/Listing";
import { useIncoming } from "../../shared/place/incoming";
import { issuers as w } from "../../words/source/receiving";
import { trustList as t } from "../../words/source/trust";
import { say } from "../../words/words";
import { Body } from "./Body";
import { History } from "./History";
import styles from "./Issuers.module.css";
import { Look } from "./Look";
import { Newer } from "./Newer";

const stateWords: Record<string, string> = { active: w.active, suspended: w.suspended, withdrawn: w.withdrawn };
const stateWord = (state: string): string => (stateWords[state] ? say(stateWords[state]) : state);

const columns = (): Column<IssuerRow>[] => [
  { id: "name", title: say(w.name), width: 15, grow: true, text: (row) => row.name, show: (row) => <Name>{row.name}</Name> },
  { id: "country", title: say(w.country), width: 9, text: (row) => row.country, show: (row) => <Country code={row.country} /> },
  { id: "state", title: say(w.state), width: 8, text: (row) => stateWord(row.state) },
  { id: "officers", title: say(w.officers), width: 6, end: true, code: true, text: (row) => String(row.officers) },
  { id: "keys", title: say(w.keys), width: 6, end: true, code: true, text: (row) => String(row.keys) },
  { id: "forms", title: say(w.forms), width: 12, grow: true, text: (row) => row.schemes.join(", "), show: (row) => <bdi dir="ltr">{row.schemes.join(", ")}</bdi> },
  { id: "from", title: say(w.from), width: 7, text: (row) => day(row.from) },
  { id: "to", title: say(w.to), width: 7, text: (row) => day(row.to) },
];

/** A list somebody looks at: one out of a file, or the one that waits. */
type Looking = { preview: TrustPreview; source: FileSource | null };

export function Issuers() {
  const host = useHost();
  const listing = useWindow("issuers_list", {});
  const waiting = useAnswer("trust_waiting", {});
  const [error, setError] = useState<AskError | null>(null);
  const [looking, setLooking] = useState<Looking | null>(null);
  const [past, setPast] = useState(false);
  const [active, setActive] = useState<IssuerRow | undefined>();
  const failed = (thrown: unknown) => setError(asAskError(thrown));
  const look = (source: FileSource) =>
    void host.ask("trust_look", { source }).then((preview) => {
      setError(null);
      setLooking({ preview, source });
    }, failed);
  const take = ({ source }: Looking) =>
    void (source ? host.ask("trust_import", { source }) : host.ask("trust_accept", {})).then(({ listNumber }) => {
      setError(null);
      setLooking(null);
      announce(w.loaded, { list: listNumber });
    }, failed);
  const choose = () => void host.chooseFile("trust").then((source) => source && look(source), failed);
  useIncoming((incoming) => incoming.kind === "file" && look(incoming.source));
  useActs([
    { id: "load", text: say(w.load), chord: "ctrl+o", act: choose },
    { id: "history", text: say(t.history), act: () => setPast(true) },
  ]);
  const list = listing.last;
  const load = <Button main chord="ctrl+o" onPress={choose}>{say(w.load)}</Button>;
  const acts = <><HelpButton page="trust-lists" />{list?.listNumber ? <Button quiet onPress={() => setPast(true)}>{say(t.history)}</Button> : null}{load}</>;
  const note = list?.listNumber ? <><Sentence id={w.list} params={{ list: list.listNumber, at: shown("", list.issuedAt ?? "") }} /> <State word={list.age} /></> : null;
  const held = waiting.value?.waiting ?? null;
  return (
    <Screen title={say(w.title)} note={note} acts={acts} fill>
      {looking ? null : <Problem error={error} />}
      {held ? (
        <div className={styles.waits} role="status">
          <span><Sentence id={t.waits} params={{ list: held.listNumber }} /></span>
          <Button onPress={() => setLooking({ preview: held, source: null })}>{say(t.look)}</Button>
        </div>
      ) : null}
      <div className={styles.issuers}>
        <Listing name="issuers" label={say(w.title)} listing={listing} columns={columns()} empty={<Empty act={load}>{say(w.empty)}</Empty>} onActive={setActive} />
        {active ? <Body key={active.id} id={active.id} name={active.name} /> : null}
      </div>
      {waiting.value && list?.listNumber ? (
        <Tick label={say(t.growth)} value={waiting.value.acceptsGrowth} onChange={(accepts) => void host.ask("trust_growth_save", { accepts }).catch(failed)} />
      ) : null}
      <Newer onFailed={failed} />
      {looking ? <Look preview={looking.preview} error={error} onTake={() => take(looking)} onClose={() => setLooking(null)} /> : null}
      {past ? <History onClose={() => setPast(false)} /> : null}
    </Screen>
  );
}
