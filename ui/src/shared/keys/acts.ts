/** What can be done here? Screens name their acts once: the keys work, and palette and key list show them. */
import { useEffect, useRef } from "react";
import { useKeys, type Chord, type KeyMap } from "./keys";

export type ScreenAct = {
  id: string;
  text: string;
  chord?: Chord;
  act: () => void;
  /** Named in the palette all the same; the key does nothing for now. */
  disabled?: boolean;
  /** Works on every screen. */
  everywhere?: boolean;
};

const boards: { current: ScreenAct[] }[] = [];

/** Offers the acts while the part is mounted. */
export function useActs(acts: ScreenAct[]): void {
  const latest = useRef(acts);
  latest.current = acts;
  useEffect(() => {
    boards.push(latest);
    return () => void boards.splice(boards.indexOf(latest), 1);
  }, []);
  const keys: KeyMap = {};
  for (const { chord, act, disabled } of acts) {
    if (chord) keys[chord] = () => (disabled ? undefined : act());
  }
  useKeys(keys);
}

/** What is offered at this moment, the newest part first. */
export const actsNow = (): ScreenAct[] => [...boards].reverse().flatMap((board) => board.current.filter((act) => !act.disabled));
