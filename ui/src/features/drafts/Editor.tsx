/** A draft is opened: its content, its form, then the page on which it is written. */
import { useCallback, useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import type { CertificateContent } from "../../host/types";
import { Problem, Screen, announce } from "../../shared/controls";
import { usePlace } from "../../shared/place/place";
import { draft as w } from "../../words/source/issuing";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";
import { EditorPage } from "./EditorPage";
import { useDraftView } from "./useDraft";

export function Editor({ draftId }: { draftId: string }) {
  const { back } = usePlace();
  const { view, error, read } = useDraftView(draftId);
  const form = useAnswer("agreement_open", view ? { id: view.content.agreement } : null);
  // A newer state is shown by opening the page anew; what was written here is one undo away.
  const [mine, setMine] = useState<CertificateContent | null>(null);
  const reopen = useCallback((content: CertificateContent) => {
    setMine(content);
    announce("error.stale");
    read();
  }, [read]);
  // A draft that was carried over is another one: nothing that was written before is put on top of it.
  const reread = useCallback(() => {
    setMine(null);
    read();
  }, [read]);
  if (!view || (!form.value && !form.error)) {
    return (
      <Screen title={say(w.heading)} onBack={back}>
        {error ? <Problem error={error} again={read} /> : <p role="status">{say(frame.loading)}</p>}
      </Screen>
    );
  }
  return <EditorPage key={view.stamp} view={view} mine={mine} form={form.value} reopen={reopen} reread={reread} />;
}
