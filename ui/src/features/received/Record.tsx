/** One certificate this post holds, with its verdict as of now. */
import { useAnswer } from "../../host/useAnswer";
import { Code, Problem, Screen } from "../../shared/controls";
import { useActs } from "../../shared/keys/acts";
import { RecordPane } from "../../shared/panes/RecordPane";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { say } from "../../words/words";

export function Record({ number }: { number: string }) {
  const { back } = usePlace();
  const answer = useAnswer("received_open", { number });
  useActs([{ id: "back", text: say(frame.back), chord: "escape", act: back }]);
  return (
    <Screen title={<Code>{number}</Code>} onBack={back}>
      <Problem error={answer.error} again={answer.again} />
      {answer.value ? <RecordPane view={answer.value} onDecided={answer.again} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
    </Screen>
  );
}
