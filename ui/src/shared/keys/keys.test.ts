import { describe, expect, it } from "vitest";
import { chordOf, showChord } from "./keys";

const key = (part: Partial<Parameters<typeof chordOf>[0]>) =>
  chordOf({ key: "", code: "", ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, isComposing: false, ...part });

describe("chords", () => {
  it.each([
    ["a plain letter", { key: "a", code: "KeyA" }, "a"],
    ["Ctrl+N on a Latin keyboard, by its character", { key: "n", code: "KeyK", ctrlKey: true }, "ctrl+n"],
    ["Ctrl+N on an Arabic keyboard, by its place", { key: "ى", code: "KeyN", ctrlKey: true }, "ctrl+n"],
    ["Ctrl+N on a Russian keyboard", { key: "т", code: "KeyN", ctrlKey: true }, "ctrl+n"],
    ["Ctrl+1 where the top row writes &", { key: "&", code: "Digit1", ctrlKey: true }, "ctrl+1"],
    ["Ctrl+/ on an Arabic keyboard", { key: "ظ", code: "Slash", ctrlKey: true }, "ctrl+/"],
    ["Ctrl+Enter", { key: "Enter", code: "Enter", ctrlKey: true }, "ctrl+enter"],
    ["Shift+F8", { key: "F8", code: "F8", shiftKey: true }, "shift+f8"],
    ["Alt+3", { key: "3", code: "Digit3", altKey: true }, "alt+3"],
  ])("%s", (_, event, chord) => expect(key(event)).toBe(chord));

  it("AltGr is never a chord", () => {
    expect(key({ key: "@", code: "KeyQ", ctrlKey: true, altKey: true })).toBeNull();
  });

  it("nothing fires while an input method composes", () => {
    expect(key({ key: "n", code: "KeyN", ctrlKey: true, isComposing: true })).toBeNull();
    expect(key({ key: "Process", code: "KeyN" })).toBeNull();
  });

  it("are shown the way keyboards name them", () => {
    expect(showChord("ctrl+shift+enter")).toBe("Ctrl+Shift+Enter");
    expect(showChord("ctrl+k")).toBe("Ctrl+K");
  });
});
