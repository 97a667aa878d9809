/**
 * What does the officer answer, line by line? Grant a quantity, refuse with a reason, or leave the line for another
 * declaration. Whether it is allowed is judged by the program; here only what a person must not forget. No DOM.
 */
import type { BalanceRow, ItemDecision, ReceivedView, Verdict } from "../../host/types";
import { compare, isZero } from "../decimals";

export type LineAnswer = "grant" | "refuse" | "leave";

/** `unsettled`: a quantity is typed that has not been read yet. */
export type LineChoice = { row: BalanceRow; answer: LineAnswer; quantity: string; reason: string | null; unsettled: boolean };

export type DecisionState = { declaration: string; declaredOn: string; note: string; lines: LineChoice[] };

export type DecisionAction =
  | { type: "declaration" | "declaredOn" | "note"; text: string }
  | { type: "answer"; sequence: number; answer: LineAnswer }
  | { type: "quantity"; sequence: number; quantity: string }
  | { type: "unsettled"; sequence: number; unsettled: boolean }
  | { type: "reason"; sequence: number; reason: string | null }
  | { type: "refuseAll"; reason: string | null };

/** Tamga's own list of reasons for refusing. */
export const refusalReasons = ["ORI", "SIG", "MIS", "EXP", "QTY", "TRA", "LAT", "VER", "OTH"] as const;

/** The reason a verdict itself gives, proposed and never forced. */
export function proposedReason(verdict: Verdict): string | null {
  switch (verdict.headline.code) {
    case "verdict.expired": return "EXP";
    case "verdict.used_up": return "QTY";
    case "verdict.changed":
    case "verdict.not_genuine":
    case "verdict.issuer_unknown":
    case "verdict.not_entitled":
    case "verdict.withdrawn":
    case "verdict.replaced":
    case "verdict.conflict": return "SIG";
    default: return null;
  }
}

/** What is proposed when a record is opened: all that is left, or a refusal where nothing can be relied on. */
export function proposed(view: ReceivedView, today: string): DecisionState {
  const reason = proposedReason(view.verdict);
  const refuses = view.verdict.kind === "not_genuine";
  return {
    declaration: "", declaredOn: today, note: "",
    lines: view.balance.map((row) => ({
      row,
      answer: refuses ? "refuse" : isZero(row.left) ? "leave" : "grant",
      quantity: row.left,
      reason: refuses ? reason : null,
      unsettled: false,
    })),
  };
}

const withLine = (state: DecisionState, sequence: number, change: Partial<LineChoice>): DecisionState => ({
  ...state,
  lines: state.lines.map((line) => (line.row.sequence === sequence ? { ...line, ...change } : line)),
});

export function decide(state: DecisionState, action: DecisionAction): DecisionState {
  switch (action.type) {
    case "declaration":
    case "declaredOn": return { ...state, [action.type]: action.text };
    case "note": return { ...state, note: action.text.slice(0, 200) };
    case "answer": return withLine(state, action.sequence, { answer: action.answer, unsettled: false });
    case "quantity": return withLine(state, action.sequence, { quantity: action.quantity, unsettled: false });
    case "unsettled": return withLine(state, action.sequence, { unsettled: action.unsettled });
    case "reason": return withLine(state, action.sequence, { reason: action.reason });
    case "refuseAll": return { ...state, lines: state.lines.map((line) => ({ ...line, answer: "refuse", reason: line.reason ?? action.reason })) };
  }
}

/** What a line still lacks: `too_much` is more than is left, `no_quantity` nothing to deduct, `unread` no number yet. */
export type Lack = "no_reason" | "too_much" | "no_quantity" | "unread";

export function lackOf({ answer, quantity, reason, row, unsettled }: LineChoice): Lack | null {
  if (answer === "leave") return null;
  if (answer === "refuse") return reason ? null : "no_reason";
  if (unsettled) return "unread";
  if (quantity === "" || isZero(quantity)) return "no_quantity";
  return compare(quantity, row.left) === 1 ? "too_much" : null;
}

export type Outcome = "accept" | "in_part" | "refuse" | "nothing";

/** In one word, for the main button: everything that is left, a part of it, or nothing of it. */
export function outcomeOf({ lines }: DecisionState): Outcome {
  const answered = lines.filter((line) => line.answer !== "leave");
  if (answered.length === 0) return "nothing";
  if (answered.every((line) => line.answer === "refuse")) return "refuse";
  const all = lines.every((line) => (line.answer === "grant" && compare(line.quantity, line.row.left) === 0) || (line.answer === "leave" && isZero(line.row.left)));
  return all ? "accept" : "in_part";
}

export const isReady = (state: DecisionState): boolean =>
  state.declaration.trim() !== "" && state.declaredOn !== "" && outcomeOf(state) !== "nothing" && state.lines.every((line) => lackOf(line) === null);

/** The lines as they are sent; those left for another declaration are not among them. */
export const answers = ({ lines }: DecisionState): ItemDecision[] =>
  lines.filter((line) => line.answer !== "leave").map(({ row, answer, quantity, reason }) => ({
    sequence: row.sequence,
    quantity: answer === "grant" ? quantity : "0",
    unit: row.unit,
    granted: answer === "grant",
    reason: answer === "refuse" ? (reason ?? "") : "",
  }));
