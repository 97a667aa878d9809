/** Under which name and keys does this office pack and open bundles? Others need the two keys; they are copied from here. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { BundlesState, Workplace } from "../../host/types";
import { Button, Code, CodeField, Dialog, Pane, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { bundles as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Bundles.module.css";

export function Own({ state, workplace }: { state: BundlesState; workplace: Workplace }) {
  const [isOpen, setIsOpen] = useState(false);
  // Its name is fixed once a bundle went out or came.
  const isFree = state.lines.length === 0;
  return (
    <Pane title={say(w.own)} acts={isFree ? <Button quiet onPress={() => setIsOpen(true)}>{say(w.ownChange)}</Button> : null}>
      <dl className={styles.pairs} data-own={state.node}>
        <Shown word={w.ownName} text={state.node} />
        <Shown word={w.recipient} text={state.recipient} copies />
        <Shown word={w.signing} text={state.signingKey} copies />
      </dl>
      {isOpen ? <Name workplace={workplace} node={state.node} onClose={() => setIsOpen(false)} /> : null}
    </Pane>
  );
}

function Shown({ word, text, copies }: { word: string; text: string; copies?: boolean }) {
  const copy = () => void navigator.clipboard.writeText(text).then(() => announce(w.copied));
  return (
    <div>
      <dt>{say(word)}</dt>
      <dd><Code>{text}</Code>{copies ? <Button quiet label={`${say(w.copy)}: ${say(word)}`} onPress={copy}>{say(w.copy)}</Button> : null}</dd>
    </div>
  );
}

function Name({ workplace, node, onClose }: { workplace: Workplace; node: string; onClose: () => void }) {
  const host = useHost();
  const [text, setText] = useState(node);
  const [error, setError] = useState<AskError | null>(null);
  const name = text.trim();
  const save = () => {
    if (!name) return;
    void host.ask("bundle_node_save", { workplace, node: name }).then(() => {
      announce(w.ownSaved, { node: name });
      onClose();
    }, (thrown: unknown) => setError(asAskError(thrown)));
  };
  useKeys({ "ctrl+enter": save });
  return (
    <Dialog title={say(w.ownName)} open onClose={onClose} actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!name} onPress={save}>{say(w.save)}</Button></>}>
      <Problem error={error} />
      <CodeField label={say(w.ownName)} hint={say(w.ownNameHint)} value={text} onChange={setText} autoFocus />
    </Dialog>
  );
}
