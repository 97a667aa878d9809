import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { AskError } from "../../host/host";
import type { AgreementFact, Language } from "../../host/types";
import { ToastRegion } from "../../shared/controls";
import { show } from "../../testing/render";
import { agreement } from "../../testing/samples";
import { Forms } from "./Screen";

const fact = (name: string, part: Partial<AgreementFact> = {}): AgreementFact => ({
  fact: name, value: "max = 20", note: "from a guide", sources: [{ title: "Guide of the customs service", grade: "B" }], doubtful: true, confirmed: null, lapsed: false, ...part,
});

const forms = async (language: Language = "en", confirm = vi.fn(() => ({}))) =>
  show(<><Forms start="chafta" /><ToastRegion /></>, {
    language,
    place: { workplace: "issue", page: "forms" },
    answers: {
      agreements_list: () => ({ rows: [agreement({ id: "np-icc", name: "Non-preferential" }), agreement({ toConfirm: 2 })] }),
      agreement_facts: ({ id }) => ({
        rows: id === "chafta" ? [fact("items"), fact("box.10", { value: "" }), fact("hs", { doubtful: false }), fact("validity", { confirmed: { article: "Article 3.14", persons: ["A. One", "B. Two"], on: "2026-11-20" } })] : [],
      }),
      fact_confirm: confirm,
    },
  });

describe("the page of forms", () => {
  it.each([["en", "2 facts to confirm", "Confirmed"], ["ar", "معطيان للتأكيد", "مؤكد"]] as const)("says in %s what each form rests on", async (language, open, sourced) => {
    await forms(language);
    const grid = await screen.findByRole("grid");
    expect(await within(grid).findByText(open)).toBeTruthy();
    expect(within(grid).getByText(sourced)).toBeTruthy();
  });

  it("lists what must be confirmed with its source and grade, and who confirmed what", async () => {
    await forms();
    const items = (await screen.findAllByRole("listitem")).map((line) => line.dataset.fact);
    expect(items).toEqual(["items", "box.10", "validity"]);
    expect(screen.getAllByText("Guide of the customs service (B)")).toHaveLength(3);
    expect(document.querySelector('[data-confirmed="yes"]')?.textContent).toMatch(/Confirmed on .*20.* by A\. One and B\. Two, Article 3\.14/);
    expect(screen.getAllByRole("button", { name: "Confirm…" }), "without a value there is nothing to confirm").toHaveLength(1);
  });

  it("a fact is confirmed by two persons; what is refused says why and stays open", async () => {
    const confirm = vi.fn(() => ({})).mockImplementationOnce(() => {
      throw new AskError({ code: "bad_request", message: "", reference: "E-1", params: { why: "confirmation.one_person" } });
    });
    const { user } = await forms("en", confirm);
    await user.click(await screen.findByRole("button", { name: "Confirm…" }));
    const dialog = await screen.findByRole("dialog");
    await user.type(within(dialog).getByLabelText("Article"), "Annex 3-A");
    await user.click(within(dialog).getByRole("button", { name: /^Confirm/ }));
    expect(await within(dialog).findByText(/two different persons/)).toBeTruthy();
    await user.type(within(dialog).getByLabelText("Second person"), "B. Two");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(confirm).toHaveBeenLastCalledWith({ agreement: "chafta", fact: "items", article: "Annex 3-A", person: "J. Otieno", second: "B. Two" });
    expect(await screen.findByText(/The fact is confirmed/)).toBeTruthy();
  });
});
