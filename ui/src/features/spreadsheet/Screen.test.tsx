import { act, screen, waitFor, within } from "@testing-library/react";
import { useEffect } from "react";
import { beforeEach, describe, expect, it } from "vitest";
import type { FakeAnswers } from "../../host/fake";
import { sheetFields } from "../../host/fields";
import type { ApplicationsImport, ApplicationsLook, ApplicationsSeen, ColumnSeen, Language } from "../../host/types";
import { ImportingProvider, SPREADSHEET } from "../../shared/panes/Importing";
import { useKeep, usePlace } from "../../shared/place/place";
import { show } from "../../testing/render";
import { speak } from "../../words/words";
import { asSeen, columnRows, nothingChosen, withColumn, withColumns } from "./choices";
import { fieldOf, groupsLike } from "./FieldPicker";
import { fieldName, fieldsLike, namedField } from "./fields";
import { Spreadsheet } from "./Screen";

const column = (letters: string, head: string, field: string | null, part: Partial<ColumnSeen> = {}): ColumnSeen => ({ letters, head, field, unit: "", samples: [`${head} 1`], ...part });

const seen = (part: Partial<ApplicationsSeen> = {}): ApplicationsSeen => ({
  digest: "d1", columnsBy: "proposal", exporter: "", text: { encoding: "windows-1252", encodingBy: "guess", separator: "semicolon", separatorBy: "lines" },
  sheets: [{ name: "orders", headRow: 2, rows: 3, columns: [column("A", "Order", "ref"), column("B", "Exporter", "exporter.name"), column("C", "Weight", null), column("D", "", null, { samples: ["x"] })] }],
  reading: { marks: { decimal: ".", group: "," }, days: null, leadingZeros: false },
  applications: [
    { reference: "A-1", exporter: "Kericho Tea Ltd", destination: "GB", agreement: "np-icc", items: 2, findings: 1 },
    { reference: "A-2", exporter: "Kericho Tea Ltd", destination: "DE", agreement: "np-icc", items: 1, findings: 0 },
  ],
  findings: [
    { reference: "A-1", finding: { code: "sheet.error_value", severity: "block", path: "items[1].value", params: { where: "orders!C3", text: "#REF!" } } },
    { reference: "", finding: { code: "sheet.unknown_column", severity: "warn", path: "", params: { where: "orders!C2", text: "Weight" } } },
  ],
  findingsTotal: 2, ...part,
});

function WithFile() {
  const keep = useKeep();
  const { place, go } = usePlace();
  useEffect(() => {
    keep(SPREADSHEET, { source: { kind: "held", handle: "h" }, name: "orders.csv", at: 1 });
    go({ page: "drafts", view: "import" });
  }, [keep, go]);
  return place.view === "import" ? <Spreadsheet /> : <p data-place={`${place.page} ${place.id ?? ""}`} />;
}

const show_ = (answers: FakeAnswers, language: Language = "en") =>
  show(<ImportingProvider><WithFile /></ImportingProvider>, { language, place: { workplace: "issue", page: "drafts" }, answers: { agreements_list: () => ({ rows: [] }), ...answers } });

/** Answers a look as the program does: the columns that were asked for stand in the answer. */
const looked = (part: Partial<ApplicationsSeen> = {}) => ({ how }: ApplicationsLook): ApplicationsSeen => {
  const answer = seen(part);
  const of = (head: string) => how.columns?.find((choice) => choice.head === head);
  return {
    ...answer, columnsBy: how.columns ? "choice" : answer.columnsBy, reading: how.reading ?? answer.reading,
    sheets: answer.sheets.map((sheet) => ({ ...sheet, columns: sheet.columns.map((each) => ({ ...each, field: of(each.head || each.letters)?.field ?? each.field })) })),
  };
};

const cell = async (row: number, id: string) => {
  const grid = await screen.findByRole("grid");
  return grid.querySelector<HTMLElement>(`[data-cell^="${row}:"][data-column="${id}"]`)!;
};

describe("the page that takes a spreadsheet over", () => {
  it.each([["en", "2 applications with 3 goods lines", "Make 2 drafts"], ["ar", "طلبان، 3 بنود بضائع", "إنشاء مسودتين"]] as const)("in %s shows columns, how they were read, and what would be made", async (language, sum, make) => {
    await show_({ applications_look: looked() }, language);
    const [, first, , third, fourth] = await screen.findAllByRole("row");
    expect(within(first!).getByText("Order 1")).toBeTruthy();
    expect(third!.querySelector('[data-field="unknown"]')).toBeTruthy();
    expect(fourth!.querySelector('[data-column="letter"]')!.textContent).toBe("D");
    const plain = (text: string | null) => text?.replaceAll(/[\u2066-\u2069]/g, "");
    expect(plain(document.querySelector("[data-sum]")!.textContent)).toBe(sum);
    expect(screen.getByRole("button", { name: new RegExp(make) })).toBeTruthy();
    expect(document.querySelector('[data-columns-by="proposal"]')).toBeTruthy();
    expect(screen.getAllByText(/windows-1252/).length).toBeGreaterThan(0);
  });

  it("changes what a column is for by typing, and makes exactly what is seen", async () => {
    const imported: ApplicationsImport[] = [];
    const { user, host } = await show_({
      applications_look: looked(),
      applications_import: (request) => {
        imported.push(request);
        return { drafts: [{ reference: "A-1", draftId: "7", fixes: 1, looks: 0 }, { reference: "A-2", draftId: "8", fixes: 0, looks: 0 }] };
      },
    });
    const field = await cell(2, "field");
    act(() => field.focus());
    await user.keyboard("net w");
    await screen.findByRole("option", { name: /Net weight/ });
    await user.keyboard("{ArrowDown}{Enter}");
    await waitFor(() => expect(field.querySelector("[data-field]")!.getAttribute("data-field")).toBe("items.net_mass"));
    await waitFor(() => expect(document.querySelector('[data-columns-by="choice"]')).toBeTruthy());
    const columns = [{ sheet: "orders", head: "Order", field: "ref", unit: "" }, { sheet: "orders", head: "Exporter", field: "exporter.name", unit: "" }, { sheet: "orders", head: "Weight", field: "items.net_mass", unit: "" }];
    const last = host.asked.filter(({ command }) => command === "applications_look").at(-1)?.request as ApplicationsLook;
    expect(last.how.columns).toEqual(columns);
    const unit = await cell(2, "unit");
    act(() => unit.focus());
    await user.keyboard("kgm{Enter}");
    const button = screen.getByRole("button", { name: /Make 2 drafts/ });
    await waitFor(() => expect(button.hasAttribute("disabled")).toBe(false));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await waitFor(() => expect(document.querySelector('[data-made="2"]')).toBeTruthy());
    expect(imported).toHaveLength(1);
    expect(imported[0]).toMatchObject({ digest: "d1", how: { reading: { marks: { decimal: "." } } } });
    const rows = screen.getAllByRole("row");
    expect(within(rows[1]!).getByText("1 fix")).toBeTruthy();
    await waitFor(() => expect(document.activeElement?.closest('[role="row"]')).toBe(rows[1]));
    await user.keyboard("{Enter}");
    await waitFor(() => expect(document.querySelector('[data-place="drafts 7"]')).toBeTruthy());
  });

  it("shows every finding with its cell and its application", async () => {
    const { user } = await show_({ applications_look: looked() });
    await user.click(await screen.findByRole("radio", { name: "2 points noticed" }));
    const [, first, second] = await screen.findAllByRole("row");
    expect(first!.textContent).toContain("orders!C3");
    expect(first!.textContent).toContain("A-1");
    expect(first!.textContent).toContain("#REF!");
    expect(second!.textContent).toContain("orders!C2");
  });

  it("makes nothing while an application has no form, and says what to do", async () => {
    const none = seen().applications.map((each) => ({ ...each, agreement: null }));
    const { user, host } = await show_({ applications_look: looked({ applications: none }) });
    expect((await screen.findByText(/2 applications name no form/)).closest("[data-missing]")).toBeTruthy();
    expect(screen.getByRole("button", { name: /Make 2 drafts/ }).hasAttribute("disabled")).toBe(true);
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(host.asked.some(({ command }) => command === "applications_import")).toBe(false);
  });

  it("makes nothing before the last choice was answered", async () => {
    let answer: (value: ApplicationsSeen) => void = () => {};
    const late = new Promise<ApplicationsSeen>((done) => { answer = done; });
    let looks = 0;
    const { user, host } = await show_({ applications_look: (request) => (looks++ === 0 ? looked()(request) : late) });
    await user.click(await screen.findByRole("checkbox"));
    await waitFor(() => expect(screen.getByRole("button", { name: /Make 2 drafts/ }).hasAttribute("disabled")).toBe(true));
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(host.asked.some(({ command }) => command === "applications_import")).toBe(false);
    act(() => answer(seen()));
    await waitFor(() => expect(screen.getByRole("button", { name: /Make 2 drafts/ }).hasAttribute("disabled")).toBe(false));
  });

  it("tells whose earlier file the columns are known from, and proposes anew when asked", async () => {
    const { user, host } = await show_({ applications_look: looked({ columnsBy: "exporter", exporter: "Kericho Tea Ltd" }) });
    expect((await screen.findByText(/earlier file of/)).textContent).toContain("Kericho Tea Ltd");
    await user.click(screen.getByRole("button", { name: "Propose anew" }));
    await waitFor(() => expect((host.asked.at(-1)?.request as ApplicationsLook).how.columns).toEqual([]));
  });

  it("draws only the rows that are seen of thousands", async () => {
    const many = Array.from({ length: 5_000 }, (_, at) => ({ reference: `A-${at}`, exporter: "Kericho Tea Ltd", destination: "GB", agreement: "np-icc", items: 1, findings: 0 }));
    const { user } = await show_({ applications_look: looked({ applications: many }) });
    await user.click(await screen.findByRole("radio", { name: "5000 applications" }).catch(() => screen.findByRole("radio", { name: /5.000 applications/ })));
    expect((await screen.findByRole("grid")).getAttribute("aria-rowcount")).toBe("5001");
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
  });
});

describe("the fields a column can be for", () => {
  beforeEach(() => speak("en"));

  it.each(["en", "fr", "es", "ar"] as const)("all have words in %s, and no two fields have the same", async (language) => {
    await speak(language);
    expect(sheetFields.filter((name) => namedField(name) === null)).toEqual([]);
    const names = sheetFields.map(fieldName);
    expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  });

  it("are found by words in any order and by the names of the data set", () => {
    const found = (text: string) => fieldsLike(text).flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(found("city consignee")).toEqual(["consignee.address.city"]);
    expect(found("items.hs.code")).toEqual(["items.hs.code"]);
    expect(found("colour")).toEqual([]);
    expect(found("")).toHaveLength(sheetFields.length);
    expect(groupsLike("")[0]?.hits[0]?.id).toBe("-");
    expect([fieldOf("", true), fieldOf("colour", true), fieldOf("net weight", false), fieldOf("items.net_mass", false), fieldOf("net", false), fieldOf("-", false)]).toEqual([null, null, null, "items.net_mass", null, "-"]);
    expect(fieldOf("goods · net weight", false)).toBe("items.net_mass");
  });
});

describe("what was decided", () => {
  const rows = columnRows([
    { name: "a", headRow: 1, rows: 1, columns: [column("A", "Name", null), column("B", "name", "exporter.name"), column("C", "", null)] },
    { name: "b", headRow: 1, rows: 1, columns: [column("A", "Name", "")] },
  ]);

  it("holds for all columns with the same head on one sheet, and leaves alone what nobody knows", () => {
    expect(withColumn(rows, 0, { field: "consignee.name" })).toEqual([{ sheet: "a", head: "name", field: "consignee.name", unit: "" }, { sheet: "b", head: "Name", field: "", unit: "" }]);
    expect(withColumn(rows, 2, { field: "remarks" }).at(1)).toEqual({ sheet: "a", head: "C", field: "remarks", unit: "" });
    expect(withColumns(rows, withColumn(rows, 0, { field: "consignee.name" })).map(({ field }) => field)).toEqual(["consignee.name", "consignee.name", null, ""]);
    expect(withColumns(rows, null)).toBe(rows);
  });

  it("goes out as it was seen", () => {
    const how = asSeen({ ...nothingChosen, encoding: "UTF-8" }, seen());
    expect(how).toMatchObject({ encoding: "UTF-8", reading: { leadingZeros: false } });
    expect(how.columns?.map(({ field }) => field)).toEqual(["ref", "exporter.name"]);
  });
});
