/** Every certificate of this office, found by whatever the caller says: a number, a name, an invoice, a word of the goods. */
import { useDeferredValue, useRef, useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import { useWindow } from "../../host/useWindow";
import type { CertificateFilters, CertificateRow } from "../../host/types";
import { Bar, Button, Choice, Code, Country, CountryPicker, Empty, Field, MonthField, Name, Pane, Screen, Sentence, State, Towards, day } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { useFormNames } from "../../shared/panes/useFormNames";
import { Listing } from "../../shared/panes/Listing";
import { proofColumn } from "../../shared/panes/ProofKind";
import { useKept, usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { certificate as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Certificates.module.css";

const columns = (formName: (id: string) => string): Column<CertificateRow>[] => [
  { id: "number", title: say(w.number), width: 12, code: true, sticky: true, text: (row) => row.number, show: (row) => <Code>{row.number}</Code> },
  { id: "date", title: say(w.date), width: 7.5, text: (row) => day(row.issuedAt) },
  proofColumn(),
  { id: "exporter", title: say(w.exporter), width: 9.5, grow: true, text: (row) => row.exporter },
  { id: "to", title: say(w.to), width: 7, text: (row) => row.destination, show: (row) => (row.destination ? <Country code={row.destination} /> : null) },
  { id: "status", title: say(w.status), width: 9, text: (row) => row.status.code, show: (row) => <State word={row.status} /> },
  { id: "delivery", title: say(w.delivery), width: 10, text: (row) => row.delivery.code, show: (row) => <State word={row.delivery} /> },
  { id: "destination", title: say(w.destination), width: 9, text: (row) => row.destinationState.code, show: (row) => <State word={row.destinationState} /> },
  { id: "consignee", title: say(w.consignee), width: 11, text: (row) => row.consignee },
  { id: "form", title: say(w.form), width: 14, text: (row) => formName(row.agreement) },
];

const NO_FILTERS: CertificateFilters = { status: null, agreement: null, destination: null, month: null };
const statuses = ["certificate.issued", "certificate.issued_late", "certificate.replaced", "certificate.withdrawn", "certificate.expired"];

export function Register() {
  const { go } = usePlace();
  const forms = useAnswer("agreements_list", {});
  const formName = useFormNames();
  const [text, setText] = useKept("certificates text", "");
  const [filters, setFilters] = useKept<CertificateFilters>("certificates filters", NO_FILTERS);
  const [row, setRow] = useState<CertificateRow | undefined>();
  const search = useRef<HTMLInputElement>(null);
  const wanted = useDeferredValue(text);
  const listing = useWindow("certificate_search", { text: wanted, filters });
  const open = (to: CertificateRow) => go({ page: "certificates", id: to.number });
  const isFiltered = text !== "" || Object.values(filters).some((value) => value !== null);
  const set = (part: Partial<CertificateFilters>) => setFilters({ ...filters, ...part });
  const any = { id: "", text: say(w.any) };
  useActs([{ id: "search", text: say(frame.searchList), chord: "ctrl+f", act: () => search.current?.select() }]);
  return (
    <Screen title={say(w.title)} note={listing.total === null ? null : <span role="status">{say(w.hits, { count: listing.total })}</span>} fill>
      <Bar label={say(w.search)}>
        <div className={styles.search}><Field label={say(w.search)} placeholder={say(w.searchHint)} value={text} onChange={setText} inputRef={search} /></div>
        <Choice label={say(w.filterStatus)} value={filters.status ?? ""} onChange={(id) => set({ status: id || null })} options={[any, ...statuses.map((id) => ({ id, text: say(`state.${id}`, { successor: "" }) }))]} />
        <Choice label={say(w.filterForm)} value={filters.agreement ?? ""} onChange={(id) => set({ agreement: id || null })} options={[any, ...(forms.value?.rows ?? []).map(({ id, name }) => ({ id, text: name }))]} />
        <CountryPicker placeholder={say(w.any)} label={say(w.to)} value={filters.destination ?? ""} onChange={(code) => set({ destination: code || null })} />
        <MonthField label={say(w.filterMonth)} value={filters.month ?? ""} onChange={(month) => set({ month: month || null })} />
        {isFiltered ? <Button quiet onPress={() => { setText(""); setFilters(NO_FILTERS); }}>{say(w.clear)}</Button> : null}
      </Bar>
      <Listing
        name="certificates"
        label={say(w.title)}
        listing={listing}
        columns={columns(formName)}
        onOpen={open}
        onActive={setRow}
        empty={<Empty>{isFiltered ? <Sentence id={text ? w.noHit : w.noHitFilter} params={{ text }} /> : say(w.empty)}</Empty>}
      />
      {row && listing.total ? (
        <Pane title={say(w.selected)}>
          <div className={styles.selected}>
            <p><Code>{row.number}</Code> · <Name>{row.exporter}</Name>{row.destination ? <><Towards /><Country code={row.destination} /></> : null}</p>
            <span className={styles.states}><State word={row.status} /><State word={row.delivery} /><State word={row.destinationState} /></span>
            <span className={styles.states}>
              <Button onPress={() => open(row)}>{say(w.open)}</Button>
              <Button onPress={() => go({ page: "certificates", id: row.number, view: "pdf" })}>{say(w.pdf)}</Button>
            </span>
          </div>
        </Pane>
      ) : null}
    </Screen>
  );
}
