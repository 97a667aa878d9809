/** To whom are bundles carried? A partner's name, keys and countries, typed once. */
import { useState } from "react";
import { asAskError, useHost, type AskError } from "../../host/host";
import type { BundlePartner, Workplace } from "../../host/types";
import { Button, CodeField, Dialog, Problem, Sentence, announce } from "../../shared/controls";
import { useKeys } from "../../shared/keys/keys";
import { frame } from "../../words/source/frame";
import { bundles as w } from "../../words/source/sticks";
import { say } from "../../words/words";

const partsOf = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

export function Partner({ workplace, partner, onClose }: { workplace: Workplace; partner: BundlePartner | null; onClose: () => void }) {
  const host = useHost();
  const [node, setNode] = useState(partner?.node ?? "");
  const [party, setParty] = useState(partner?.party ?? "");
  const [keys, setKeys] = useState(partner?.recipients.join(" ") ?? "");
  const [countries, setCountries] = useState(partner?.countries.join(" ") ?? "");
  const [error, setError] = useState<AskError | null>(null);
  const name = node.trim();
  const ready = Boolean(name && partsOf(keys).length);
  const save = () => {
    if (!ready) return;
    const told = { node: name, party: party.trim(), recipients: partsOf(keys), countries: partsOf(countries.toUpperCase()) };
    void host.ask("bundle_partner_save", { workplace, partner: told }).then(() => {
      announce(w.saved, { node: name });
      onClose();
    }, (thrown: unknown) => setError(asAskError(thrown)));
  };
  useKeys({ "ctrl+enter": save });
  return (
    <Dialog
      title={say(partner ? w.changePartner : w.addPartner)}
      open
      wide
      onClose={onClose}
      actions={<><Button onPress={onClose}>{say(frame.cancel)}</Button><Button main chord="ctrl+enter" disabled={!ready} onPress={save}>{say(w.save)}</Button></>}
    >
      <Problem error={error} />
      <CodeField label={say(w.node)} hint={say(w.nodeHint)} value={node} onChange={setNode} disabled={partner !== null} autoFocus={partner === null} />
      <CodeField label={say(w.keys)} hint={say(w.keysHint)} value={keys} onChange={setKeys} autoFocus={partner !== null} />
      <CodeField label={say(w.party)} hint={say(w.partyHint)} value={party} onChange={setParty} />
      <CodeField label={say(w.countries)} hint={say(w.countriesHint)} value={countries} onChange={setCountries} />
    </Dialog>
  );
}

export function RemovePartner({ workplace, partner, onClose }: { workplace: Workplace; partner: BundlePartner; onClose: () => void }) {
  const host = useHost();
  const [error, setError] = useState<AskError | null>(null);
  const { node } = partner;
  const remove = () => void host.ask("bundle_partner_remove", { workplace, node }).then(onClose, (thrown: unknown) => setError(asAskError(thrown)));
  return (
    <Dialog title={say(w.removeAct)} open alert onClose={onClose} actions={<><Button autoFocus onPress={onClose}>{say(frame.cancel)}</Button><Button danger onPress={remove}>{say(w.removeAct)}</Button></>}>
      <Problem error={error} />
      <p><Sentence id={w.removeEffect} params={{ node }} /></p>
    </Dialog>
  );
}
