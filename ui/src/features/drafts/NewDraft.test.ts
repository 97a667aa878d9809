import { describe, expect, it } from "vitest";
import { agreement } from "../../testing/samples";
import { formsFor } from "./NewDraft";

const row = (id: string, part = {}) => ({ ...agreement(), id, name: id, ...part });

describe("the forms of a new draft", () => {
  const rows = [row("chafta"), row("rcep", { used: 2 }), row("ataf", { switchedOn: false, used: 1 }), row("eur1", { used: 1, name: "Côte d'Ivoire" })];

  it("are those in use, and those used last come first", () => {
    expect(formsFor(rows, "").map(({ id }) => id)).toEqual(["eur1", "rcep", "chafta"]);
  });

  it("are found by any words of name, form, countries or id, whatever their accents", () => {
    expect(formsFor(rows, "cote ivoire").map(({ id }) => id)).toEqual(["eur1"]);
    expect(formsFor(rows, "CN rcep").map(({ id }) => id)).toEqual(["rcep"]);
    expect(formsFor(rows, "ataf")).toEqual([]);
  });
});
