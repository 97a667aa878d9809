import { describe, expect, it } from "vitest";
import { cellOfPath } from "../../shared/paths";
import { content, item } from "../../testing/samples";
import { cellText, emptyItem, withCell, withLine, withPasted, withoutLine } from "./goods";

describe("a cell of the goods grid", () => {
  it.each([
    ["grossMass", "18240.5"], ["netMass", "1"], ["quantity", "12"], ["unit", "NMB"], ["value", "99.95"], ["currency", "USD"], ["marks", "KT/1-80"],
    ["packageCount", "80"], ["packageKind", "BG"], ["packageKind", "wooden crates"], ["description", "شاي أسود"], ["hs", "0902.40"], ["originCountry", "KE"], ["criterion", "WP"],
  ] as const)("%s keeps what is written: %s", (field, text) => {
    const next = withCell(content(), 0, field, text);
    expect(cellText(next.items[0]!, field, next)).toBe(text);
  });

  it("is empty again when it is cleared", () => {
    const next = withCell(content(), 0, "grossMass", "");
    expect(next.items[0]?.grossMass).toBeNull();
  });

  it("keeps the printed tariff code and its digits apart", () => {
    expect(withCell(content(), 0, "hs", "0902.40").items[0]).toMatchObject({ hsPrinted: "0902.40", hsCode: "090240" });
    const older = withCell(content(), 0, "hs", "0902.40 HS 2017");
    expect(older.items[0]).toMatchObject({ hsPrinted: "0902.40", hsCode: "090240", hsEdition: "2017" });
    expect(withCell(older, 0, "hs", "090240").items[0], "the same code keeps its year").toMatchObject({ hsEdition: "2017" });
    expect(withCell(older, 0, "hs", "0902.30").items[0], "another code is of the form's year").toMatchObject({ hsEdition: "" });
  });

  it("a new invoice number joins the certificate's list, a known one does not", () => {
    const next = withCell(content(), 0, "invoice", "2026-118; 2026-119");
    expect(next.invoices.map(({ number }) => number)).toEqual(["2026-118", "2026-119"]);
    expect(next.items[0]?.invoiceRefs).toEqual([1, 2]);
    expect(next.items[1]?.invoiceRefs).toEqual([1]);
  });

  it("changes nothing where there is no such line", () => {
    const before = content();
    expect(withCell(before, 9, "hs", "0902.40")).toBe(before);
  });
});

describe("lines", () => {
  it("are numbered without a gap after one is added or removed", () => {
    const added = withLine(content(), 0);
    expect(added.items.map(({ sequence }) => sequence)).toEqual([1, 2, 3]);
    expect(added.items[1]).toMatchObject({ description: "", originCountry: "KE", invoiceRefs: [1] });
    expect(withoutLine(added, 0).items.map(({ sequence, description }) => [sequence, description])).toEqual([[1, ""], [2, "Black tea, PF1, in bulk"]]);
  });

  it("forty pasted rows fill from the active line on", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ cells: { description: `Tea ${at}`, grossMass: String(at + 1) } }));
    const next = withPasted(content({ items: [item(1)] }), 0, rows);
    expect(next.items).toHaveLength(40);
    expect(next.items[39]).toMatchObject({ sequence: 40, description: "Tea 39", grossMass: { amount: "40", unit: "KGM" } });
  });

  it("an empty line says nothing", () => {
    expect(Object.values(emptyItem(1)).filter((value) => typeof value === "string" && value !== "")).toEqual([]);
  });
});

describe("the path of a finding", () => {
  it.each([
    ["items[3].hs.code", 2, "hs"], ["items[1].gross_mass.amount", 0, "grossMass"], ["items[2].packages[1].count", 1, "packageCount"],
    ["items[2].packages[1].marks", 1, "marks"], ["items[2].quantities[1].unit", 1, "unit"], ["items[2].criterion.printed", 1, "criterion"],
    ["items[7].origin.country", 6, "originCountry"], ["items[7]", 6, "description"], ["items[1].value.currency", 0, "currency"],
  ])("%s means line %i, %s", (path, index, field) => expect(cellOfPath(path)).toEqual({ index, field }));

  it("of a head box is no cell", () => {
    expect(cellOfPath("exporter.name")).toBeNull();
    expect(cellOfPath("items")).toBeNull();
  });
});
