import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { QuestionRow, Verification } from "../../host/types";
import { CasesPane } from "../../shared/panes/CasesPane";
import { show } from "../../testing/render";
import { Questions } from "./Questions";

const question = (part: Partial<QuestionRow> = {}): QuestionRow => ({
  id: "1", issuer: "HCT", number: "HCT-1", issueDay: "2026-05-04", reason: "no copy", declaration: "", askedAt: "2026-05-13T12:00:00.000Z", state: { code: "question.waiting", params: {} }, standing: null, answeredAt: null, ...part,
});

const border = { workplace: "receive", page: "questions" } as const;

describe("the page of questions", () => {
  it("shows what waits, and the word that came with whose it is", async () => {
    const standing = { word: { code: "standing.cancelled", params: {} }, successor: "", signer: "gw.au", asOf: "2026-05-14T08:00:00.000Z", cameAlong: true };
    const rows = [question(), question({ id: "2", number: "HCT-2", state: { code: "question.answered", params: {} }, standing })];
    await show(<Questions />, { place: border, answers: { question_rows: () => ({ rows, total: 2, offset: 0 }) } });
    await waitFor(() => expect(document.querySelectorAll("[data-question]").length).toBe(2));
    const [waiting, answered] = [...document.querySelectorAll<HTMLElement>("[data-question]")];
    expect(waiting?.dataset.state).toBe("question.waiting");
    expect(waiting?.querySelector("[data-standing]")).toBeNull();
    expect(answered?.querySelector("[data-standing]")?.textContent).toContain("gw.au");
    // Only what came along can be opened here.
    expect(screen.getAllByRole("button").filter((button) => button.closest("section")).length).toBe(1);
  });
});

const aCase = (part: Partial<Verification> = {}): Verification => ({
  case: "c1", isOurs: false, party: "CN-CUSTOMS", issuer: "HCT", number: "HCT-1", state: { code: "verification.acknowledged", params: {} }, overdue: false, grounds: "the stamp", papers: "", declaration: "", items: [1, 2], due: "2026-07-01", openedAt: "2026-05-13T12:00:00.000Z", replies: [], acts: ["reply", "ask_for_time"], ...part,
});

const cases = (workplace: "issue" | "receive", rows: Verification[], more = {}) =>
  show(<CasesPane workplace={workplace} number="HCT-1" items={[1, 2]} />, { place: { workplace, page: "certificates" }, answers: { verification_rows: () => ({ rows }), keys_list: () => ({ rows: [] }), ...more } });

describe("verification cases of a certificate", () => {
  it("stand nowhere at the issuing desk while nobody asks", async () => {
    await cases("issue", []);
    await waitFor(() => expect(document.querySelectorAll("[data-case]").length).toBe(0));
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("offer a reply only while one may be given, and say when it is late", async () => {
    await cases("issue", [aCase({ overdue: true }), aCase({ case: "c2", state: { code: "verification.answered", params: {} }, acts: [], replies: [{ interim: false, items: [{ sequence: 1, reply: "not_confirmed" }, { sequence: 2, reply: "confirmed" }], note: "see our letter", due: null, signedBy: "B. Officer", at: "2026-05-15T12:00:00.000Z" }] })]);
    await waitFor(() => expect(document.querySelectorAll("[data-case]").length).toBe(2));
    expect(screen.getAllByRole("button").length).toBe(2);
    expect(document.querySelectorAll("[data-late]").length).toBe(1);
    const said = document.querySelector<HTMLElement>('[data-said="final"]');
    expect([...(said?.querySelectorAll("[data-item]") ?? [])].length).toBe(2);
    expect(said?.textContent).toContain("see our letter");
  });

  it("are opened at the border with grounds and a day, and not before", async () => {
    const sent = vi.fn(() => ({}));
    const { user } = await cases("receive", [], { verification_ask: sent });
    await user.click(await screen.findByRole("button"));
    const dialog = await screen.findByRole("dialog");
    const act = within(dialog).getAllByRole("button").at(-1) as HTMLButtonElement;
    await user.type(within(dialog).getAllByRole("textbox")[0] as HTMLElement, "the stamp");
    expect(act.disabled).toBe(true);
    expect(sent).not.toHaveBeenCalled();
    expect(within(dialog).getAllByRole("checkbox").length).toBe(2);
  });
});
