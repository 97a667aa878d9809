/** Who exports, who receives, who made the goods. */
import { Plus, Trash2 } from "lucide-react";
import type { CertificateContent, Party } from "../../host/types";
import { Button, Tick } from "../../shared/controls";
import { draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Box, Section } from "./Boxes";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";
import { partyPath, partyText, withBox, withParty, withProducer, withProducerChange, withoutProducer, type PartyBox, type PartyName } from "./parties";

type PartyBoxesProps = { path: string; party: Party | null; write: (content: CertificateContent, box: PartyBox, text: string) => CertificateContent };

function PartyBoxes({ path, party, write }: PartyBoxesProps) {
  const box = (at: string, part: PartyBox, label: string, rest: { kind?: "code" | "long" | "country"; grow?: boolean } = {}) => (
    <Box path={`${path}.${at}`} label={label} value={partyText(party, part)} write={(content, text) => write(content, part, text)} {...rest} />
  );
  return (
    <div className={styles.boxes}>
      {box("name", "name", say(w.name), { grow: true })}
      {box("ids", "id", say(w.taxNumber), { kind: "code" })}
      {box("address.lines", "lines", say(w.street), { kind: "long", grow: true })}
      {box("address.postcode", "postcode", say(w.postcode), { kind: "code" })}
      {box("address.city", "city", say(w.city))}
      {box("address.region", "region", say(w.region))}
      {box("address.country", "country", say(w.country), { kind: "country" })}
    </div>
  );
}

const titles: Record<PartyName, string> = {
  exporter: w.exporter, importer: w.importer, consignee: w.consigneeBox, consignor: w.consignor, invoicingParty: w.invoicingParty,
};

export function PartySection({ name, box, hint }: { name: PartyName; box?: string; hint?: string }) {
  const { content } = useEditing();
  return (
    <Section name={name} about={partyPath[name]} title={say(titles[name])} {...(box ? { box } : {})} {...(hint ? { hint } : {})}>
      <PartyBoxes path={partyPath[name]} party={content[name]} write={(now, part, text) => withParty(now, name, part, text)} />
    </Section>
  );
}

export function ProducersSection({ box }: { box?: string }) {
  const { content, change } = useEditing();
  const add = <Button quiet onPress={() => change("producers", withProducer)}><Plus size="1rem" aria-hidden="true" /> {say(w.addProducer)}</Button>;
  return (
    <Section name="producers" path="producers" about="producers" title={say(w.producers)} acts={add} {...(box ? { box } : {})}>
      {content.producers.map((producer) => {
        const { number, party, sameAsExporter, confidential } = producer;
        const path = `producers[${number}]`;
        const set = (part: Partial<typeof producer>) => change(path, (now) => withProducerChange(now, number, (old) => ({ ...old, ...part })));
        return (
          <fieldset key={number} className={styles.producer}>
            <legend>{say(w.producer, { n: number })}</legend>
            <div className={styles.ticks}>
              <Tick label={say(w.sameAsExporter)} value={sameAsExporter} onChange={(value) => set({ sameAsExporter: value })} />
              <Tick label={say(w.confidential)} value={confidential} onChange={(value) => set({ confidential: value })} />
              <Button quiet label={say(w.removeProducer, { n: number })} onPress={() => change("producers", (now) => withoutProducer(now, number))}>
                <Trash2 size="1rem" aria-hidden="true" />
              </Button>
            </div>
            {sameAsExporter ? null : (
              <PartyBoxes path={path} party={party} write={(now, part, text) => withProducerChange(now, number, (old) => ({ ...old, party: withBox(old.party, part, text) }))} />
            )}
          </fieldset>
        );
      })}
    </Section>
  );
}
