/** A key on a card is taken into use: which program, which card, which key, and the card's own PIN. */
import { Fragment, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CardKey, CardRow } from "../../host/types";
import { Button, Choice, Dialog, Field, Problem, Sentence, announce, day } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { ofWord } from "../../words/coded";
import { frame } from "../../words/source/frame";
import { cards as w } from "../../words/source/services";
import { say } from "../../words/words";
import styles from "./Keys.module.css";
import { usePrograms } from "./programs";
import { hand } from "./secret";

const lineOf = (key: CardKey): string => say(w.keyLine, { name: key.name || key.label, algorithm: key.algorithm, date: day(key.validTo) });

export function UseCard({ onClose }: { onClose: () => void }) {
  const host = useHost();
  const programs = usePrograms();
  const [chosen, setChosen] = useState<string | null>(null);
  const [cards, setCards] = useState<CardRow[] | null>(null);
  const [serial, setSerial] = useState<string | null>(null);
  const [keyId, setKeyId] = useState<string | null>(null);
  const [label, setLabel] = useState("");
  const [pin, setPin] = useState("");
  const [busy, setBusy] = useState<"look" | "take" | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const program = chosen ?? programs.rows.find((row) => row.inUse)?.path ?? programs.paths?.[0] ?? null;
  const card = cards?.find((each) => each.serial === serial) ?? (cards?.length === 1 ? cards[0] : undefined);
  const free = card?.keys.filter((each) => !each.inUse) ?? [];
  const key = card?.keys.find((each) => each.id === keyId) ?? (free.length === 1 ? free[0] : undefined);
  const locked = card?.pin.code === "card_pin.locked";
  const ready = Boolean(program && card && key && !key.inUse && !locked && !busy && (card.pad || pin));

  const failed = (thrown: unknown) => setError(asAskError(thrown));
  const at = (path: string) => {
    setChosen(path);
    setCards(null);
    setError(null);
  };
  const look = async () => {
    if (!program || busy) return;
    setBusy("look");
    setError(null);
    try {
      setCards((await host.ask("cards_look", { program })).rows);
    } catch (thrown) {
      setCards(null);
      failed(thrown);
    } finally {
      setBusy(null);
    }
  };
  const take = async () => {
    if (!ready || !program || !card || !key) return;
    const typed = pin;
    setPin("");
    setBusy("take");
    setError(null);
    try {
      const pinHandle = card.pad ? null : await hand(host, typed);
      await host.ask("card_use", { program, card: card.serial, key: key.id, label, pinHandle });
      announce(w.done);
      onClose();
    } catch (thrown) {
      failed(thrown);
      // What the card says of its PIN may have changed by this try.
      void host.ask("cards_look", { program }).then(({ rows: seen }) => setCards(seen), () => setCards(null));
    } finally {
      setBusy(null);
    }
  };
  useKeys({ "ctrl+enter": () => void take() });

  return (
    <Dialog
      title={say(w.title)}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!ready} onPress={() => void take()}>{say(busy === "take" ? w.working : w.take)}</Button></>}
    >
      <Problem error={error ?? programs.error} />
      {programs.paths?.length === 0 ? <p>{say(w.noProgram)}</p> : null}
      {programs.paths?.length ? <Choice label={say(w.program)} value={program} options={programs.options} onChange={at} autoFocus /> : null}
      {programs.paths?.length && !cards ? <p className={styles.quiet}>{say(w.programHint)}</p> : null}
      <div className={styles.row}>
        <Button disabled={!program || busy !== null} onPress={() => void look()}>{say(busy === "look" ? w.looking : w.look)}</Button>
        <Button quiet onPress={() => programs.choose(at, failed)}>{say(w.another)}</Button>
      </div>
      {cards?.length === 0 ? <p role="status">{say(w.noCard)}</p> : null}
      {cards && cards.length > 0 ? (
        <Choice label={say(w.card)} value={card?.serial ?? null} options={cards.map((each) => ({ id: each.serial, text: each.label || each.serial }))} onChange={(id) => { setSerial(id); setKeyId(null); }} />
      ) : null}
      {card ? <Card card={card} chosen={key} onChoose={setKeyId} said={Boolean(error)} /> : null}
      {card && key && !key.inUse && !locked ? (
        <>
          <Field label={say(w.label)} value={label} onChange={setLabel} hint={say(w.labelHint)} />
          {card.pad ? <p role="status">{say(busy === "take" ? w.onPad : w.pad)}</p> : <Field label={say(w.pin)} value={pin} onChange={setPin} secret hint={say(w.pinHint)} />}
        </>
      ) : null}
    </Dialog>
  );
}

/** What the card says of itself without a PIN. */
function Card({ card, chosen, onChoose, said }: { card: CardRow; chosen: CardKey | undefined; onChoose: (id: string) => void; said: boolean }) {
  // What the card answered to the last try stands above already.
  const isCalm = said || card.pin.code === "card_pin.good";
  return (
    <div className={styles.card} data-card={card.label} data-pin={card.pin.code}>
      <p className={styles.quiet}>
        {[card.maker, card.model].filter(Boolean).map((text) => <Fragment key={text}><bdi dir="auto">{text}</bdi> · </Fragment>)}
        <Sentence id={w.serial} params={{ serial: card.serial }} />
      </p>
      {isCalm ? null : <p className={styles.warn} role="alert"><Sentence {...ofWord(card.pin)} /></p>}
      {card.keys.length === 0 ? <p>{say(w.noKeys)}</p> : (
        <Choice label={say(w.key)} value={chosen?.id ?? null} options={card.keys.map((key) => ({ id: key.id, text: lineOf(key) }))} onChange={onChoose} />
      )}
      {chosen?.inUse ? <p>{say(w.inUse)}</p> : null}
    </div>
  );
}
