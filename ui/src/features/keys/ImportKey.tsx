/** A key file and its password. The password goes to the program in its own message, as bytes, and is forgotten here. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { FileSource } from "../../host/types";
import { Button, Code, Dialog, Field, Problem, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { keys as w } from "../../words/source/issuing";
import { say } from "../../words/words";

const fileName = (source: FileSource): string => (source.kind === "path" ? (source.path.split(/[/\\]/).at(-1) ?? "") : "");

export function ImportKey({ source, onClose }: { source: FileSource; onClose: () => void }) {
  const host = useHost();
  const [label, setLabel] = useState(fileName(source).replace(/\.(p12|pfx)$/i, ""));
  const [password, setPassword] = useState("");
  const [error, setError] = useState<AskError | null>(null);
  const take = async () => {
    const bytes = new TextEncoder().encode(password);
    setPassword("");
    setError(null);
    try {
      const { handle } = await host.ask("pin_enter", bytes);
      bytes.fill(0);
      await host.ask("key_import", { source, label, pinHandle: handle });
      announce(w.done);
      onClose();
    } catch (thrown) {
      setError(asAskError(thrown));
    }
  };
  useKeys({ "ctrl+enter": () => void take() });
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
    </Dialog>
  );
}
