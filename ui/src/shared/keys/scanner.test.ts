import { describe, expect, it } from "vitest";
import { feed, quiet, usCharacter, wholeScan, type Burst } from "./scanner";

/** Physical keys, `gap` milliseconds apart, closed by Enter. */
function scan(codes: string[], gap: number): string | null {
  let burst: Burst = quiet;
  let at = 1000;
  for (const code of codes) {
    const [name = "", shift] = code.split("+").reverse();
    ({ burst } = feed(burst, { code: name, shiftKey: shift === "Shift", at }));
    at += gap;
  }
  return feed(burst, { code: "Enter", shiftKey: false, at }).scan;
}

const number = ["Shift+KeyK", "Shift+KeyE", "Slash", "Digit2", "Digit0", "Minus", "Digit7"];

describe("a scanner", () => {
  it("is read by physical keys, whatever layout the computer has", () => {
    expect(scan(number, 10)).toBe("KE/20-7");
  });

  it("is not a person typing", () => {
    expect(scan(number, 90)).toBeNull();
  });

  it("needs more than a few letters, so that a quick word is no scan", () => {
    expect(scan(["KeyO", "KeyK"], 5)).toBeNull();
  });

  it("that stumbled between two keys is completed by what the box holds", () => {
    expect(wholeScan("cc2026000002", "DCC2026000002")).toBe("DCC2026000002");
    expect(wholeScan("DCC2026000002", "DCC2026000002")).toBe("DCC2026000002");
    expect(wholeScan("DCC2026000002", "ؤ]]2026")).toBe("DCC2026000002");
    expect(wholeScan("DCC2026000002", "")).toBe("DCC2026000002");
  });

  it("reads signs as a US keyboard writes them", () => {
    expect(usCharacter("Quote", true)).toBe('"');
    expect(usCharacter("Digit5", true)).toBe("%");
    expect(usCharacter("Numpad5", true)).toBe("5");
    expect(usCharacter("ArrowUp", false)).toBeNull();
  });
});
