import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CodeList, Language } from "../../host/types";
import { show } from "../../testing/render";
import { Lists } from "./Screen";

const list = (id: string, part: Partial<CodeList> = {}): CodeList => ({ id, version: "2022", date: "2022-01-01", source: "Publications Office", licence: "CC BY 4.0", rows: 6937, languages: ["en", "fr"], whole: true, ...part });

const lists = (large: boolean, language: Language = "en") =>
  show(<Lists />, { language, place: { workplace: "issue", page: "lists" }, answers: { code_lists: () => ({ rows: [list("hs-2022"), list("un-rec20", { whole: false, version: "17" })], large }) } });

describe("the page of code lists", () => {
  it("shows where each list comes from and whether it is whole", async () => {
    await lists(true);
    const [, first, second] = await screen.findAllByRole("row");
    for (const text of ["hs-2022", "6,937", "CC BY 4.0", "en fr"]) expect(within(first!).getByText(text)).toBeTruthy();
    expect(within(screen.getByRole("region", { name: "hs-2022" })).getByText("Publications Office")).toBeTruthy();
    expect(within(first!).queryByText("Usual codes only")).toBeNull();
    expect(within(second!).getByText("Usual codes only")).toBeTruthy();
    expect(document.querySelector("[data-missing]")).toBeNull();
  });

  it.each([["en", /codes\.db beside the program/], ["ar", /codes\.db/]] as const)("in %s says how to get the large ones when they are missing", async (language, words) => {
    await lists(false, language);
    expect((await screen.findByText(words)).closest("[data-missing]")).toBeTruthy();
  });
});
