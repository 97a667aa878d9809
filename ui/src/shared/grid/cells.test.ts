import { describe, expect, it } from "vitest";
import { moved, moveOf, writes } from "./cells";

const size = { rows: 3, columns: 4 };

describe("moving in the grid", () => {
  it("follows the direction of the page", () => {
    expect(moveOf("ArrowRight", false, false)).toBe("after");
    expect(moveOf("ArrowRight", false, true)).toBe("before");
    expect(moveOf("ArrowLeft", false, true)).toBe("after");
  });

  it("stays inside at every edge", () => {
    expect(moved({ row: 0, column: 0 }, "up", size)).toEqual({ row: 0, column: 0 });
    expect(moved({ row: 2, column: 3 }, "down", size)).toEqual({ row: 2, column: 3 });
    expect(moved({ row: 2, column: 3 }, "after", size)).toEqual({ row: 2, column: 3 });
    expect(moved({ row: 0, column: 1 }, "pageDown", size)).toEqual({ row: 2, column: 1 });
  });

  it("Tab goes from the end of a line to the next line, and out at the very end", () => {
    expect(moved({ row: 0, column: 3 }, "next", size)).toEqual({ row: 1, column: 0 });
    expect(moved({ row: 2, column: 3 }, "next", size)).toBeNull();
    expect(moved({ row: 0, column: 0 }, "previous", size)).toBeNull();
    expect(moved({ row: 1, column: 0 }, "previous", size)).toEqual({ row: 0, column: 3 });
  });

  it("a letter of any script begins to write, a chord or a named key does not", () => {
    expect(writes("ش", false, false)).toBe(true);
    expect(writes("9", false, false)).toBe(true);
    expect(writes("d", true, false)).toBe(false);
    expect(writes("Enter", false, false)).toBe(false);
  });
});
