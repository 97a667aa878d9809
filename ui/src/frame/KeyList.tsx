/** All keys, by what they do: those of this screen first, then those of every screen. */
import { Button, Dialog } from "../shared/controls";
import { actsNow } from "../shared/keys/acts";
import { showChord } from "../shared/keys/keys";
import { frame as w } from "../words/source/frame";
import { say } from "../words/words";
import styles from "./Frame.module.css";

/** Keys of editors and lists, which no act of a screen carries. */
const always: [string, string][] = [
  ["ctrl+k", w.palette], ["ctrl+/", w.keyList], ["f6", w.nextPane], ["shift+f6", w.previousPane],
  ["f2", w.editCell], ["ctrl+d", w.fillDown], ["insert", w.addLine], ["ctrl+delete", w.removeLine], ["ctrl+v", w.paste],
  ["alt+down", w.openList], ["ctrl+;", w.today], ["escape", w.closeBack],
];

function Rows({ rows }: { rows: [string, string][] }) {
  return (
    <dl className={styles.keys}>
      {rows.map(([chord, words]) => (
        <div key={`${chord} ${words}`}>
          <dt><kbd dir="ltr">{showChord(chord)}</kbd></dt>
          <dd>{words}</dd>
        </div>
      ))}
    </dl>
  );
}

export function KeyList({ open, onClose }: { open: boolean; onClose: () => void }) {
  const acts = open ? actsNow().filter(({ chord }) => chord) : [];
  const rows = (everywhere: boolean) => acts.filter((act) => Boolean(act.everywhere) === everywhere).map(({ chord = "", text }): [string, string] => [chord, text]);
  const known = new Set(acts.map(({ chord }) => chord));
  const here = rows(false);
  return (
    <Dialog title={say(w.keyList)} open={open} onClose={onClose} wide actions={<Button main autoFocus onPress={onClose}>{say(w.close)}</Button>}>
      <p>{say(w.keyListHint)}</p>
      {here.length ? <><h3>{say(w.keysHere)}</h3><Rows rows={here} /></> : null}
      <h3>{say(w.keysEverywhere)}</h3>
      <Rows rows={[...rows(true), ...always.filter(([chord]) => !known.has(chord)).map(([chord, id]): [string, string] => [chord, say(id)])]} />
    </Dialog>
  );
}
