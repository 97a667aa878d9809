/** What does the program say now? Asks, and asks again whenever a tag the command reads has changed. */
import { useCallback, useEffect, useRef, useState } from "react";
import { commandTable, type CommandName, type RequestOf, type ResponseOf } from "./commands";
import { asAskError, useHost, type AskError } from "./host";

export type Answer<T> = { value: T | null; error: AskError | null; again: () => void };

/** Pass `null` to ask nothing yet. The last answer stays while the next is on its way. */
export function useAnswer<C extends CommandName>(command: C, request: RequestOf<C> | null): Answer<ResponseOf<C>> {
  const host = useHost();
  const [value, setValue] = useState<ResponseOf<C> | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const key = request === null ? null : JSON.stringify(request);
  const round = useRef(0);

  const again = useCallback(() => {
    if (key === null) return;
    const mine = ++round.current;
    host.ask(command, JSON.parse(key) as RequestOf<C>).then(
      (answer) => {
        if (mine !== round.current) return;
        setValue(answer);
        setError(null);
      },
      (thrown: unknown) => {
        if (mine === round.current) setError(asAskError(thrown));
      },
    );
  }, [host, command, key]);

  useEffect(() => {
    again();
    const tags = commandTable[command].reads;
    const stop = host.onChanged((changed) => {
      if (changed.some((tag) => tags.includes(tag))) again();
    });
    return () => {
      round.current++;
      stop();
    };
  }, [again, host, command]);

  return { value, error, again };
}
