/** Several drafts, one PIN: which are included, and what became of each. Nothing here can be edited. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { DraftRow, IssuedOfMany } from "../../host/types";
import { useAnswer } from "../../host/useAnswer";
import { Button, Country, Empty, Name, Problem, Screen, Sentence, Status } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { useActs } from "../../shared/keys/acts";
import { findingsWord } from "../../shared/panes/findingsWord";
import { KeyAndPin, useKeyAndPin } from "../../shared/panes/KeyAndPin";
import { usePlace } from "../../shared/place/place";
import { batch as w } from "../../words/source/batch";
import { frame } from "../../words/source/frame";
import { certificate, desk, signing } from "../../words/source/issuing";
import { say } from "../../words/words";
import { BatchResults } from "./BatchResults";
import styles from "./Signing.module.css";

/** More than anybody looks through in one go. */
const most = 200;

const columns = (left: Set<string>): Column<DraftRow>[] => [
  { id: "include", title: say(w.include), width: 4, text: (row) => say(left.has(row.id) ? w.leftOut : w.included) },
  { id: "exporter", title: say(desk.exporter), width: 9, grow: true, text: (row) => row.exporter, show: (row) => <Name>{row.exporter}</Name> },
  { id: "consignee", title: say(certificate.consignee), width: 9, grow: true, text: (row) => row.consignee, show: (row) => <Name>{row.consignee}</Name> },
  { id: "to", title: say(desk.to), width: 6.5, text: (row) => row.destination, show: (row) => <Country code={row.destination} /> },
  { id: "lines", title: say(desk.lines), width: 4, end: true, text: (row) => String(row.items), show: (row) => <bdi>{say(desk.number, { count: row.items })}</bdi> },
  { id: "findings", title: say(desk.findings), width: 8.5, text: (row) => findingsWord(row).text, show: (row) => {
    const word = findingsWord(row);
    return <Status icon={word.icon} tone={word.tone}>{word.text}</Status>;
  } },
];

export function Batch() {
  const host = useHost();
  const { go, back } = usePlace();
  const drafts = useAnswer("draft_list", { offset: 0, limit: most });
  const signer = useKeyAndPin();
  /** Left out by the person; everything else that is ready is included. */
  const [left, setLeft] = useState<Set<string>>(new Set());
  const [error, setError] = useState<AskError | null>(null);
  const [active, setActive] = useState<DraftRow | undefined>();
  const [working, setWorking] = useState(false);
  const [done, setDone] = useState<{ rows: DraftRow[]; results: IssuedOfMany[] } | null>(null);
  const rows = drafts.value?.rows.filter(({ fixes }) => fixes === 0) ?? [];
  const included = rows.filter(({ id }) => !left.has(id));
  const ready = Boolean(included.length && signer.keyId && signer.pin && !working);
  const turn = ({ id }: DraftRow) => setLeft((old) => (old.has(id) ? new Set([...old].filter((other) => other !== id)) : new Set([...old, id])));
  const asksAlways = signer.ready.find(({ id }) => id === signer.keyId)?.place.code === "key_place.card_asks";

  const sign = async () => {
    if (!ready || !signer.keyId) return;
    setWorking(true);
    setError(null);
    try {
      const pinHandle = await signer.enter();
      const asked = included.map(({ id, stamp }) => ({ draftId: id, stamp }));
      const { results } = await host.ask("certificates_issue", { drafts: asked, keyId: signer.keyId, pinHandle });
      setDone({ rows: included, results });
    } catch (thrown) {
      setError(asAskError(thrown));
    }
    setWorking(false);
  };
  useActs([
    { id: "signSeveral", text: say(w.title), chord: "ctrl+enter", act: () => void sign() },
    { id: "back", text: say(frame.back), chord: "escape", act: back },
  ]);
  if (done) return <BatchResults {...done} onBack={back} onOpen={(number) => go({ page: "certificates", id: number })} />;
  return (
    <Screen
      fill
      title={say(w.title)}
      onBack={back}
      foot={
        <>
          <p className={styles.effect}>{say(w.effect)}</p>
          <Button main chord="ctrl+enter" disabled={!ready} onPress={() => void sign()}>{working ? say(w.working) : say(w.sign, { count: included.length })}</Button>
        </>
      }
    >
      <div className={styles.signing}>
        <div className={styles.printed}>
          <Problem error={drafts.error} again={drafts.again} />
          {drafts.value === null ? null : rows.length === 0 ? <Empty>{say(w.none)}</Empty> : (
            <Grid
              label={say(w.drafts)}
              columns={columns(left)}
              count={rows.length}
              rowAt={(index) => rows[index]}
              takesFocus
              onActive={setActive}
              onOpen={({ id }) => go({ page: "drafts", id })}
              onKey={(key, index) => {
                const row = rows[index];
                if (key !== " " || !row) return false;
                turn(row);
                return true;
              }}
            />
          )}
        </div>
        <section className={styles.panel} aria-label={say(signing.key)} data-pane>
          {active ? <Button chord="space" onPress={() => turn(active)}>{say(left.has(active.id) ? w.takeIn : w.leaveOut)}</Button> : null}
          <Problem error={error} />
          <KeyAndPin state={signer} />
          {asksAlways ? <p><Sentence id={w.asksAlways} /></p> : null}
        </section>
      </div>
    </Screen>
  );
}
