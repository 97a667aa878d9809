/** What does the program make of the file, as it is to be read now? Knows whether the answer is that of the last choice. */
import { useEffect, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { ApplicationsLook, ApplicationsSeen } from "../../host/types";

type Looked = { key: string; value: ApplicationsSeen | null; error: AskError | null };
export type Look = { seen: ApplicationsSeen | null; error: AskError | null; current: boolean; again: () => void };

/** The last answer stays while the next is on its way, and is not `current` then. */
export function useLook(request: ApplicationsLook | null): Look {
  const host = useHost();
  const key = request === null ? null : JSON.stringify(request);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [round, setRound] = useState(0);

  useEffect(() => {
    if (key === null) return;
    let gone = false;
    const tell = (value: ApplicationsSeen | null, error: AskError | null) => {
      if (!gone) setLooked((last) => ({ key, value: value ?? last?.value ?? null, error }));
    };
    host.ask("applications_look", JSON.parse(key) as ApplicationsLook).then((value) => tell(value, null), (thrown: unknown) => tell(null, asAskError(thrown)));
    return () => {
      gone = true;
    };
  }, [host, key, round]);

  return { seen: looked?.value ?? null, error: looked?.error ?? null, current: looked?.key === key && !looked?.error, again: () => setRound(round + 1) };
}
