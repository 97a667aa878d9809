/** The certificate as printed. */
import { useAnswer } from "../../host/useAnswer";
import { Code, Problem, Screen } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { PdfView } from "../../shared/panes/PdfView";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";

export function Printed({ number }: { number: string }) {
  const { back } = usePlace();
  const pdf = useAnswer("certificate_pdf", { number });
  useActs([{ id: "back", text: say(frame.back), chord: "escape", act: back }]);
  return (
    <Screen fill title={<Code>{number}</Code>} onBack={back}>
      <Problem error={pdf.error} again={pdf.again} />
      {pdf.value ? <PdfView bytes={pdf.value} /> : pdf.error ? null : <p role="status">{say(frame.loading)}</p>}
    </Screen>
  );
}
