/** One line of goods: certified, used, left; granted, refused or left for another declaration. */
import type { Dispatch } from "react";
import { decision as w, check } from "../../words/source/receiving";
import { say } from "../../words/words";
import { Amount, Button, Choice, Name, NumberField, Sentence, Switch, amount, reasonWord, unitSign } from "../controls";
import { lackOf, refusalReasons, type DecisionAction, type LineAnswer, type LineChoice } from "./decision";
import styles from "./Decision.module.css";

const answerWords: Record<LineAnswer, string> = { grant: w.grant, refuse: w.refuse, leave: w.leave };

export function DecisionLine({ line, tried, dispatch }: { line: LineChoice; tried: boolean; dispatch: Dispatch<DecisionAction> }) {
  const { row, answer, quantity, reason } = line;
  const { sequence, unit } = row;
  const name = say(w.line, { n: sequence });
  const lack = lackOf(line);
  // A number that waits for its answer asks its own question.
  const shows = lack === "too_much" || (tried && lack !== null && lack !== "unread");
  return (
    <section className={styles.line} aria-label={name} data-line={sequence}>
      <p className={styles.goods}><strong>{name}</strong> <Name>{row.description}</Name></p>
      <dl className={styles.amounts}>
        <div><dt>{say(check.certified)}</dt><dd><Amount value={row.certified} unit={unit} /></dd></div>
        <div><dt>{say(check.used)}</dt><dd><Amount value={row.used} unit={unit} /></dd></div>
        <div><dt>{say(check.left)}</dt><dd><strong><Amount value={row.left} unit={unit} /></strong></dd></div>
      </dl>
      <div className={styles.answer}>
        <Switch label={`${name}: ${say(w.answer)}`} value={answer} options={(["grant", "refuse", "leave"] as const).map((id) => ({ id, text: say(answerWords[id]) }))} onChange={(to) => dispatch({ type: "answer", sequence, answer: to })} />
        {answer === "grant" ? (
          <NumberField label={say(check.deduct)} unit={unitSign(unit)} value={quantity} onChange={(to) => dispatch({ type: "quantity", sequence, quantity: to })} onUnsettled={(unsettled) => dispatch({ type: "unsettled", sequence, unsettled })} />
        ) : null}
        {answer === "refuse" ? (
          <Choice label={say(w.reason)} value={reason} placeholder={say(w.chooseReason)} options={refusalReasons.map((id) => ({ id, text: reasonWord(id) }))} onChange={(to) => dispatch({ type: "reason", sequence, reason: to })} />
        ) : null}
      </div>
      {shows ? (
        <div className={styles.lack} role="alert" tabIndex={-1} data-lack={lack ?? ""}>
          {lack === "too_much" ? (
            <>
              <Sentence id={w.tooMuch} params={{ left: amount(row.left), unit: unitSign(unit), n: String(sequence), asked: amount(quantity) }} />{" "}
              <Button onPress={() => dispatch({ type: "quantity", sequence, quantity: row.left })}>{say(w.take, { left: `${amount(row.left)} ${unitSign(unit)}` })}</Button>
            </>
          ) : say(lack === "no_reason" ? w.needReason : w.needQuantity)}
        </div>
      ) : null}
      {row.earlier.map((use, index) => (
        <p className={styles.earlier} key={index}>
          <Sentence id={use.granted ? check.earlier : check.earlierRefused} params={{ quantity: amount(use.quantity), unit: unitSign(use.unit), declaration: use.declaration, date: use.declaredOn, reason: reasonWord(use.reason) }} />
          {use.from ? <> · <Name>{use.from}</Name></> : null}
        </p>
      ))}
    </section>
  );
}
