/** Above everything: whose window this is, which desk, and the way to everything else. */
import { Keyboard, Search } from "lucide-react";
import type { Workplace } from "../host/types";
import { Button, Name, Switch } from "../shared/controls";
import { deskOf, useApp } from "../shared/place/app";
import { frame as w } from "../words/source/frame";
import { say } from "../words/words";
import { workplaceWords } from "./navigation";
import styles from "./Frame.module.css";

type Props = { workplace: Workplace; onWorkplace: (to: Workplace) => void; onFind: () => void; onKeys: () => void };

export function TopBar({ workplace, onWorkplace, onFind, onKeys }: Props) {
  const app = useApp();
  const { workplaces, demonstration } = app;
  const { officeName } = deskOf(app, workplace);
  return (
    <header className={styles.top} data-pane>
      <span className={styles.office}>
        <strong>{say(w.product)}</strong>
        {officeName ? <span className={styles.officeName}><Name>{officeName}</Name></span> : null}
      </span>
      {workplaces.length > 1 ? (
        <Switch label={say(w.workplace)} value={workplace} onChange={onWorkplace} options={workplaces.map((id) => ({ id, text: say(workplaceWords[id]) }))} />
      ) : null}
      {demonstration ? <p className={styles.demonstration} role="note" data-demonstration>{say(w.demonstration)}</p> : null}
      <span className={styles.ways}>
        <Button onPress={onFind} chord="ctrl+k"><Search size="1rem" aria-hidden="true" /> {say(w.find)}</Button>
        <Button onPress={onKeys} label={say(w.keyList)} quietChord="ctrl+/"><Keyboard size="1rem" aria-hidden="true" /></Button>
      </span>
    </header>
  );
}
