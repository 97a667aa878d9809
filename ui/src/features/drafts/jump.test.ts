import { describe, expect, it } from "vitest";
import { boxOf, focusBox } from "./jump";

const boxes = ["exporter.name", "exporter.address.lines", "exporter.address.city", "invoices", "invoices[1].number", "invoices[1].date", "transport.departure"];

describe("a finding leads to", () => {
  it.each([
    ["its own box", "exporter.address.city", "exporter.address.city"],
    ["the first box of its group", "exporter", "exporter.name"],
    ["the first box of a part of the group", "exporter.address", "exporter.address.lines"],
    ["the box around it", "transport.departure.date", "transport.departure"],
    ["the box of that invoice", "invoices[1].date", "invoices[1].date"],
    ["the section when the invoice is not there", "invoices[2].date", "invoices"],
    ["the nearest place it knows", "exporter.address.country", "exporter.address.lines"],
  ])("%s", (_, path, box) => expect(boxOf(path, boxes)).toBe(box));

  it("nothing when it concerns the whole document", () => {
    expect(boxOf("", boxes)).toBeNull();
    expect(boxOf("schemes", boxes)).toBeNull();
  });

  it("the place that takes the focus", () => {
    document.body.innerHTML = '<section data-path="producers"><h2>x</h2><button>add</button></section><div data-path="invoices[1].date"><span role="spinbutton" tabindex="0">1</span></div>';
    expect(focusBox(document, "producers[1].name")).toBe(true);
    expect(document.activeElement?.textContent).toBe("add");
    expect(focusBox(document, "invoices[1].date")).toBe(true);
    expect(document.activeElement?.getAttribute("role")).toBe("spinbutton");
    expect(focusBox(document, "nowhere")).toBe(false);
  });
});
