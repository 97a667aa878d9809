/** Where is the person, and what did they leave there? Pages keep filter, selection and text when one comes back. */
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import type { Workplace } from "../../host/types";

export type PageName =
  | "desk" | "drafts" | "certificates" | "outbox" | "keys" | "settings" | "stamps" | "forms" | "lists" | "bundles"
  | "check" | "decide" | "received" | "balances" | "issuers" | "contradictions" | "questions" | "verifications" | "journal";

/** A page, and the record that is open on it. `view` is a page of that record, such as its preview. */
export type Place = { workplace: Workplace; page: PageName; id?: string; view?: string };

/** `instead`: the page that was asked from is over, and going back must not lead there. */
type Going = { place: Place; go: (to: Partial<Place> & { page: PageName }, instead?: "instead") => void; back: () => void };

const GoingContext = createContext<Going | null>(null);
const KeptContext = createContext<Map<string, unknown>>(new Map());

export function PlaceProvider({ start, children }: { start: Place; children: ReactNode }) {
  const [trail, setTrail] = useState<Place[]>([start]);
  const [kept] = useState(() => new Map<string, unknown>());
  const place = trail.at(-1) ?? start;
  const go = useCallback<Going["go"]>((to, instead) => {
    setTrail((old) => [...old.slice(-30, instead ? -1 : undefined), { workplace: old.at(-1)?.workplace ?? "issue", ...to }]);
  }, []);
  const back = useCallback(() => setTrail((old) => (old.length > 1 ? old.slice(0, -1) : old)), []);
  return (
    <KeptContext value={kept}>
      <GoingContext value={{ place, go, back }}>{children}</GoingContext>
    </KeptContext>
  );
}

export function usePlace(): Going {
  const going = useContext(GoingContext);
  if (!going) throw new Error("no place");
  return going;
}

/** Leaves something for another page. */
export function useKeep(): (key: string, value: unknown) => void {
  const kept = useContext(KeptContext);
  return useCallback((key, value) => void kept.set(key, value), [kept]);
}

/** Like `useState`, but the value is there again when the person comes back to the page. */
export function useKept<T>(key: string, initial: T): [T, (next: T) => void] {
  const kept = useContext(KeptContext);
  const [value, setValue] = useState<T>(() => (kept.has(key) ? (kept.get(key) as T) : initial));
  const keep = useCallback(
    (next: T) => {
      kept.set(key, next);
      setValue(next);
    },
    [kept, key],
  );
  return [value, keep];
}
