/** The page as it will be printed: the same bytes that go to the printer. */
import { useAnswer } from "../../host/useAnswer";
import { Button, Problem, Screen } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { PdfView } from "../../shared/panes/PdfView";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { draft, preview as w } from "../../words/source/issuing";
import { language, languageNames, say } from "../../words/words";

export function Preview({ draftId }: { draftId: string }) {
  const { go, back } = usePlace();
  const pdf = useAnswer("preview_pdf", { draftId });
  const issue = () => go({ page: "drafts", id: draftId, view: "issue" }, "instead");
  useActs([
    { id: "issue", text: say(draft.issue), chord: "ctrl+enter", act: issue },
    { id: "back", text: say(w.backToDraft), chord: "escape", act: back },
  ]);
  return (
    <Screen
      fill
      title={say(w.title)}
      note={say(w.language, { language: languageNames[language()] })}
      onBack={back}
      acts={<Button onPress={back} quietChord="escape">{say(w.backToDraft)}</Button>}
      foot={<Button main chord="ctrl+enter" onPress={issue}>{say(draft.issue)}</Button>}
    >
      <Problem error={pdf.error} again={pdf.again} />
      {pdf.value ? <PdfView bytes={pdf.value} /> : pdf.error ? null : <p role="status">{say(frame.loading)}</p>}
    </Screen>
  );
}
