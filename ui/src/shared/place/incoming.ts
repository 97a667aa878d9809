/** A file was dropped or a code was scanned, wherever the focus is: who takes it? The newest part that said it would. */
import { useEffect, useRef } from "react";
import type { FileSource } from "../../host/types";

export type Incoming = { kind: "number"; text: string } | { kind: "file"; source: FileSource };

type Take = (incoming: Incoming) => void;

const takers: { current: Take }[] = [];
let waiting: Incoming | null = null;

/** Hands it on. When nobody is there yet it waits for the next part that takes it, and `false` says so. */
export function deliver(incoming: Incoming): boolean {
  const taker = takers.at(-1);
  if (taker) {
    taker.current(incoming);
    return true;
  }
  waiting = incoming;
  return false;
}

/** Takes what comes in while the part is mounted, and what waited for it. */
export function useIncoming(take: Take): void {
  const latest = useRef(take);
  latest.current = take;
  useEffect(() => {
    takers.push(latest);
    if (waiting) {
      const held = waiting;
      waiting = null;
      latest.current(held);
    }
    return () => void takers.splice(takers.indexOf(latest), 1);
  }, []);
}
