/** Do documents contradict one another? One line above a list, with the way to them; nothing while all is well. */
import { useAnswer } from "../../host/useAnswer";
import { Button, Sentence } from "../controls";
import { usePlace } from "../place/place";
import { contradictions as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Panes.module.css";

export function Contradicting() {
  const { go } = usePlace();
  const count = useAnswer("contradictions_list", {}).value?.rows.length ?? 0;
  if (count === 0) return null;
  return (
    <div className={styles.band} role="status" data-contradicting={count}>
      <span><Sentence id={w.band} params={{ count }} /></span>
      <Button onPress={() => go({ page: "contradictions" })}>{say(w.look)}</Button>
    </div>
  );
}
