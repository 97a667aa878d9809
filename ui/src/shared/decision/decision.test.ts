import { describe, expect, it } from "vitest";
import { balanceRow, receivedView, verdict } from "../../testing/samples";
import { answers, decide, isReady, lackOf, outcomeOf, proposed, type DecisionAction, type DecisionState } from "./decision";

const begin = (part: Parameters<typeof receivedView>[1] = {}) => proposed(receivedView("KE/1", part), "2026-11-24");
const after = (state: DecisionState, ...actions: DecisionAction[]) => actions.reduce(decide, state);
const declared: DecisionAction = { type: "declaration", text: "UG C 55120" };

describe("what is proposed", () => {
  it("is all that is left of a genuine certificate", () => {
    const state = begin();
    expect(state.lines.map(({ answer, quantity }) => [answer, quantity])).toEqual([["grant", "4480"], ["grant", "5960"]]);
    expect(outcomeOf(state)).toBe("accept");
  });

  it("leaves a line that is used up out of the declaration", () => {
    const state = begin({ balance: [balanceRow("KE/1", 1), balanceRow("KE/1", 2, { left: "0", used: "8960" })] });
    expect(state.lines[1]?.answer).toBe("leave");
    expect(outcomeOf(state)).toBe("accept");
  });

  it("is a refusal with the reason of the verdict where the seal does not hold", () => {
    const state = begin({ verdict: verdict({ kind: "not_genuine", headline: { code: "verdict.changed", params: {} } }) });
    expect(state.lines.map(({ answer, reason }) => [answer, reason])).toEqual([["refuse", "SIG"], ["refuse", "SIG"]]);
  });
});

describe("a decision", () => {
  it("is not ready without the number of the declaration", () => {
    expect(isReady(begin())).toBe(false);
    expect(isReady(after(begin(), declared))).toBe(true);
  });

  it("is in part when less than what is left is granted", () => {
    const state = after(begin(), declared, { type: "quantity", sequence: 2, quantity: "3000" });
    expect(outcomeOf(state)).toBe("in_part");
    expect(isReady(state)).toBe(true);
  });

  it("cannot grant more than is left", () => {
    const state = after(begin(), declared, { type: "quantity", sequence: 2, quantity: "8960" });
    expect(lackOf(state.lines[1]!)).toBe("too_much");
    expect(isReady(state)).toBe(false);
  });

  it("waits for a quantity that is typed and not read yet", () => {
    const state = after(begin(), declared, { type: "unsettled", sequence: 1, unsettled: true });
    expect(lackOf(state.lines[0]!)).toBe("unread");
    expect(isReady(state)).toBe(false);
    expect(isReady(after(state, { type: "quantity", sequence: 1, quantity: "400" }))).toBe(true);
  });

  it("cannot refuse without a reason", () => {
    const state = after(begin(), declared, { type: "answer", sequence: 1, answer: "refuse" });
    expect(lackOf(state.lines[0]!)).toBe("no_reason");
    expect(isReady(state)).toBe(false);
    expect(isReady(after(state, { type: "reason", sequence: 1, reason: "MIS" }))).toBe(true);
  });

  it("keeps reasons that were chosen when everything is refused", () => {
    const state = after(begin(), { type: "answer", sequence: 1, answer: "refuse" }, { type: "reason", sequence: 1, reason: "MIS" }, { type: "refuseAll", reason: "EXP" });
    expect(state.lines.map(({ reason }) => reason)).toEqual(["MIS", "EXP"]);
    expect(outcomeOf(state)).toBe("refuse");
  });

  it("does not send lines that belong to another declaration", () => {
    const state = after(begin(), { type: "answer", sequence: 1, answer: "leave" }, { type: "answer", sequence: 2, answer: "refuse" }, { type: "reason", sequence: 2, reason: "ORI" });
    expect(answers(state)).toEqual([{ sequence: 2, quantity: "0", unit: "KGM", granted: false, reason: "ORI" }]);
  });

  it("is nothing when every line is left out", () => {
    const state = after(begin(), declared, { type: "answer", sequence: 1, answer: "leave" }, { type: "answer", sequence: 2, answer: "leave" });
    expect(outcomeOf(state)).toBe("nothing");
    expect(isReady(state)).toBe(false);
  });

  it("takes at most 200 letters of a note", () => {
    expect(after(begin(), { type: "note", text: "x".repeat(300) }).note).toHaveLength(200);
  });
});
