/**
 * Was that a person typing or a scanner? A burst of keys at most 30 ms apart that ends in Enter is a scan.
 * Inside a burst characters are read from the physical keys as a US layout, whatever the scanner's country setting.
 */

const GAP_MS = 30;
const LEAST = 6;

const plain: Record<string, string> = {
  Minus: "-", Equal: "=", BracketLeft: "[", BracketRight: "]", Backslash: "\\", Semicolon: ";", Quote: "'",
  Backquote: "`", Comma: ",", Period: ".", Slash: "/", Space: " ", NumpadDecimal: ".", NumpadDivide: "/",
  NumpadMultiply: "*", NumpadSubtract: "-", NumpadAdd: "+",
};
const shifted: Record<string, string> = {
  Minus: "_", Equal: "+", BracketLeft: "{", BracketRight: "}", Backslash: "|", Semicolon: ":", Quote: '"',
  Backquote: "~", Comma: "<", Period: ">", Slash: "?", Space: " ",
};
const shiftedDigits = ")!@#$%^&*(";

/** The character of a physical key on a US keyboard, or null for keys that write nothing. */
export function usCharacter(code: string, shift: boolean): string | null {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter) return shift ? letter : letter.toLowerCase();
  const digit = /^(Digit|Numpad)(\d)$/.exec(code);
  if (digit?.[2]) return shift && digit[1] === "Digit" ? (shiftedDigits[Number(digit[2])] ?? null) : digit[2];
  return (shift ? shifted[code] : undefined) ?? plain[code] ?? null;
}

export type Burst = { text: string; at: number };
export const quiet: Burst = { text: "", at: Number.NEGATIVE_INFINITY };

type Key = { code: string; shiftKey: boolean; at: number };

/** Feeds one key. `scan` is set when the burst is complete; its Enter must be swallowed. */
export function feed(burst: Burst, key: Key): { burst: Burst; scan: string | null } {
  const goesOn = key.at - burst.at <= GAP_MS;
  if (key.code === "Enter" || key.code === "NumpadEnter") {
    const isScan = goesOn && burst.text.length >= LEAST;
    return { burst: quiet, scan: isScan ? burst.text : null };
  }
  if (key.code.startsWith("Shift")) return { burst: { text: goesOn ? burst.text : "", at: key.at }, scan: null };
  const character = usCharacter(key.code, key.shiftKey);
  if (character === null) return { burst: quiet, scan: null };
  return { burst: { text: (goesOn ? burst.text : "") + character, at: key.at }, scan: null };
}

/** A scanner that stumbled between two keys: the box then holds the beginning that the last burst lacks. */
export const wholeScan = (burst: string, inBox: string): string =>
  inBox.length > burst.length && inBox.toUpperCase().endsWith(burst.toUpperCase()) ? inBox : burst;
