/** What would taking this list in change? Looked at first, taken in on a word; a publisher nobody knows yet is set here. */
import { useCallback, useEffect, useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { CodeListLooked, FileSource } from "../../host/types";
import { Button, Dialog, Field, Problem, Sentence, announce } from "../../shared/controls";
import { FindingList } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { lists } from "../../words/source/lists";
import { packs as w } from "../../words/source/packs";
import { language, say } from "../../words/words";
import styles from "./Lists.module.css";

const number = (count: number): string => new Intl.NumberFormat(language()).format(count);

export function ImportList({ source, onClose }: { source: FileSource; onClose: () => void }) {
  const host = useHost();
  const [looked, setLooked] = useState<CodeListLooked | null>(null);
  const [version, setVersion] = useState("");
  const [error, setError] = useState<AskError | null>(null);
  const look = useCallback(() => {
    setError(null);
    void host.ask("code_list_look", { source, version: "" }).then(setLooked, (thrown: unknown) => setError(asAskError(thrown)));
  }, [host, source]);
  useEffect(look, [look]);
  const take = () => {
    if (!looked) return;
    void host.ask("code_list_import", { source, version }).then(({ list }) => {
      announce(w.taken, { list: list.id });
      onClose();
    }, (thrown: unknown) => setError(asAskError(thrown)));
  };
  useKeys({ "ctrl+enter": take });
  const unknown = error?.api.findings?.find((finding) => finding.code === "hs_pack.signer_unknown");
  return (
    <Dialog
      title={say(w.importTitle)}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!looked} onPress={take}>{say(w.take)}</Button></>}
    >
      <Problem error={error} />
      {unknown ? <Publisher onDone={look} onError={setError} /> : null}
      {looked ? <What looked={looked} /> : error ? null : <p role="status">{say(frame.loading)}</p>}
      {looked && !looked.list.taken?.signer ? <><Field label={say(w.version)} value={version} onChange={setVersion} /><p className={styles.part}>{say(w.versionHint)}</p></> : null}
    </Dialog>
  );
}

function What({ looked }: { looked: CodeListLooked }) {
  const { list, added, changed, removed, withoutText, deleted, findings } = looked;
  const rows: [string, string][] = [
    [lists.version, list.version],
    ...(list.hsYear ? [[w.year, String(list.hsYear)] as [string, string]] : []),
    ...(list.taken?.maker ? [[w.maker, list.taken.maker] as [string, string]] : []),
    ...(list.taken?.signer ? [[w.signer, list.taken.signer] as [string, string]] : []),
    [lists.source, list.source],
    [lists.licence, list.licence],
  ];
  return (
    <div className={styles.looked} data-looked={list.id}>
      <p><strong dir="ltr">{list.id}</strong></p>
      <p><Sentence id={w.counts} params={{ rows: number(list.rows) }} /> · <Sentence id={w.change} params={{ added: number(added), changed: number(changed), removed: number(removed) }} /></p>
      {withoutText ? <p><Sentence id={w.withoutText} params={{ rows: number(withoutText) }} /></p> : null}
      {deleted ? <p><Sentence id={w.deleted} params={{ rows: number(deleted) }} /></p> : null}
      <dl className={styles.pairs}>
        {rows.map(([word, text]) => <div key={word}><dt>{say(word)}</dt><dd><bdi dir="auto">{text}</bdi></dd></div>)}
      </dl>
      {findings.length ? <FindingList findings={findings} /> : null}
    </div>
  );
}

/** The key is typed, never taken from the pack: whoever made a false pack would have put a false key into it. */
function Publisher({ onDone, onError }: { onDone: () => void; onError: (error: AskError) => void }) {
  const host = useHost();
  const [key, setKey] = useState("");
  const [name, setName] = useState("");
  const believe = () => void host.ask("publisher_believe", { key, name }).then(onDone, (thrown: unknown) => onError(asAskError(thrown)));
  return (
    <div className={styles.publisher}>
      <p>{say(w.unknownHint)}</p>
      <Field label={say(w.publisherKey)} value={key} onChange={setKey} autoFocus />
      <Field label={say(w.publisherName)} value={name} onChange={setName} />
      <Button onPress={believe} disabled={!key || !name}>{say(w.believe)}</Button>
    </div>
  );
}
