import { describe, expect, it } from "vitest";
import { goesOn, nextBox } from "./nextBox";

const page = () => {
  document.body.innerHTML = `
    <input id="name"><textarea id="street"></textarea>
    <input id="country" role="combobox" aria-expanded="false"><button tabindex="-1" aria-haspopup="listbox"></button>
    <div data-path="date"><div role="spinbutton" tabindex="0" id="day"></div><div role="spinbutton" tabindex="0" id="month"></div></div>
    <input type="checkbox" id="tick"><button id="mode" aria-haspopup="listbox"></button>
    <div hidden><input id="gone"></div>
    <div role="grid"><div role="gridcell" tabindex="-1"></div><div role="gridcell" tabindex="0" id="cell"><input id="editor"></div></div>`;
  return document.body;
};
const at = (id: string) => document.getElementById(id)!;

describe("Enter", () => {
  it.each([["name", "street"], ["street", "country"], ["country", "day"], ["day", "mode"], ["month", "mode"], ["mode", "cell"]])("goes from %s to %s", (from, to) => {
    expect(nextBox(page(), at(from))?.id).toBe(to);
  });

  it("stops at the end, and knows only the boxes of its page", () => {
    page();
    expect(nextBox(document.body, at("editor"))).toBeNull();
    expect(nextBox(document.body, document.documentElement)).toBeNull();
  });

  it("keeps its meaning in long texts, open lists, ticks and grids", () => {
    page();
    expect(["name", "country", "day"].map((id) => goesOn(at(id)))).toEqual([true, true, true]);
    expect(["street", "tick", "mode", "editor", "cell"].map((id) => goesOn(at(id)))).toEqual([false, false, false, false, false]);
    at("country").setAttribute("aria-expanded", "true");
    expect(goesOn(at("country"))).toBe(false);
  });
});
