import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { CodeList, CodeListLooked, Language } from "../../host/types";
import { AskError } from "../../host/host";
import { show } from "../../testing/render";
import { Lists } from "./Screen";

const list = (id: string, part: Partial<CodeList> = {}): CodeList => ({ id, version: "2022", date: "2022-01-01", source: "Publications Office", licence: "CC BY 4.0", rows: 6937, languages: ["en", "fr"], whole: true, hsYear: null, taken: null, ...part });

const lists = (large: boolean, language: Language = "en") =>
  show(<Lists />, { language, place: { workplace: "issue", page: "lists" }, answers: { code_lists: () => ({ rows: [list("hs-2022"), list("un-rec20", { whole: false, version: "17" })], large, publishers: [] }) } });

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

describe("taking a list in", () => {
  const pack = list("pack-customs-2017", { hsYear: 2017, taken: { maker: "Customs", signer: "Ministry", person: "", at: "" } });
  const looked: CodeListLooked = { list: pack, added: 12, changed: 0, removed: 0, withoutText: 2, deleted: 0, findings: [] };

  it("shows what would change before anything is taken in", async () => {
    const { user, host } = await show(<Lists />, {
      place: { workplace: "issue", page: "lists" },
      answers: { code_lists: () => ({ rows: [list("hs-2022")], large: true, publishers: [] }), code_list_look: () => looked, code_list_import: () => looked },
    });
    await user.click(await screen.findByRole("button", { name: /^Take in a list/ }));
    const dialog = await screen.findByRole("dialog");
    await waitFor(() => expect(dialog.querySelector("[data-looked]")?.textContent).toContain("12 new, 0 changed, 0 gone"));
    expect(within(dialog).getByText("Ministry")).toBeTruthy();
    expect(host.asked.some(({ command }) => command === "code_list_import")).toBe(false);
    await user.click(within(dialog).getByRole("button", { name: /^Take in/ }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(host.asked.at(-1)?.command === "code_lists" || host.asked.some(({ command }) => command === "code_list_import")).toBe(true);
  });

  it("asks for the key of a publisher that nobody knows, and looks again once it is set", async () => {
    let known = false;
    const refused = new AskError({ code: "code_list_refused", message: "", reference: "E-1", findings: [{ code: "hs_pack.signer_unknown", severity: "block", path: "", params: { key: "abc" } }] });
    const { user, host } = await show(<Lists />, {
      place: { workplace: "issue", page: "lists" },
      answers: {
        code_lists: () => ({ rows: [list("hs-2022")], large: true, publishers: [] }),
        code_list_look: () => {
          if (!known) throw refused;
          return looked;
        },
        publisher_believe: () => {
          known = true;
          return {};
        },
      },
    });
    await user.click(await screen.findByRole("button", { name: /^Take in a list/ }));
    const dialog = await screen.findByRole("dialog");
    await user.type(await within(dialog).findByLabelText("Key of the publisher"), "abc:def");
    await user.type(within(dialog).getByLabelText("Name of the publisher"), "Ministry");
    await user.click(within(dialog).getByRole("button", { name: "Take packs of this publisher" }));
    await waitFor(() => expect(dialog.querySelector("[data-looked]")?.textContent).toContain("12 new"));
    expect(host.asked.find(({ command }) => command === "publisher_believe")?.request).toEqual({ key: "abc:def", name: "Ministry" });
  });
});
