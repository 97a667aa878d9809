/** All drafts of this office; none is ever hidden by its age. */
import { useWindow } from "../../host/useWindow";
import type { DraftRow } from "../../host/types";
import { Age, Button, Country, Empty, Name, Screen, Status } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { findingsWord } from "../../shared/panes/findingsWord";
import { useImporting } from "../../shared/panes/Importing";
import { useFormNames } from "../../shared/panes/useFormNames";
import { Listing } from "../../shared/panes/Listing";
import { usePlace } from "../../shared/place/place";
import { useNow } from "../../shared/place/useNow";
import { desk, draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";

const columns = (now: number, formName: (id: string) => string): Column<DraftRow>[] => [
  { id: "age", title: say(desk.age), width: 6, text: (row) => row.changedAt, show: (row) => <Age value={row.changedAt} now={now} /> },
  { id: "exporter", title: say(desk.exporter), width: 12, grow: true, text: (row) => row.exporter || say(desk.untitled), show: (row) => <Name>{row.exporter || say(desk.untitled)}</Name> },
  { id: "consignee", title: say(w.consignee), width: 11, grow: true, text: (row) => row.consignee, show: (row) => <Name>{row.consignee}</Name> },
  { id: "to", title: say(desk.to), width: 9, text: (row) => row.destination, show: (row) => (row.destination ? <Country code={row.destination} /> : null) },
  { id: "form", title: say(w.agreement), width: 10, text: (row) => formName(row.agreement) },
  { id: "lines", title: say(desk.lines), width: 4.5, end: true, text: (row) => String(row.items), show: (row) => <bdi>{say(desk.number, { count: row.items })}</bdi> },
  { id: "findings", title: say(desk.findings), width: 9, text: (row) => findingsWord(row).text, show: (row) => {
    const word = findingsWord(row);
    return <Status icon={word.icon} tone={word.tone}>{word.text}</Status>;
  } },
];

export function DraftList() {
  const { go } = usePlace();
  const now = useNow();
  const formName = useFormNames();
  const importing = useImporting();
  const listing = useWindow("draft_list", {});
  const begin = () => go({ page: "drafts", view: "new" });
  return (
    <Screen
      title={say(w.title)}
      fill
      acts={<><Button onPress={importing.choose} chord="ctrl+o">{say(desk.import)}</Button><Button main chord="ctrl+n" onPress={begin}>{say(desk.new)}</Button></>}
    >
      <Listing
        name="drafts"
        label={say(w.title)}
        listing={listing}
        columns={columns(now, formName)}
        onOpen={(row) => go({ page: "drafts", id: row.id })}
        empty={<Empty act={<Button main onPress={begin}>{say(desk.new)}</Button>}>{say(w.empty)}</Empty>}
      />
    </Screen>
  );
}
