/** Which form? The one question before a new draft begins. Forms that are switched on, those used last first. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { AgreementRow } from "../../host/types";
import { Button, Choice, Dialog, Field, Problem } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { useKept, usePlace } from "../../shared/place/place";
import { desk as w } from "../../words/source/issuing";
import { frame } from "../../words/source/frame";
import { packs } from "../../words/source/packs";
import { say } from "../../words/words";

/** Without accents and capitals, as people type when they look for something. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase();

/** Forms in use that hold every typed word in name, form, countries or id; those used last first. */
export function formsFor(rows: AgreementRow[], typed: string): AgreementRow[] {
  const words = plain(typed).split(/\s+/).filter(Boolean);
  const holds = (row: AgreementRow) => {
    const text = plain([row.name, row.formTitle, row.formCode, row.id, ...row.parties].join(" "));
    return words.every((word) => text.includes(word));
  };
  const place = (row: AgreementRow) => row.used ?? Number.MAX_SAFE_INTEGER;
  return rows.filter((row) => row.switchedOn && holds(row)).sort((one, other) => place(one) - place(other));
}

export function NewDraft() {
  const host = useHost();
  const { go, back } = usePlace();
  const forms = useAnswer("agreements_list", {});
  const [last, setLast] = useKept<string | null>("last form", null);
  const [error, setError] = useState<AskError | null>(null);
  const [typed, setTyped] = useState("");
  const rows = formsFor(forms.value?.rows ?? [], typed);
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
      <Field label={say(packs.findForm)} value={typed} onChange={setTyped} autoFocus />
      {forms.value && rows.length === 0 ? <p role="status">{say(packs.noForm)}</p> : null}
      <Choice label={say(w.chooseForm)} value={chosen} options={rows.map((row) => ({ id: row.id, text: `${row.name} (${row.formTitle || row.formCode})` }))} onChange={setLast} />
    </Dialog>
  );
}
