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

  it("of a self-declaration asks for the authorisation where the form does, and certifies nothing", () => {
    const boxes = [["a", "exporter"], ["b", "authorisation"], ["j", "exporter_declaration"]].map(([n = "", key = ""]) => ({ n, key, label: key, required: "always" as const, words: [], maxChars: null }));
    const names = sections(agreement({ proof: "self_declaration", boxes })).map(({ name }) => name);
    expect(names.indexOf("authorisation")).toBeGreaterThan(names.indexOf("exporter"));
    expect(names.indexOf("declaration")).toBeGreaterThan(names.indexOf("authorisation"));
    expect(names).not.toContain("certification");
  });

  it("keeps a usual order when the form is not known", () => {
    expect(sections(null).map(({ name }) => name)).toEqual(["exporter", "consignee", "transport", "remarks", "goods", "invoices", "declaration", "certification"]);
  });
});
