/** What became of each draft of a batch: its number, why not, or that it was not tried any more. */
import type { DraftRow, IssuedOfMany } from "../../host/types";
import { Button, Code, Name, Screen, Sentence } from "../../shared/controls";
import { detailsOf, ofError } from "../../words/coded";
import { batch as w } from "../../words/source/batch";
import { signing } from "../../words/source/issuing";
import { say } from "../../words/words";
import styles from "./Signing.module.css";

type Props = { rows: DraftRow[]; results: IssuedOfMany[]; onBack: () => void; onOpen: (number: string) => void };

export function BatchResults({ rows, results, onBack, onOpen }: Props) {
  const issued = results.filter(({ number }) => number !== null).length;
  const nameOf = (id: string) => rows.find((row) => row.id === id)?.consignee ?? "";
  return (
    <Screen title={say(w.title)} note={<Sentence id={w.done} params={{ count: issued }} />} onBack={onBack}>
      <ul className={styles.results} aria-label={say(w.results)}>
        {results.map(({ draftId, number, error }) => (
          <li key={draftId} data-result={number ? "issued" : error ? "refused" : "untouched"}>
            <strong><Name>{nameOf(draftId)}</Name></strong>
            {number ? <><Sentence id={signing.issued} params={{ number }} /> <Button onPress={() => onOpen(number)}><Code>{number}</Code></Button></> : null}
            {error ? <><Sentence {...ofError(error)} />{detailsOf(error).map((detail) => <Sentence key={detail.id} {...detail} />)}</> : null}
            {!number && !error ? <Sentence id={w.untouched} /> : null}
          </li>
        ))}
      </ul>
    </Screen>
  );
}
