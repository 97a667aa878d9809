/** Which service says when a certificate was signed? Its address, a test, what the trust list says of it, the last stamp. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import { useAnswer } from "../../host/useAnswer";
import type { StampSettings, StampTried } from "../../host/types";
import { Button, Code, CodeField, FindingList, Pane, Problem, Screen, Sentence, announce, shown } from "../../shared/controls";
import { HelpButton } from "../../shared/help/HelpButton";
import { usePlace } from "../../shared/place/place";
import { frame } from "../../words/source/frame";
import { stamps as w } from "../../words/source/services";
import { say } from "../../words/words";
import styles from "./Stamps.module.css";

export function Stamps() {
  const { back } = usePlace();
  const answer = useAnswer("stamp_settings", {});
  const settings = answer.value;
  return (
    <Screen title={say(w.title)} onBack={back} acts={<HelpButton page="keys" />}>
      <Problem error={answer.error} again={answer.again} />
      {settings ? <Service key={settings.url ?? ""} settings={settings} /> : answer.error ? null : <p role="status">{say(frame.loading)}</p>}
    </Screen>
  );
}

function Service({ settings }: { settings: StampSettings }) {
  const host = useHost();
  const [address, setAddress] = useState(settings.url ?? "");
  const [tried, setTried] = useState<StampTried | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<AskError | null>(null);
  const url = address.trim();
  const isOther = url !== (settings.url ?? "");
  const edit = (text: string) => {
    setAddress(text);
    setTried(null);
  };
  const ask = async (act: () => Promise<void>) => {
    if (busy) return;
    setError(null);
    setBusy(true);
    try {
      await act();
    } catch (thrown) {
      setError(asAskError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const test = () => ask(async () => setTried(await host.ask("stamp_try", { url })));
  const save = (to: string | null) =>
    ask(async () => {
      await host.ask("stamp_settings_save", { url: to });
      announce(to ? w.inForce : w.isOff);
    });
  return (
    <div className={styles.stamps}>
      <p>{say(w.intro)}</p>
      <Pane title={say(w.service)}>
        <p data-service={settings.url ? "set" : "none"}>
          {settings.url && settings.since ? <><Code>{settings.url}</Code> · <Sentence id={w.inUse} params={{ at: shown("", settings.since) }} /></> : say(w.none)}
        </p>
        <CodeField label={say(w.address)} value={address} onChange={edit} hint={say(w.addressHint)} />
        <div className={styles.row}>
          <Button disabled={!url || busy} onPress={() => void test()}>{say(busy ? w.testing : w.test)}</Button>
          <Button main disabled={!url || !isOther || busy} onPress={() => void save(url)}>{say(w.use)}</Button>
          {settings.url ? <Button quiet disabled={busy} onPress={() => void save(null)}>{say(w.off)}</Button> : null}
        </div>
        <Problem error={error} />
        {tried ? <Tried tried={tried} /> : null}
      </Pane>
      <Pane title={say(w.standing)}>
        <dl className={styles.pairs}>
          <div>
            <dt>{say(w.last)}</dt>
            <dd>{settings.lastAt ? <Sentence id={w.lastAt} params={{ at: shown("", settings.lastAt), address: settings.lastAddress }} /> : say(w.noLast)}</dd>
          </div>
          <div>
            <dt>{say(w.missing)}</dt>
            <dd>{say(w.waiting, { count: settings.waiting })}</dd>
          </div>
          <div>
            <dt>{say(w.anchor)}</dt>
            <dd>{!settings.hasList ? say(w.noList) : settings.trusted.length ? <bdi dir="auto">{settings.trusted.join(", ")}</bdi> : say(w.noAnchor)}</dd>
          </div>
        </dl>
      </Pane>
    </div>
  );
}

/** What came of the test, and what it means for certificates. */
function Tried({ tried }: { tried: StampTried }) {
  const { at, by, service, finding } = tried;
  return (
    <div role="status" className={styles.tried} data-tried={at ? (service ? "vouched" : "unvouched") : "none"}>
      {at ? <p><Sentence id={w.works} params={{ at: shown("", at), by }} /></p> : null}
      {at ? <p>{service ? <Sentence id={w.vouched} params={{ service }} /> : say(w.unvouched)}</p> : finding ? <FindingList findings={[finding]} /> : null}
    </div>
  );
}
