import { act, fireEvent, screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { show } from "../../testing/render";
import { Grid } from "./Grid";
import type { Column, GridProps } from "./types";

type Line = { name: string; weight: string };

const columns: Column<Line>[] = [
  { id: "name", title: "Name", box: "8", width: 10, editable: true, text: (line) => line.name },
  { id: "weight", title: "Weight", width: 6, end: true, code: true, editable: true, text: (line) => line.weight },
];
const lines: Line[] = [{ name: "Tea", weight: "1" }, { name: "Coffee", weight: "2" }, { name: "Sisal", weight: "3" }];

const grid = (props: Partial<GridProps<Line>> = {}) => (
  <Grid label="Goods" columns={columns} count={lines.length} rowAt={(index) => lines[index]} {...props} />
);
const cell = (text: string) => screen.getByRole("gridcell", { name: text });
const focused = () => document.activeElement?.textContent;

describe("the grid", () => {
  it("tells rows, columns, boxes of the form and the selected row", async () => {
    await show(grid());
    const whole = screen.getByRole("grid", { name: "Goods" });
    expect(whole.getAttribute("aria-rowcount")).toBe("4");
    expect(within(whole).getAllByRole("columnheader").map((head) => head.textContent)).toEqual(["8Name", "Weight"]);
    expect(within(whole).getAllByRole("row", { selected: true })).toHaveLength(1);
  });

  it("goes with the arrow keys, the other way round in a page that runs to the left", async () => {
    const { user, unmount } = await show(grid());
    cell("Tea").focus();
    await user.keyboard("{ArrowRight}");
    expect(focused()).toBe("1");
    await user.keyboard("{ArrowDown}{ArrowLeft}");
    expect(focused()).toBe("Coffee");
    unmount();
    const arabic = await show(grid(), { language: "ar" });
    cell("Tea").focus();
    await arabic.user.keyboard("{ArrowLeft}");
    expect(focused()).toBe("1");
    await arabic.user.keyboard("{ArrowRight}");
    expect(focused()).toBe("Tea");
  });

  it("takes the first key as the new text, and Enter goes down", async () => {
    const onEdit = vi.fn();
    const { user } = await show(grid({ onEdit }));
    cell("Tea").focus();
    await user.keyboard("Mate{Enter}");
    expect(onEdit).toHaveBeenCalledWith(0, "name", "Mate");
    expect(focused()).toBe("Coffee");
  });

  it("keeps the old text after Escape, and F2 begins with it", async () => {
    const onEdit = vi.fn();
    const { user } = await show(grid({ onEdit }));
    cell("Tea").focus();
    await user.keyboard("{F2}!");
    expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Name" }).value).toBe("Tea!");
    await user.keyboard("{Escape}");
    expect(onEdit).not.toHaveBeenCalled();
    expect(focused()).toBe("Tea");
  });

  it("adds a line after the last cell with Tab, and leaves the grid from an empty last line", async () => {
    const onAdd = vi.fn();
    const { user, rerender } = await show(grid({ onEdit: vi.fn(), onAdd }));
    cell("3").focus();
    await user.keyboard("{Tab}");
    expect(onAdd).toHaveBeenCalledWith(2);
    rerender(<></>);
    onAdd.mockClear();
    const empty = { name: "", weight: "" };
    await show(<><Grid label="Empty" columns={columns} count={1} rowAt={() => empty} onEdit={vi.fn()} onAdd={onAdd} /><button type="button">next</button></>);
    const [, last] = within(screen.getByRole("grid", { name: "Empty" })).getAllByRole("gridcell");
    last?.focus();
    await user.keyboard("{Tab}");
    expect(onAdd).not.toHaveBeenCalled();
    expect(focused()).toBe("next");
  });

  it("fills down, removes and clears", async () => {
    const [onFillDown, onRemove, onEdit] = [vi.fn(), vi.fn(), vi.fn()];
    const { user } = await show(grid({ onFillDown, onRemove, onEdit }));
    cell("Coffee").focus();
    await user.keyboard("{Control>}d{/Control}");
    expect(onFillDown).toHaveBeenCalledWith(1, "name");
    await user.keyboard("{Delete}");
    expect(onEdit).toHaveBeenCalledWith(1, "name", "");
    await user.keyboard("{Control>}{Delete}{/Control}");
    expect(onRemove).toHaveBeenCalledWith(1);
  });

  it("hands a paste on as text with the place it begins", async () => {
    const onPaste = vi.fn();
    await show(grid({ onPaste }));
    act(() => cell("2").focus());
    fireEvent.paste(cell("2"), { clipboardData: { getData: () => "a\tb" } });
    expect(onPaste).toHaveBeenCalledWith("a\tb", 1, "weight");
  });

  it("says what is wrong with a cell", async () => {
    await show(grid({ noteAt: (index, id) => (index === 1 && id === "weight" ? { tone: "problem", text: "Too heavy" } : null) }));
    const wrong = screen.getByRole("gridcell", { name: /Too heavy/ });
    expect(wrong.getAttribute("aria-invalid")).toBe("true");
  });

  it("draws only what is seen of a hundred thousand rows", async () => {
    await show(grid({ count: 100_000, rowAt: (index) => ({ name: `Line ${index}`, weight: "1" }) }));
    expect(screen.getAllByRole("row").length).toBeLessThan(80);
  });

  it("takes the focus for its page, but never from a box somebody writes in", async () => {
    await show(grid({ takesFocus: true }));
    expect(focused()).toBe("Tea");
    document.body.innerHTML = "";
    await show(<><input aria-label="search" autoFocus />{grid({ takesFocus: true })}</>);
    expect(document.activeElement?.getAttribute("aria-label")).toBe("search");
  });
});
