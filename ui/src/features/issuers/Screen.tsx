/** Whose certificates does this post trust? The trust list in use, and the way to a newer one. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useWindow } from "../../host/useWindow";
import type { FileSource, IssuerRow } from "../../host/types";
import { Button, Country, Empty, Name, Problem, Screen, Sentence, announce, day, shown } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { Listing } from "../../shared/panes/Listing";
import { useIncoming } from "../../shared/place/incoming";
import { issuers as w } from "../../words/source/receiving";
import { say } from "../../words/words";

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

export function Issuers() {
  const host = useHost();
  const listing = useWindow("issuers_list", {});
  const [error, setError] = useState<AskError | null>(null);
  const take = (source: FileSource) =>
    void host.ask("trust_import", { source }).then(({ listNumber }) => {
      setError(null);
      announce(w.loaded, { list: listNumber });
    }, (thrown: unknown) => setError(asAskError(thrown)));
  const choose = () => void host.chooseFile("trust").then((source) => source && take(source), (thrown: unknown) => setError(asAskError(thrown)));
  useIncoming((incoming) => incoming.kind === "file" && take(incoming.source));
  useActs([{ id: "load", text: say(w.load), chord: "ctrl+o", act: choose }]);
  const list = listing.last;
  const load = <Button main chord="ctrl+o" onPress={choose}>{say(w.load)}</Button>;
  return (
    <Screen title={say(w.title)} note={list?.listNumber ? <Sentence id={w.list} params={{ list: list.listNumber, at: shown("", list.issuedAt ?? "") }} /> : null} acts={load} fill>
      <Problem error={error} />
      <Listing name="issuers" label={say(w.title)} listing={listing} columns={columns()} empty={<Empty act={load}>{say(w.empty)}</Empty>} />
    </Screen>
  );
}
