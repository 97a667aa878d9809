/** Who did what, when? Readable sentences, kept so that whoever did right can show it. */
import { useWindow } from "../../host/useWindow";
import type { JournalRow } from "../../host/types";
import { Code, Empty, Instant, Name, Screen, Sentence, instant } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { Listing } from "../../shared/panes/Listing";
import { ofJournal } from "../../words/coded";
import { journalScreen as w } from "../../words/source/frame";
import { whoActed } from "../../words/who";
import { say } from "../../words/words";

/** What goes on between program and gateway is about no record of this office. */
const aboutOf = ({ about, word }: JournalRow): string => (/^(inbox|clock|office|settings|trust)\./.test(word.code) ? "" : about);

const columns = (): Column<JournalRow>[] => [
  { id: "seq", title: say(w.number), width: 5, code: true, end: true, text: (row) => row.seq },
  { id: "at", title: say(w.at), width: 10, text: (row) => instant(row.at), show: (row) => <Instant value={row.at} /> },
  { id: "what", title: say(w.what), width: 20, grow: true, text: (row) => say(ofJournal(row.word).id, ofJournal(row.word).params), show: (row) => <bdi><Sentence {...ofJournal(row.word)} /></bdi> },
  { id: "about", title: say(w.about), width: 13, code: true, text: aboutOf, show: (row) => <Code>{aboutOf(row)}</Code> },
  { id: "who", title: say(w.who), width: 10, text: (row) => whoActed(row.who), show: (row) => <Name>{whoActed(row.who)}</Name> },
];

export function JournalScreen() {
  const listing = useWindow("journal_rows", { about: null });
  return (
    <Screen title={say(w.title)} note={say(w.note)} fill>
      <Listing name="journal" label={say(w.title)} listing={listing} columns={columns()} empty={<Empty>{say(w.empty)}</Empty>} />
    </Screen>
  );
}
