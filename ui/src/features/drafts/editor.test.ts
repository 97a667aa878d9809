import { describe, expect, it } from "vitest";
import { content } from "../../testing/samples";
import { markFindings, opened, questionFindings, questionsOfPaste, reduce, type EditorAction, type EditorState } from "./editor";
import { withCell, withPasted } from "./goods";

const write = (field: "description" | "hs", text: string): EditorAction => ({ type: "change", key: `items[1].${field}`, next: (now) => withCell(now, 0, field, text) });
const after = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(reduce, state);
const begin = () => opened(content(), ["transport.departure"]);

describe("undo", () => {
  it("takes keystrokes in one box back together", () => {
    const state = after(begin(), write("description", "T"), write("description", "Te"), write("description", "Tea"), { type: "undo" });
    expect(state.content.items[0]?.description).toBe("Black tea, BP1, in bulk");
    expect(after(state, { type: "redo" }).content.items[0]?.description).toBe("Tea");
  });

  it("keeps the boxes apart once one has been left", () => {
    const state = after(begin(), write("description", "Tea"), { type: "leave" }, write("description", "Green tea"), { type: "undo" });
    expect(state.content.items[0]?.description).toBe("Tea");
  });

  it("takes forty pasted rows back with one step and brings them again with one", () => {
    const rows = Array.from({ length: 40 }, (_, at) => ({ cells: { description: `Tea ${at}` } }));
    const pasted = after(begin(), { type: "change", key: "paste 1", next: (now) => withPasted(now, 0, rows) });
    expect(pasted.content.items).toHaveLength(40);
    const undone = after(pasted, { type: "undo" });
    expect(undone.content).toEqual(content());
    expect(after(undone, { type: "redo" }).content.items).toHaveLength(40);
  });

  it("has nothing to take back in a fresh record", () => {
    const state = begin();
    expect(after(state, { type: "undo" })).toBe(state);
    expect(after(state, { type: "redo" })).toBe(state);
  });

  it("brings back what was written here when somebody else saved first", () => {
    const mine = withCell(content(), 0, "description", "Mine");
    expect(after(opened(content(), [], mine), { type: "undo" }).content.items[0]?.description).toBe("Mine");
  });

  it("counts a version with every change and with none otherwise", () => {
    expect(after(begin(), { type: "change", key: "x", next: (now) => now }).version).toBe(0);
    expect(after(begin(), write("hs", "1"), write("hs", "12")).version).toBe(2);
  });
});

describe("numbers that can mean two things", () => {
  const question = { index: 1, field: "grossMass" as const, typed: "9.120", readings: ["9.12", "9120"] };

  it("stand as findings that block, until they are answered", () => {
    const state = after(begin(), { type: "ask", questions: [question] });
    expect(questionFindings(state.questions, () => "Gross kg", (text) => text)).toEqual([
      { code: "number.question", severity: "block", path: "items[2].gross_mass", params: { n: "2", label: "Gross kg", typed: "9.120", a: "9.12", b: "9120" } },
    ]);
    expect(after(state, { type: "answered", index: 1, field: "grossMass" }).questions).toEqual([]);
  });

  it("that are no numbers at all say so", () => {
    const [finding] = questionFindings([{ ...question, typed: "12.34.5", readings: [] }], () => "Gross kg", (text) => text);
    expect(finding).toMatchObject({ code: "number.unreadable", severity: "block" });
  });

  it("the newest question of a cell replaces the one before", () => {
    const state = after(begin(), { type: "ask", questions: [question] }, { type: "ask", questions: [{ ...question, typed: "1.5" }] });
    expect(state.questions.map(({ typed }) => typed)).toEqual(["1.5"]);
  });

  it("leave with their line", () => {
    const state = after(begin(), { type: "ask", questions: [question] }, { type: "change", key: "line", next: (now) => ({ ...now, items: now.items.slice(0, 1) }) });
    expect(state.questions).toEqual([]);
  });

  it("of a paste are counted from the line it began at", () => {
    expect(questionsOfPaste(3, [{ row: 2, field: "value", typed: "1.5", readings: ["1.5", "15"] }])[0]?.index).toBe(5);
  });
});

describe("marks of a copy", () => {
  it("go when their box is written", () => {
    expect(begin().marks).toEqual(["transport.departure"]);
    expect(after(begin(), { type: "change", key: "transport.departure", next: (now) => ({ ...now, remarks: ["x"] }) }).marks).toEqual([]);
    expect(markFindings(["transport.departure"])).toMatchObject([{ code: "mark.check_me", path: "transport.departure" }]);
  });
});
