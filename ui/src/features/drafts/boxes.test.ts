import { describe, expect, it } from "vitest";
import { agreement } from "../../testing/samples";
import { boxNumber, numbers, sections } from "./boxes";

describe("the page of a form", () => {
  it("has its sections in the order of the paper", () => {
    expect(sections(agreement()).map(({ name }) => name)).toEqual([
      "exporter", "producers", "consignee", "importer", "transport", "remarks", "goods", "invoices", "declaration", "certification",
    ]);
  });

  it("numbers a section as printed", () => {
    const goods = sections(agreement()).find(({ name }) => name === "goods");
    expect(numbers(goods?.boxes ?? [])).toBe("7–11");
    expect(boxNumber(agreement(), /^items\.hs/)).toBe("9");
  });

  it("keeps a usual order when the form is not known", () => {
    expect(sections(null).map(({ name }) => name)).toEqual(["exporter", "consignee", "transport", "remarks", "goods", "invoices", "declaration", "certification"]);
  });
});
