/** What goes and comes on sticks? With whom, with which keys, what went and came, and what is missing between. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { BundleGap, BundleLine, BundlePartner, BundlesState, FileSource, Workplace } from "../../host/types";
import { Button, Code, Country, Empty, Pane, Problem, Screen, Sentence, instant } from "../../shared/controls";
import { Grid, type Column } from "../../shared/grid";
import { HelpButton } from "../../shared/help/HelpButton";
import { useActs } from "../../shared/keys/acts";
import { useIncoming } from "../../shared/place/incoming";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { bundles as w } from "../../words/source/sticks";
import { say } from "../../words/words";
import styles from "./Bundles.module.css";
import { Own } from "./Own";
import { Partner, RemovePartner } from "./Partner";
import { ReadBundle } from "./ReadBundle";
import { WriteBundle } from "./WriteBundle";

const columns = (): Column<BundleLine>[] => [
  { id: "direction", title: say(w.direction), width: 5, text: (row) => say(row.packedHere ? w.to : w.from) },
  { id: "with", title: say(w.with), width: 11, code: true, sticky: true, text: (row) => row.node },
  { id: "number", title: say(w.number), width: 4, end: true, code: true, text: (row) => String(row.n) },
  { id: "when", title: say(w.when), width: 12, text: (row) => instant(row.at) },
  { id: "how", title: say(w.how), width: 13, grow: true, text: how },
  { id: "file", title: say(w.file), width: 16, code: true, grow: true, text: (row) => row.name },
];

function how({ packedHere, isWhole, confirmed, entries }: BundleLine): string {
  if (!isWhole) return say(packedHere ? w.doubtful : w.brokenOff);
  return say(packedHere ? w.confirmedOf : w.takenOf, { confirmed, entries });
}

export function Bundles({ workplace }: { workplace: Workplace }) {
  const host = useHost();
  const { back } = usePlace();
  const answer = useAnswer("bundles_state", { workplace });
  const [source, setSource] = useState<FileSource | null>(null);
  const [error, setError] = useState<AskError | null>(null);
  const choose = () => void host.chooseFile("bundle").then((file) => file && setSource(file), (thrown: unknown) => setError(asAskError(thrown)));
  useIncoming((incoming) => incoming.kind === "file" && setSource(incoming.source));
  useActs([{ id: "readBundle", text: say(w.read), chord: "ctrl+enter", act: choose }]);
  const state = answer.value;
  return (
    <Screen title={say(w.title)} onBack={back} acts={<><HelpButton page="sticks" /><Button main chord="ctrl+enter" onPress={choose}>{say(w.read)}</Button></>}>
      <Problem error={error ?? answer.error} again={answer.again} />
      {state ? <Standing state={state} workplace={workplace} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
      {source ? <ReadBundle workplace={workplace} source={source} onClose={() => setSource(null)} /> : null}
    </Screen>
  );
}

/** Numbers of bundles that did not come. */
export const Gap = ({ gap }: { gap: BundleGap }) => (
  <p className={styles.warn} role="status" data-gap={gap.node}><Sentence id={w.gap} params={{ count: gap.last - gap.first + 1, first: String(gap.first), last: String(gap.last), node: gap.node }} /></p>
);

function Standing({ state, workplace }: { state: BundlesState; workplace: Workplace }) {
  const { lines, missing, hasList } = state;
  return (
    <div className={styles.all}>
      <p>{say(w.intro)}</p>
      {hasList ? null : <p className={styles.warn} role="status">{say(w.noList)}</p>}
      {missing.map((gap) => <Gap key={`${gap.node} ${gap.first}`} gap={gap} />)}
      <Partners state={state} workplace={workplace} />
      <Pane title={say(w.went)}>
        {lines.length === 0 ? <Empty>{say(w.none)}</Empty> : <div className={styles.lines}><Grid label={say(w.went)} columns={columns()} count={lines.length} rowAt={(index) => lines[index]} /></div>}
      </Pane>
      <Own state={state} workplace={workplace} />
    </div>
  );
}

function Partners({ state, workplace }: { state: BundlesState; workplace: Workplace }) {
  const [packFor, setPackFor] = useState<BundlePartner | null>(null);
  const [change, setChange] = useState<BundlePartner | "new" | null>(null);
  const [removed, setRemoved] = useState<BundlePartner | null>(null);
  return (
    <Pane title={say(w.partners)} acts={<Button onPress={() => setChange("new")}>{say(w.addPartner)}</Button>}>
      {state.partners.length === 0 ? <p>{say(w.noPartners)}</p> : (
        <ul className={styles.partners}>
          {state.partners.map((partner) => (
            <li key={partner.node} data-partner={partner.node}>
              <div>
                <Code>{partner.node}</Code>
                <p className={styles.quiet}>{partner.countries.length ? partner.countries.map((code) => <Country key={code} code={code} />) : say(w.takesAll)}</p>
              </div>
              <Button onPress={() => setPackFor(partner)}>{say(w.pack)}</Button>
              <Button quiet onPress={() => setChange(partner)}>{say(w.changePartner)}</Button>
              <Button quiet onPress={() => setRemoved(partner)}>{say(w.removePartner)}</Button>
            </li>
          ))}
        </ul>
      )}
      {packFor ? <WriteBundle workplace={workplace} partner={packFor} hasList={state.hasList} onClose={() => setPackFor(null)} /> : null}
      {change ? <Partner workplace={workplace} partner={change === "new" ? null : change} onClose={() => setChange(null)} /> : null}
      {removed ? <RemovePartner workplace={workplace} partner={removed} onClose={() => setRemoved(null)} /> : null}
    </Pane>
  );
}
