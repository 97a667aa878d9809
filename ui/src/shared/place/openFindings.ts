/** How many findings has the record that is open? The status bar tells it. */
import { useEffect, useSyncExternalStore } from "react";

export type OpenFindings = { fixes: number; looks: number };

let now: OpenFindings | null = null;
const listeners = new Set<() => void>();
const set = (to: OpenFindings | null) => {
  now = to;
  for (const tell of listeners) tell();
};
const listen = (tell: () => void) => {
  listeners.add(tell);
  return () => listeners.delete(tell);
};

export const useOpenFindings = (): OpenFindings | null => useSyncExternalStore(listen, () => now);

/** Shows the counts while the record is open. */
export function useTellFindings(fixes: number, looks: number): void {
  useEffect(() => set({ fixes, looks }), [fixes, looks]);
  useEffect(() => () => set(null), []);
}
