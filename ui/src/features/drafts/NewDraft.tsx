/** Which form? The one question before a new draft begins. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import { Button, Choice, Dialog, Problem } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { useKept, usePlace } from "../../shared/place/place";
import { desk as w } from "../../words/source/issuing";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";

export function NewDraft() {
  const host = useHost();
  const { go, back } = usePlace();
  const forms = useAnswer("agreements_list", {});
  const [last, setLast] = useKept<string | null>("last form", null);
  const [error, setError] = useState<AskError | null>(null);
  const rows = (forms.value?.rows ?? []).filter((row) => row.switchedOn);
  const chosen = rows.find((row) => row.id === last)?.id ?? rows[0]?.id ?? null;
  const begin = () => {
    if (!chosen) return;
    host.ask("draft_create", { agreement: chosen }).then(
      ({ id }) => go({ page: "drafts", id }, "instead"),
      (thrown: unknown) => setError(asAskError(thrown)),
    );
  };
  useKeys({ "ctrl+enter": begin });
  return (
    <Dialog
      title={say(w.new)}
      open
      onClose={back}
      actions={<><Button onPress={back}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" onPress={begin} disabled={!chosen}>{say(w.create)}</Button></>}
    >
      <Problem error={error ?? forms.error} />
      <Choice label={say(w.chooseForm)} value={chosen} autoFocus options={rows.map((row) => ({ id: row.id, text: `${row.name} (${row.formTitle || row.formCode})` }))} onChange={setLast} />
    </Dialog>
  );
}
