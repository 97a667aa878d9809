/** What was asked last and what came back; asked again when what is known here changes. */
import { useCallback, useEffect, useRef, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CheckAnswer, FileSource } from "../../host/types";

const concerns = new Set(["received", "issuers", "balances"]);

export function useCheck() {
  const host = useHost();
  const [answer, setAnswer] = useState<CheckAnswer | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const [working, setWorking] = useState(false);
  // Counts what the officer asked, so that a new question begins a new page and an update does not.
  const [round, setRound] = useState(0);
  const asked = useRef(0);
  const known = useRef<string | null>(null);

  const run = useCallback(async (isNew: boolean, ask: () => Promise<CheckAnswer>) => {
    const mine = ++asked.current;
    if (isNew) setWorking(true);
    try {
      const came = await ask();
      if (mine !== asked.current) return;
      setAnswer(came);
      setError(null);
      known.current = came.found && came.found.recordId === null ? null : (came.found?.number ?? came.typed);
    } catch (thrown) {
      if (mine !== asked.current) return;
      setError(asAskError(thrown));
      if (isNew) setAnswer(null);
    }
    setWorking(false);
    if (isNew) setRound((before) => before + 1);
  }, []);

  const number = useCallback((text: string) => run(true, () => host.ask("check_number", { text })), [host, run]);
  const file = useCallback((source: FileSource) => run(true, () => host.ask("check_file", { source })), [host, run]);
  /** A file that was only looked at has no record here: what was said of it stands. */
  const again = useCallback(() => {
    const text = known.current;
    if (text !== null) void run(false, () => host.ask("check_number", { text }));
  }, [host, run]);
  const clear = useCallback(() => {
    asked.current++;
    known.current = null;
    setAnswer(null);
    setError(null);
    setWorking(false);
  }, []);
  useEffect(() => host.onChanged((tags) => {
    if (tags.some((tag) => concerns.has(tag))) again();
  }), [host, again]);
  return { answer, error, working, round, number, file, again, clear };
}
