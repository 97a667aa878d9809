/**
 * Which key was pressed, and who wants it? Chords are written `ctrl+shift+enter`; the newest listener goes first.
 * Never Ctrl+Alt: on European layouts that is AltGr.
 */
import { useEffect, useRef } from "react";

export type Chord = string;
/** Returns `false` to let an older listener have the key. */
export type Act = (event: KeyboardEvent) => boolean | void;
export type KeyMap = Record<Chord, Act>;

type KeyLike = Pick<KeyboardEvent, "key" | "code" | "ctrlKey" | "metaKey" | "altKey" | "shiftKey" | "isComposing">;

const isLatin = (key: string): boolean => key.length === 1 && key.charCodeAt(0) < 0x80;

/** The chord of an event, or null while an input method composes or AltGr is held. */
export function chordOf(event: KeyLike): Chord | null {
  if (event.isComposing || event.key === "Process" || event.key === "Dead") return null;
  const ctrl = event.ctrlKey || event.metaKey;
  if (ctrl && event.altKey) return null;
  let key = event.key.toLowerCase();
  // Top-row digits and, on layouts that are not Latin, letters count by their place on the keyboard.
  const digit = /^Digit(\d)$/.exec(event.code);
  const letter = /^Key([A-Z])$/.exec(event.code);
  if ((ctrl || event.altKey) && digit?.[1]) key = digit[1];
  else if (letter?.[1] && !isLatin(event.key)) key = letter[1].toLowerCase();
  else if (event.code === "Slash" && ctrl && !isLatin(event.key)) key = "/";
  if (key === " ") key = "space";
  const named = key.length > 1 || ctrl || event.altKey;
  return [ctrl && "ctrl", event.altKey && "alt", event.shiftKey && named && "shift", key].filter(Boolean).join("+");
}

type Listener = { current: KeyMap; isBarrier?: boolean };

const stack: Listener[] = [];

/** Keys the web engine would take for itself: reload, caret, print, search. Where nobody wants them they do nothing. */
const reserved: ReadonlySet<Chord> = new Set(["f3", "f5", "f7", "ctrl+f", "ctrl+g", "ctrl+p", "ctrl+r", "ctrl+s", "ctrl+shift+i", "ctrl+shift+r"]);

/** Chords belong to the screen before any control sees them; plain keys belong to the control first. */
const isCommand = (chord: Chord): boolean => /^(ctrl|alt)\+|^(shift\+)?f\d+$/.test(chord);

function answer(event: KeyboardEvent, chord: Chord): void {
  for (const listener of [...stack].reverse()) {
    if (listener.isBarrier) break;
    const act = listener.current[chord];
    if (act && act(event) !== false) {
      event.preventDefault();
      event.stopPropagation();
      return;
    }
  }
  if (reserved.has(chord)) event.preventDefault();
}

/** An Escape that closes an open list is spent by it; by the time it comes up here the list is gone. */
const spent = new WeakSet<KeyboardEvent>();

function hearCommand(event: KeyboardEvent): void {
  if (event.key === "Escape" && document.querySelector('[role="listbox"], [role="menu"]')) spent.add(event);
  const chord = event.defaultPrevented ? null : chordOf(event);
  if (chord && isCommand(chord)) answer(event, chord);
}

function hearPlain(event: KeyboardEvent): void {
  const chord = event.defaultPrevented || spent.has(event) ? null : chordOf(event);
  if (chord && !isCommand(chord)) answer(event, chord);
}

function push(listener: Listener): () => void {
  if (stack.length === 0) {
    window.addEventListener("keydown", hearCommand, true);
    window.addEventListener("keydown", hearPlain);
  }
  stack.push(listener);
  return () => {
    stack.splice(stack.indexOf(listener), 1);
    if (stack.length > 0) return;
    window.removeEventListener("keydown", hearCommand, true);
    window.removeEventListener("keydown", hearPlain);
  };
}

/** Listens while the part is mounted and `active`. */
export function useKeys(map: KeyMap, active = true): void {
  const latest = useRef(map);
  latest.current = map;
  useEffect(() => (active ? push(latest) : undefined), [active]);
}

/** What lies over the page keeps the page's keys from acting. Stands before the content whose own keys work. */
export function KeyBarrier(): null {
  useEffect(() => push({ current: {}, isBarrier: true }), []);
  return null;
}

/** How a chord is shown to people. */
export function showChord(chord: Chord): string {
  return chord
    .split("+")
    .map((part) => (part.length === 1 ? part.toUpperCase() : part.charAt(0).toUpperCase() + part.slice(1)))
    .join("+");
}
