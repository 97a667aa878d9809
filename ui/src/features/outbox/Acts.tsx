/** What can a person do about one submission? It is sent now, tried again, given up, or yields to what stands there. */
import { useState } from "react";
import { useHost } from "../../host/host";
import type { OutboxAct, OutboxRow } from "../../host/types";
import { Button, Sentence, announce } from "../../shared/controls";
import { TwoPersons } from "../../shared/panes/TwoPersons";
import { outbox } from "../../words/source/issuing";
import { settle as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Outbox.module.css";

type Props = { row: OutboxRow; onSend: () => void; onOpen: () => void; onFailed: (thrown: unknown) => void };

export function Acts({ row, onSend, onOpen, onFailed }: Props) {
  const host = useHost();
  const [asked, setAsked] = useState<OutboxAct | null>(null);
  const { id, number, acts } = row;
  const again = () => void host.ask("outbox_again", { id }).then(() => announce(w.againDone), onFailed);
  const can = (act: OutboxAct) => acts.includes(act);
  const close = () => setAsked(null);
  return (
    <span className={styles.acts} data-acts={acts.join(" ")}>
      {can("again") ? <Button onPress={again}>{say(w.again)}</Button> : <Button onPress={onSend}>{say(outbox.sendNow)}</Button>}
      {can("concede") ? <Button onPress={() => setAsked("concede")}>{say(w.concede)}</Button> : null}
      {can("give_up") ? <Button onPress={() => setAsked("give_up")}>{say(w.giveUp)}</Button> : null}
      <Button onPress={onOpen}>{say(outbox.open)}</Button>
      {asked === "concede" ? (
        <TwoPersons
          title={say(w.concedeTitle)}
          effect={<Sentence id={w.concedeEffect} params={{ number }} />}
          actText={say(w.concedeAct)}
          act={async (agreed) => {
            await host.ask("outbox_concede", { id, ...agreed });
            announce(w.concedeDone, { number });
          }}
          onClose={close}
        />
      ) : null}
      {asked === "give_up" ? (
        <TwoPersons
          title={say(w.giveUpTitle)}
          effect={<Sentence id={w.giveUpEffect} params={{ number }} />}
          actText={say(w.giveUpAct)}
          act={async (agreed) => {
            const { outcome } = await host.ask("outbox_give_up", { id, ...agreed });
            announce(w[outcome], { number });
          }}
          onClose={close}
        />
      ) : null}
    </span>
  );
}
