import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { FakeAnswers } from "../../host/fake";
import type { HsFound, HsHit, Language } from "../../host/types";
import { show } from "../../testing/render";
import { agreement, content, draftView, item } from "../../testing/samples";
import { speak } from "../../words/words";
import { Editor } from "./Editor";
import { groupsOf, yearNote } from "./HsEditor";

const hit = (code: string, text: string, part: Partial<HsHit> = {}): HsHit => ({
  code, year: 2022, unit: "", found: "subheading", became: [],
  path: [{ code: "09", text: "Coffee, tea, maté and spices", language: "en" }, { code: code.slice(0, 4), text: "Coffee", language: "en" }, { code, text, language: "en" }], ...part,
});
const found = (hits: HsHit[], part: Partial<HsFound> = {}): HsFound => ({ formYear: 2022, year: 2022, years: [2022], hits, ...part });

const used = hit("0902.40", "Other black tea", { found: "exporter" });
const roasted = hit("0901.21", "Not decaffeinated");
const perhaps = hit("2101.11", "Extracts of coffee", { found: "perhaps" });

async function editor(language: Language, answer: (text: string) => HsFound = (text) => found(text.startsWith("caf") ? [roasted, perhaps] : [used])) {
  let saves = 1;
  const answers: FakeAnswers = {
    draft_open: () => draftView({ content: content({ items: [item(1, { hsPrinted: "", hsCode: "" })] }) }),
    agreement_open: () => agreement(),
    draft_save: () => ({ stamp: `s${++saves}`, savedAt: "2026-11-23T14:03:25Z", findings: [] }),
    hs_find: ({ text }) => answer(text),
  };
  const page = await show(<Editor draftId="d1" />, { answers, language, place: { workplace: "issue", page: "drafts", id: "d1" } });
  const grid = await screen.findByRole("grid");
  const cell = () => grid.querySelector<HTMLElement>('[data-cell="0:5"]')!;
  expect(cell().dataset.column).toBe("hs");
  act(() => cell().focus());
  const saved = () => (page.host.asked.filter(({ command }) => command === "draft_save").at(-1)?.request as { content: { items: { hsPrinted: string; hsCode: string; hsEdition: string }[] } } | undefined)?.content.items[0];
  return { ...page, cell, saved };
}

describe("the finder of goods codes", () => {
  it.each([["en", "Used before by this exporter", "Did you mean"], ["ar", "استخدمها هذا المصدِّر من قبل", "هل تقصد"]] as const)("in %s shows codes used before at once, then what fits with its whole path, and takes it by keyboard", async (language, before, perhapsTitle) => {
    const { user, host, cell, saved } = await editor(language);
    await user.keyboard("{F2}");
    const list = await screen.findByRole("listbox");
    expect(within(list).getByText(before)).toBeTruthy();
    expect(await within(list).findByText("Other black tea")).toBeTruthy();
    await user.keyboard("cafe");
    const first = await within(await screen.findByRole("listbox")).findByRole("option", { name: /0901\.21/ });
    expect(first.textContent).toContain("Coffee, tea, maté and spices › Coffee");
    expect(within(screen.getByRole("listbox")).getByText(perhapsTitle)).toBeTruthy();
    expect(host.asked.filter(({ command }) => command === "hs_find").at(-1)?.request).toEqual({ text: "cafe", language, agreement: "chafta", exporter: "Kericho Tea Ltd", year: null });
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(cell().textContent).toContain("0901.21"));
    await waitFor(() => expect(saved()).toMatchObject({ hsPrinted: "0901.21", hsCode: "090121", hsEdition: "2022" }));
    expect(screen.queryByRole("listbox")).toBeNull();
  });

  it("turns to another year with F4, and a hit brings its year along", async () => {
    const older = hit("0901.21", "Roasted", { year: 2017 });
    const { user, host, cell, saved } = await editor("en", () => found([roasted], { years: [2017, 2022] }));
    host.answers.hs_find = ({ year }) => (year === 2017 ? found([older], { year: 2017, years: [2017, 2022] }) : found([roasted], { years: [2017, 2022] }));
    await user.keyboard("cafe");
    expect((await screen.findByRole("button", { name: "2022", hidden: true })).getAttribute("aria-pressed")).toBe("true");
    await user.keyboard("{F4}");
    await waitFor(() => expect(document.querySelector('[data-edition="2017"]')).toBeTruthy());
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(saved()).toMatchObject({ hsPrinted: "0901.21", hsCode: "090121", hsEdition: "2017" }));
    expect(cell().querySelector('[data-edition="2017"]'), "the line says that it is of another year than the form").toBeTruthy();
  });

  it("takes what was typed when no hit was chosen, and Escape closes the list and keeps it", async () => {
    const { user, cell, saved } = await editor("en");
    await user.keyboard("0904.11");
    await screen.findByRole("listbox");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
    expect(within(cell()).getByRole<HTMLInputElement>("combobox").value).toBe("0904.11");
    await user.keyboard("{Enter}");
    await waitFor(() => expect(cell().textContent).toContain("0904.11"));
    await waitFor(() => expect(saved()).toMatchObject({ hsPrinted: "0904.11", hsCode: "090411" }));
  });

  it("a second Escape gives the change up", async () => {
    const { user, cell } = await editor("en");
    await user.keyboard("0904");
    await screen.findByRole("listbox");
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("listbox")).toBeNull());
    await user.keyboard("{Escape}");
    await waitFor(() => expect(within(cell()).queryByRole("combobox")).toBeNull());
    expect(cell().textContent).not.toContain("0904");
  });

  it("Tab takes what was typed and goes on to the next cell", async () => {
    const { user, cell } = await editor("en");
    await user.keyboard("0904.11{Tab}");
    await waitFor(() => expect(cell().textContent).toContain("0904.11"));
    await waitFor(() => expect((document.activeElement as HTMLElement).dataset.column).toBe("originCountry"));
  });

  it("says when no list is on this machine, and the code can be typed all the same", async () => {
    const { user, cell } = await editor("en", () => found([], { year: null }));
    await user.keyboard("0904.11");
    expect(await screen.findByText(/not on this machine/)).toBeTruthy();
    await user.keyboard("{Enter}");
    await waitFor(() => expect(cell().textContent).toContain("0904.11"));
  });

  it("warns when the form names another year than the list", async () => {
    await speak("en");
    expect(yearNote(found([]))).toBeNull();
    expect(yearNote(found([], { formYear: null }))).toBeNull();
    expect(yearNote(found([], { formYear: 2017 }))).toBe("The form is written for HS 2017, this list is HS 2022: check the code.");
    const { user } = await editor("en", () => found([{ ...roasted, became: ["0901.22"] }], { formYear: 2017 }));
    await user.keyboard("c");
    expect(await screen.findByText("In HS 2017: 0901.22")).toBeTruthy();
    expect(screen.getByText(/written for HS 2017/)).toBeTruthy();
  });

  it("puts hits of one kind under one title, in the order they came", async () => {
    await speak("en");
    expect(groupsOf(found([used, roasted, hit("0901", "Coffee", { found: "heading" }), perhaps])).map(({ title, hits }) => [title, hits.map(({ id }) => id)])).toEqual([
      ["Used before by this exporter", ["0902.40"]], ["Found", ["0901.21", "0901"]], ["Did you mean", ["2101.11"]],
    ]);
  });
});
