/** Tells what a scanner read, wherever the focus is. Its closing Enter is swallowed when somebody took the scan. */
import { useEffect, useRef } from "react";
import { feed, quiet, type Burst } from "./scanner";

export function useScanner(tell: (text: string) => boolean): void {
  const latest = useRef(tell);
  latest.current = tell;
  useEffect(() => {
    let burst: Burst = quiet;
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = feed(burst, { code: event.code, shiftKey: event.shiftKey, at: event.timeStamp });
      burst = next.burst;
      if (next.scan === null || !latest.current(next.scan)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", hear, true);
    return () => window.removeEventListener("keydown", hear, true);
  }, []);
}
