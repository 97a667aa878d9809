/** A trust list before it is used: what it changes, and which verdicts with it. */
import type { TrustPreview } from "../../host/types";
import { Button, Dialog, Problem, Sentence, day } from "../../shared/controls";
import type { AskError } from "../../host/host";
import { frame } from "../../words/source/frame";
import { trustList as w } from "../../words/source/trust";
import { say } from "../../words/words";
import { Changes, Verdicts } from "./Changes";

type Props = { preview: TrustPreview; error: AskError | null; onTake: () => void; onClose: () => void };

export function Look({ preview, error, onTake, onClose }: Props) {
  const { listNumber, issuedAt, changes, verdicts, reason, inForce } = preview;
  return (
    <Dialog
      title={say(w.lookTitle, { list: listNumber, at: day(issuedAt) })}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button>{inForce ? null : <Button main autoFocus onPress={onTake}>{say(w.take)}</Button>}</>}
    >
      <Problem error={error} />
      {inForce ? <p>{say(w.inForce)}</p> : changes.length === 0 ? <p>{say(w.nothing)}</p> : null}
      {reason ? <p><Sentence id={w.reason} params={{ reason }} /></p> : null}
      <Changes rows={changes} />
      <Verdicts rows={verdicts} />
    </Dialog>
  );
}
