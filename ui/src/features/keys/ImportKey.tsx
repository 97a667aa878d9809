/** A key file and its password. The password goes to the program in its own message, as bytes, and is forgotten here. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { FileSource, Finding } from "../../host/types";
import { Button, Choice, Code, Dialog, Field, FindingList, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { keyFile } from "../../words/source/batch";
import { frame } from "../../words/source/frame";
import { keys as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { hand } from "./secret";

const fileName = (source: FileSource): string => (source.kind === "path" ? (source.path.split(/[/\\]/).at(-1) ?? "") : "");

export function ImportKey({ source, onClose }: { source: FileSource; onClose: () => void }) {
  const host = useHost();
  const [label, setLabel] = useState(fileName(source).replace(/\.(p12|pfx)$/i, ""));
  const [password, setPassword] = useState("");
  const [pin, setPin] = useState("");
  const [which, setWhich] = useState<string | null>(null);
  const [advice, setAdvice] = useState<Finding[]>([]);
  const [error, setError] = useState<AskError | null>(null);
  const take = async () => {
    const [file, signing] = [password, pin];
    setPassword("");
    setPin("");
    setError(null);
    try {
      const pinHandle = await hand(host, file);
      const newPinHandle = signing ? await hand(host, signing) : null;
      const { advice: told } = await host.ask("key_import", { source, label, pinHandle, newPinHandle, which });
      announce(w.done);
      if (told.length) setAdvice(told);
      else onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
    }
  };
  const choices = error?.api.params?.choices?.split("\n") ?? [];
  useKeys({ "ctrl+enter": () => void take() });
  if (advice.length) {
    return (
      <Dialog title={say(w.import)} open onClose={onClose} actions={<Button main onPress={onClose}>{say(frame.close)}</Button>}>
        <p>{say(keyFile.advice)}</p>
        <FindingList findings={advice} />
      </Dialog>
    );
  }
  return (
    <Dialog
      title={say(w.import)}
      open
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!label} onPress={() => void take()}>{say(w.take)}</Button></>}
    >
      {fileName(source) ? <p>{say(w.file)}: <Code>{fileName(source)}</Code></p> : null}
      <Problem error={error} />
      <Field label={say(w.label)} value={label} onChange={setLabel} required />
      <Field label={say(w.password)} value={password} onChange={setPassword} secret autoFocus />
      <Field label={say(keyFile.newPin)} value={pin} onChange={setPin} secret hint={say(keyFile.newPinHint)} />
      {choices.length ? <Choice label={say(keyFile.which)} value={which} options={choices.map((text) => ({ id: text.split(" ")[0] ?? text, text }))} onChange={setWhich} /> : null}
    </Dialog>
  );
}
