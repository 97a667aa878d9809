/** Everything this post received, found by any printed word. */
import { useDeferredValue, useRef } from "react";
import { useWindow } from "../../host/useWindow";
import type { ReceivedFilters, VerdictKind } from "../../host/types";
import { Bar, Button, Choice, Empty, Field, Screen, Sentence } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { Contradicting } from "../../shared/panes/Contradicting";
import { Listing } from "../../shared/panes/Listing";
import { useFormNames } from "../../shared/panes/useFormNames";
import { receivedColumns } from "../../shared/panes/receivedColumns";
import { useKept, usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { certificate } from "../../words/source/issuing";
import { received as w } from "../../words/source/receiving";
import { say } from "../../words/words";
import styles from "./Received.module.css";

const NO_FILTERS: ReceivedFilters = { decision: null, verdict: null };
const verdicts: [VerdictKind, string][] = [["genuine", w.genuine], ["look", w.look], ["not_genuine", w.notGenuine], ["cannot_judge", w.cannotJudge]];
const decisions = ["decision.new", "decision.accepted", "decision.in_part", "decision.refused"];

export function Register() {
  const { go } = usePlace();
  const formName = useFormNames();
  const [text, setText] = useKept("received text", "");
  const [filters, setFilters] = useKept<ReceivedFilters>("received filters", NO_FILTERS);
  const search = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const listing = useWindow("received_search", { text: wanted, filters });
  const isFiltered = text !== "" || filters.decision !== null || filters.verdict !== null;
  const any = { id: "", text: say(certificate.any) };
  useActs([{ id: "search", text: say(frame.searchList), chord: "ctrl+f", act: () => search.current?.select() }]);
  return (
    <Screen title={say(w.title)} note={listing.total === null ? null : <span role="status">{say(certificate.hits, { count: listing.total })}</span>} fill>
      <Contradicting />
      <Bar label={say(certificate.search)}>
        <div className={styles.search}><Field label={say(certificate.search)} placeholder={say(certificate.searchHint)} value={text} onChange={setText} inputRef={search} /></div>
        <Choice label={say(w.filterVerdict)} value={filters.verdict ?? ""} onChange={(id) => setFilters({ ...filters, verdict: (id || null) as VerdictKind | null })} options={[any, ...verdicts.map(([id, word]) => ({ id, text: say(word) }))]} />
        <Choice label={say(w.filterDecision)} value={filters.decision ?? ""} onChange={(id) => setFilters({ ...filters, decision: id || null })} options={[any, ...decisions.map((id) => ({ id, text: say(`state.${id}`) }))]} />
        {isFiltered ? <Button quiet onPress={() => { setText(""); setFilters(NO_FILTERS); }}>{say(certificate.clear)}</Button> : null}
      </Bar>
      <Listing
        name="received"
        label={say(w.title)}
        listing={listing}
        columns={receivedColumns(formName)}
        onOpen={(row) => go({ page: "received", id: row.number })}
        empty={<Empty>{isFiltered ? <Sentence id={text ? certificate.noHit : certificate.noHitFilter} params={{ text }} /> : say(w.empty)}</Empty>}
      />
    </Screen>
  );
}
