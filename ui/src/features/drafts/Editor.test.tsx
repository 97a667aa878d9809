import { act, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { FakeAnswers } from "../../host/fake";
import { AskError } from "../../host/host";
import type { DraftView, Finding } from "../../host/types";
import { ToastRegion } from "../../shared/controls";
import { show } from "../../testing/render";
import { agreement, draftView } from "../../testing/samples";
import { Editor } from "./Editor";

const place = { workplace: "issue", page: "drafts", id: "d1" } as const;
const missing: Finding = { code: "box.required", severity: "block", path: "importer", params: { n: "3", label: "Importer" } };

function answers(view: Partial<DraftView> = {}, more: FakeAnswers = {}): FakeAnswers {
  let saves = 1;
  return {
    draft_open: () => draftView({ findings: [missing], ...view }),
    agreement_open: () => agreement(),
    draft_save: vi.fn(() => ({ stamp: `s${++saves}`, savedAt: "2026-11-23T14:03:25Z", findings: [] })),
    ...more,
  };
}

async function editor(given: FakeAnswers = answers(), language: "en" | "ar" = "en") {
  const page = await show(<><Editor draftId="d1" /><ToastRegion /></>, { answers: given, place, language });
  await screen.findByRole("grid");
  return page;
}

const nameOf = (section: string) => within(screen.getByRole("region", { name: section })).getAllByRole<HTMLInputElement>("textbox")[0]!;

describe("the editor", () => {
  it("has the boxes of the form in its order, with their numbers", async () => {
    await editor();
    expect(screen.getAllByRole("heading", { level: 2 }).map((heading) => heading.textContent)).toEqual([
      "1Exporter", "2Producers", "Consignee", "3Importer", "4Transport and route", "5Remarks", "7–11Goods", "12Invoices", "13Exporter’s declaration", "14Certification", "Findings",
    ]);
  });

  it("saves by itself, each time with the stamp the save before brought back", async () => {
    const given = answers();
    const { user, host } = await editor(given);
    await user.type(nameOf("1 Exporter"), " Co");
    await waitFor(() => expect(given.draft_save).toHaveBeenCalled());
    expect(await screen.findByText(/Saved \d\d:\d\d:25/)).toBeTruthy();
    await user.type(nameOf("1 Exporter"), " KG");
    await waitFor(() => expect(nameOf("1 Exporter").value).toBe("Kericho Tea Ltd Co KG"));
    await waitFor(() => {
      const saves = host.asked.filter(({ command }) => command === "draft_save").map(({ request }) => request as { stamp: string; content: { exporter: { name: string } } });
      expect(saves[0]?.stamp).toBe("s1");
      expect(new Set(saves.map(({ stamp }) => stamp)).size).toBe(saves.length);
      expect(saves.at(-1)?.content.exporter.name).toBe("Kericho Tea Ltd Co KG");
    });
  });

  it("saves what was typed when the page is left at once", async () => {
    const given = answers();
    const { user, unmount } = await editor(given);
    await user.type(nameOf("1 Exporter"), "!");
    unmount();
    await waitFor(() => expect(given.draft_save).toHaveBeenCalledWith(expect.objectContaining({ content: expect.objectContaining({ exporter: expect.objectContaining({ name: "Kericho Tea Ltd!" }) }) })));
  });

  it("shows the newer state when somebody else saved first, and one undo brings back what was written here", async () => {
    let opened = 0;
    const { user } = await editor(answers({}, {
      draft_open: () => (++opened === 1 ? draftView() : draftView({ stamp: "s9", content: { ...draftView().content, exporter: { ...draftView().content.exporter, name: "Theirs Ltd" } } })),
      draft_save: vi.fn().mockRejectedValueOnce(new AskError({ code: "stale", message: "", reference: "E-1" })).mockResolvedValue({ stamp: "s10", savedAt: "2026-11-23T14:04:00Z", findings: [] }),
    }));
    await user.type(nameOf("1 Exporter"), " Mine");
    await waitFor(() => expect(nameOf("1 Exporter").value).toBe("Theirs Ltd"));
    expect(screen.getByText(/changed elsewhere/)).toBeTruthy();
    await user.keyboard("{Control>}z{/Control}");
    await waitFor(() => expect(nameOf("1 Exporter").value).toMatch(/^Kericho Tea Ltd/));
  });

  it("F8 leads into the box of a finding, and there the same words stand", async () => {
    const { user } = await editor();
    await user.keyboard("{F8}");
    expect(document.activeElement).toBe(nameOf("3 Importer"));
    expect(screen.getAllByText("Box 3, Importer, is empty.").length).toBeGreaterThanOrEqual(1);
  });

  it("does not go on to issuing while something must be fixed, and leads there instead", async () => {
    const { user, host } = await editor();
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByText("One point must be fixed before this can be issued.")).toBeTruthy();
    await waitFor(() => expect(document.activeElement).toBe(nameOf("3 Importer")));
    expect(host.asked.some(({ command }) => command === "certificate_issue")).toBe(false);
  });

  it.each(["en", "ar"] as const)("a weight that can mean two things is asked about under its line and answered with a key, in %s", async (language) => {
    const { user, host } = await editor(answers({ findings: [] }, { number_read: () => ({ kind: "question", readings: ["9.12", "9120"] }) }), language);
    const [cell] = screen.getAllByRole("gridcell", { name: "4,560" });
    act(() => cell!.focus());
    await user.keyboard("9.120{Enter}");
    const question = await screen.findByRole("group", { name: language === "en" ? /9\.120 can mean 9\.12 or 9,120/ : /9\.120/ });
    expect(within(question).getAllByRole("button")).toHaveLength(2);
    expect(screen.getByRole("listitem", { name: "" }).dataset.code).toBe("number.question");
    await user.keyboard("{ArrowUp}2");
    await waitFor(() => expect(screen.queryByRole("group", { name: /9\.120/ })).toBeNull());
    await waitFor(() => {
      const last = host.asked.filter(({ command }) => command === "draft_save").at(-1)?.request as { content: { items: { grossMass: unknown }[] } } | undefined;
      expect(last?.content.items[0]?.grossMass).toEqual({ amount: "9120", unit: "KGM" });
    });
  });

  it("rows from a spreadsheet fill lines, and one Ctrl+Z takes them back", async () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ cells: { description: `Tea ${at}`, grossMass: "10" } }));
    const { user, host } = await editor(answers({ findings: [] }, { goods_paste: () => ({ rows, questions: [{ row: 3, field: "netMass", typed: "1.5", readings: ["1.5", "15"] }], headerFound: true, ignoredColumns: ["Colour"] }) }));
    const [cell] = screen.getAllByRole("gridcell", { name: "Black tea, BP1, in bulk" });
    act(() => cell!.focus());
    await user.paste("Tea\t10");
    expect(await screen.findByText("40 lines")).toBeTruthy();
    expect(host.asked.find(({ command }) => command === "goods_paste")?.request).toEqual({ text: "Tea\t10", marks: { decimal: ".", group: "," }, start: "description" });
    expect(screen.getByText(/40 lines pasted/)).toBeTruthy();
    expect(screen.getByText(/1 number needs an answer/)).toBeTruthy();
    expect(screen.getByText(/Colour/)).toBeTruthy();
    await user.keyboard("{Control>}z{/Control}");
    expect(await screen.findByText("2 lines")).toBeTruthy();
    await user.keyboard("{Control>}y{/Control}");
    expect(await screen.findByText("40 lines")).toBeTruthy();
  });

  it("boxes a copy cleared are marked, visited by F8, and settled by writing", async () => {
    const { user } = await editor(answers({ findings: [], marks: ["transport.means.name"] }));
    await user.keyboard("{F8}");
    expect((document.activeElement as HTMLInputElement).value).toBe("Truck KDA 123X");
    expect(screen.getByText("Check this box: the copy left it empty.", { exact: false })).toBeTruthy();
    await user.keyboard("!");
    await waitFor(() => expect(screen.queryByText("Check this box: the copy left it empty.", { exact: false })).toBeNull());
  });
});
