/** What is on its way, what waits, and is there anything to do? Each item has its state, since when, and what now. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useWindow } from "../../host/useWindow";
import type { OutboxRow } from "../../host/types";
import { Bar, Button, Code, Country, Empty, LampRow, Pane, Problem, Screen, Sentence, State, Tick, instant, shown, time } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { Listing } from "../../shared/panes/Listing";
import { useApp } from "../../shared/place/app";
import { useKept, usePlace } from "../../shared/place/place";
import { ofWord, sayWord } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { outbox as w } from "../../words/source/issuing";
import { bundles } from "../../words/source/sticks";
import { askedOutbox as asked } from "../../words/source/asked";
import { declaredOutbox as declared } from "../../words/source/declared";
import { say } from "../../words/words";
import { Acts } from "./Acts";

const kinds: Record<string, string> = { issue: w.kindIssue, declaration: declared.kindDeclaration, cancel: w.kindCancel, answer: w.kindAnswer, utilisation: w.kindUtilisation, query: asked.kindQuery, verify: asked.kindVerify, verify_answer: asked.kindVerifyAnswer };

const columns = (today: string): Column<OutboxRow>[] => [
  { id: "number", title: say(w.number), width: 12, code: true, sticky: true, text: (row) => row.number, show: (row) => <Code>{row.number}</Code> },
  { id: "to", title: say(w.to), width: 6.5, text: (row) => row.destination, show: (row) => (row.destination ? <Country code={row.destination} /> : null) },
  { id: "state", title: say(w.state), width: 11.5, text: (row) => sayWord(row.state), show: (row) => <State word={row.state} /> },
  { id: "lamps", title: say(w.lamps), width: 5, text: () => "", show: (row) => <LampRow lamps={row.lamps} /> },
  { id: "now", title: say(w.now), width: 14, grow: true, text: (row) => sayWord(row.whatNow), show: (row) => <bdi><Sentence {...ofWord(row.whatNow)} /></bdi> },
  { id: "since", title: say(w.since), width: 6, text: (row) => (row.since.startsWith(today) ? time(row.since) : instant(row.since)) },
  { id: "tries", title: say(w.tries), width: 5.5, end: true, code: true, text: (row) => String(row.attempts) },
  { id: "kind", title: say(w.kind), width: 6.5, text: (row) => say(kinds[row.kind] ?? w.kindIssue) },
];

export function Outbox() {
  const host = useHost();
  const { today } = useApp();
  const { go } = usePlace();
  const [showDelivered, setShowDelivered] = useKept("outbox delivered", false);
  const [row, setRow] = useState<OutboxRow | undefined>();
  const [error, setError] = useState<AskError | null>(null);
  const listing = useWindow("outbox_rows", { showDelivered });
  const all = listing.last;
  const paused = all?.paused ?? false;
  const fail = (thrown: unknown) => setError(asAskError(thrown));
  const clear = () => setError(null);
  const send = (id: string | null) => void host.ask("outbox_send_now", { id }).then(clear, fail);
  const pause = () => void host.ask("outbox_pause", { paused: !paused }).then(clear, fail);
  const open = ({ kind, number }: OutboxRow) =>
    go(kind === "issue" || kind === "cancel" ? { workplace: "issue", page: "certificates", id: number } : { workplace: "receive", page: "received", id: number });
  useActs([
    { id: "sendAll", text: say(w.sendAll), chord: "ctrl+enter", act: () => send(null) },
    { id: "pause", text: say(paused ? w.resume : w.pause), act: pause },
  ]);
  return (
    <Screen
      title={say(w.title)}
      fill
      acts={<><Button onPress={() => go({ page: "bundles" })}>{say(bundles.title)}</Button><Button onPress={pause}>{say(paused ? w.resume : w.pause)}</Button><Button main chord="ctrl+enter" onPress={() => send(null)}>{say(w.sendAll)}</Button></>}
      foot={all ? <p role="status"><Sentence id={w.today} params={{ issued: all.issuedToday, delivered: all.deliveredToday, underWay: all.underWay, needsYou: all.needsYou }} /></p> : null}
    >
      <Problem error={error} />
      <Bar><Tick label={say(w.showDelivered)} value={showDelivered} onChange={setShowDelivered} /></Bar>
      <Listing
        name="outbox"
        label={say(w.title)}
        listing={listing}
        columns={columns(today)}
        onOpen={open}
        onActive={setRow}
        empty={<Empty>{all?.lastDelivery ? <Sentence id={w.emptyLast} params={{ at: shown("at", all.lastDelivery) }} /> : say(w.emptyAll)}</Empty>}
      />
      {row && listing.total ? (
        <Pane
          title={say(frame.selected)}
          acts={<Acts key={row.id} row={row} onSend={() => send(row.id)} onOpen={() => open(row)} onFailed={fail} />}
        >
          <p><Code>{row.number}</Code> · <State word={row.state} /> · <Sentence {...ofWord(row.whatNow)} /></p>
          <LampRow lamps={row.lamps} wide />
        </Pane>
      ) : null}
    </Screen>
  );
}
