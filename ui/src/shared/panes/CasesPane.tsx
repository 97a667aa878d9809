/** What was asked about this certificate, and what may be said to it here: customs asks, the issuing desk replies. */
import { useState } from "react";
import { useAnswer } from "../../host/useAnswer";
import type { Verification, Workplace } from "../../host/types";
import { verifications as w } from "../../words/source/asked";
import { say } from "../../words/words";
import { Button, Pane, Problem } from "../controls";
import { AskToVerify } from "./AskToVerify";
import { Case } from "./Case";
import { MoreTime, ReplyToCase } from "./ReplyToCase";

type Doing = { what: "reply" | "time"; row: Verification };

export function CasesPane({ workplace, number, items }: { workplace: Workplace; number: string; items: number[] }) {
  const answer = useAnswer("verification_rows", { workplace, number });
  const [asking, setAsking] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);
  const rows = answer.value?.rows ?? [];
  const close = () => setDoing(null);
  if (workplace === "issue" && rows.length === 0) return <Problem error={answer.error} again={answer.again} />;
  return (
    <>
      <Problem error={answer.error} again={answer.again} />
      {workplace === "receive" ? <Pane title={say(w.title)} acts={<Button onPress={() => setAsking(true)} disabled={items.length === 0}>{say(w.ask)}</Button>}>{rows.length === 0 ? <p>{say(w.empty)}</p> : null}</Pane> : null}
      {rows.map((row) => (
        <Case
          key={row.case}
          row={row}
          acts={row.acts.length ? (
            <>
              {row.acts.includes("reply") ? <Button main onPress={() => setDoing({ what: "reply", row })}>{say(w.reply)}</Button> : null}
              {row.acts.includes("ask_for_time") ? <Button onPress={() => setDoing({ what: "time", row })}>{say(w.moreTime)}</Button> : null}
            </>
          ) : null}
        />
      ))}
      {asking ? <AskToVerify number={number} items={items} onClose={() => setAsking(false)} /> : null}
      {doing?.what === "reply" ? <ReplyToCase row={doing.row} onClose={close} /> : null}
      {doing?.what === "time" ? <MoreTime row={doing.row} onClose={close} /> : null}
    </>
  );
}
