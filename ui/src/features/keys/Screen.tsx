/** Which keys can sign here, and until when? Key files and keys on cards are brought in here; a PIN and a card's program are changed. */
import { useState } from "react";
import { useHost, asAskError, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { FileSource, KeyRow } from "../../host/types";
import { Button, Empty, Name, Pane, Problem, Screen, State, day } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { useIncoming } from "../../shared/place/incoming";
import { sayWord } from "../../words/coded";
import { keyFile } from "../../words/source/batch";
import { frame } from "../../words/source/frame";
import { keys as w } from "../../words/source/issuing";
import { cardProgram, cards, keyPin } from "../../words/source/services";
import { say } from "../../words/words";
import { CardProgram } from "./CardProgram";
import { ChangePin } from "./ChangePin";
import { ImportKey } from "./ImportKey";
import styles from "./Keys.module.css";
import { UseCard } from "./UseCard";

/** No wider together than a window of 1,280 px has room for: since when a key counts is said of the chosen one. */
const columns = (): Column<KeyRow>[] => [
  { id: "label", title: say(w.label), width: 8, grow: true, text: (row) => row.label },
  { id: "officer", title: say(w.officer), width: 8, grow: true, text: (row) => row.officer },
  { id: "body", title: say(w.body), width: 6, grow: true, text: (row) => row.body },
  { id: "to", title: say(w.to), width: 8.5, text: (row) => day(row.validTo) },
  { id: "state", title: say(w.state), width: 9, text: (row) => sayWord(row.state), show: (row) => <State word={row.state} /> },
  { id: "place", title: say(keyFile.place), width: 13, text: (row) => sayWord(row.place) },
  { id: "demo", title: say(w.demo), width: 11, text: (row) => (row.demonstration ? say(w.demo) : "") },
];

export function Keys() {
  const host = useHost();
  const answer = useAnswer("keys_list", {});
  const [source, setSource] = useState<FileSource | null>(null);
  const [card, setCard] = useState(false);
  const [pinOf, setPinOf] = useState<KeyRow | null>(null);
  const [programOf, setProgramOf] = useState<KeyRow | null>(null);
  const [active, setActive] = useState(0);
  const [error, setError] = useState<AskError | null>(null);
  const choose = () => void host.chooseFile("key").then((file) => file && setSource(file), (thrown: unknown) => setError(asAskError(thrown)));
  useIncoming((incoming) => incoming.kind === "file" && setSource(incoming.source));
  const rows = answer.value?.rows;
  const shown = rows?.[active];
  // The PIN of a card is its maker's affair, and so is the program that reaches it.
  const onCard = shown?.place.code.startsWith("key_place.card");
  useActs([
    { id: "importKey", text: say(w.import), chord: "ctrl+enter", act: choose },
    { id: "useCard", text: say(cards.use), act: () => setCard(true) },
    { id: "changePin", text: say(keyPin.change), act: () => shown && setPinOf(shown), disabled: !shown || onCard },
    { id: "cardProgram", text: say(cardProgram.change), act: () => shown && setProgramOf(shown), disabled: !onCard },
  ]);
  return (
    <Screen title={say(w.title)} fill acts={<><HelpButton page="keys" /><Button onPress={() => setCard(true)}>{say(cards.use)}</Button><Button main onPress={choose} chord="ctrl+enter">{say(w.import)}</Button></>}>
      <Problem error={error ?? answer.error} again={answer.again} />
      {rows === undefined ? (answer.error ? null : <p role="status">{say(frame.loading)}</p>) : rows.length === 0 ? <Empty>{say(w.empty)}</Empty> : (
        <div className={styles.keys}>
          <Grid label={say(w.title)} columns={columns()} count={rows.length} rowAt={(index) => rows[index]} takesFocus onActive={(_, index) => setActive(index)} />
          {shown ? (
            <Pane title={shown.label} acts={onCard ? <Button onPress={() => setProgramOf(shown)}>{say(cardProgram.change)}</Button> : <Button onPress={() => setPinOf(shown)}>{say(keyPin.change)}</Button>}>
              <p><Name>{shown.officer}</Name> · {sayWord(shown.place)}</p>
              <p className={styles.quiet}>{say(w.from)} <bdi>{day(shown.validFrom)}</bdi> · {say(w.to)} <bdi>{day(shown.validTo)}</bdi></p>
            </Pane>
          ) : null}
        </div>
      )}
      {source ? <ImportKey source={source} onClose={() => setSource(null)} /> : null}
      {card ? <UseCard onClose={() => setCard(false)} /> : null}
      {pinOf ? <ChangePin keyRow={pinOf} onClose={() => setPinOf(null)} /> : null}
      {programOf ? <CardProgram keyRow={programOf} onClose={() => setProgramOf(null)} /> : null}
    </Screen>
  );
}
