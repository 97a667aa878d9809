/** Which verifications were asked for at this desk? The cases; what is done with one is done at its certificate. */
import type { Workplace } from "../../host/types";
import { useAnswer } from "../../host/useAnswer";
import { Button, Empty, Problem, Screen } from "../../shared/controls";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { Case } from "../../shared/panes/Case";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { questions, verifications as w } from "../../words/source/asked";
import { say } from "../../words/words";
import styles from "./Asked.module.css";

export function Verifications({ workplace }: { workplace: Workplace }) {
  const { back, go } = usePlace();
  const answer = useAnswer("verification_rows", { workplace, number: null });
  const rows = answer.value?.rows;
  const page = workplace === "issue" ? "certificates" : "received";
  useActs([{ id: "back", text: say(frame.back), chord: "escape", act: back }]);
  return (
    <Screen title={say(w.title)} onBack={back} acts={<HelpButton page="questions" />}>
      <Problem error={answer.error} again={answer.again} />
      {rows === undefined ? (answer.error ? null : <p role="status">{say(frame.loading)}</p>) : rows.length === 0 ? <Empty>{say(w.empty)}</Empty> : (
        <div className={styles.all}>
          {rows.map((row) => (
            <Case key={row.case} row={row} acts={<Button onPress={() => go({ page, id: row.number })}>{say(questions.open)}</Button>} />
          ))}
        </div>
      )}
    </Screen>
  );
}
