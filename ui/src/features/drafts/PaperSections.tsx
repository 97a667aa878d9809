/** What stands around the goods: invoices, marks on the form and remarks, the exporter's declaration, what the office adds. */
import { Plus, Trash2 } from "lucide-react";
import type { Attestation, CertificateContent, Invoice } from "../../host/types";
import { Button, Code, Name, Tick } from "../../shared/controls";
import { draft as w } from "../../words/source/issuing";
import { isSaid, say } from "../../words/words";
import { Box, Section } from "./Boxes";
import { useEditing } from "./EditorContext";
import styles from "./Editor.module.css";

type Props = { box?: string };

const withInvoice = (content: CertificateContent, index: number, part: Partial<Invoice>): CertificateContent => ({
  ...content,
  invoices: content.invoices.map((invoice, at) => (at === index ? { ...invoice, ...part } : invoice)),
});

/** Lines that named the invoice forget it; later invoices move up, and lines follow them. */
export const withoutInvoice = (content: CertificateContent, index: number): CertificateContent => ({
  ...content,
  invoices: content.invoices.filter((_, at) => at !== index),
  items: content.items.map((item) => ({
    ...item,
    invoiceRefs: item.invoiceRefs.filter((ref) => ref !== index + 1).map((ref) => (ref > index + 1 ? ref - 1 : ref)),
  })),
});

export function InvoicesSection({ box }: Props) {
  const { content, change } = useEditing();
  const add = () => change("invoices", (now) => ({ ...now, invoices: [...now.invoices, { number: "", date: "", kind: "", thirdParty: false }] }));
  return (
    <Section name="invoices" path="invoices" about="invoices" title={say(w.invoices)} {...(box ? { box } : {})} acts={<Button quiet onPress={add}><Plus size="1rem" aria-hidden="true" /> {say(w.addInvoice)}</Button>}>
      {content.invoices.map((invoice, index) => {
        const path = `invoices[${index + 1}]`;
        return (
          <div className={styles.boxes} key={index} role="group" aria-label={say(w.invoice, { n: index + 1 })}>
            <Box path={`${path}.number`} label={say(w.invoiceNumber)} kind="code" value={invoice.number} write={(now, number) => withInvoice(now, index, { number })} />
            <Box path={`${path}.date`} label={say(w.invoiceDate)} kind="day" value={invoice.date} write={(now, date) => withInvoice(now, index, { date })} />
            <div className={styles.ticks}>
              <Tick label={say(w.thirdParty)} path={`${path}.third_party`} value={invoice.thirdParty} onChange={(thirdParty) => change(`${path}.third_party`, (now) => withInvoice(now, index, { thirdParty }))} />
              <Button quiet label={say(w.removeInvoice, { n: index + 1 })} onPress={() => change("invoices", (now) => withoutInvoice(now, index))}><Trash2 size="1rem" aria-hidden="true" /></Button>
            </div>
          </div>
        );
      })}
    </Section>
  );
}

export function RemarksSection({ box }: Props) {
  const { content, form, change } = useEditing();
  const flags = form?.flags ?? [];
  const set = (code: string, on: boolean) =>
    change("flags", (now) => ({ ...now, flags: on ? [...now.flags, code] : now.flags.filter((flag) => flag !== code) }));
  return (
    <Section name="remarks" about="flags" title={say(w.remarks)} {...(box ? { box } : {})}>
      {flags.length ? (
        <fieldset className={styles.flags} data-path="flags">
          <legend>{say(w.flags)}</legend>
          {flags.map(({ code, words }) => (
            <Tick key={code} label={isSaid(`flag.${code}`) ? say(`flag.${code}`) : words || code} value={content.flags.includes(code)} onChange={(on) => set(code, on)} />
          ))}
        </fieldset>
      ) : null}
      <Box path="remarks" label={say(w.remarks)} kind="long" grow value={content.remarks.join("\n")} write={(now, text) => ({ ...now, remarks: text === "" ? [] : text.split("\n") })} />
    </Section>
  );
}

const emptyAttestation: Attestation = { text: "", date: "", place: { code: "", name: "" }, name: "", title: "" };

const withDeclaration = (content: CertificateContent, part: Partial<Attestation>): CertificateContent => ({
  ...content,
  exporterDeclaration: { ...(content.exporterDeclaration ?? emptyAttestation), ...part },
});

export function DeclarationSection({ box }: Props) {
  const { content } = useEditing();
  const now = content.exporterDeclaration ?? emptyAttestation;
  const path = "exporter_declaration";
  return (
    <Section name="declaration" about="exporter_declaration" title={say(w.declaration)} {...(box ? { box } : {})}>
      <div className={styles.boxes}>
        <Box path={`${path}.name`} label={say(w.signerName)} grow value={now.name} write={(old, name) => withDeclaration(old, { name })} />
        <Box path={`${path}.title`} label={say(w.signerTitle)} value={now.title} write={(old, title) => withDeclaration(old, { title })} />
        <Box path={`${path}.place`} label={say(w.signerPlace)} value={now.place.name} write={(old, name) => withDeclaration(old, { place: { code: "", name } })} />
        <Box path={`${path}.date`} label={say(w.signerDate)} kind="day" value={now.date} write={(old, date) => withDeclaration(old, { date })} />
      </div>
    </Section>
  );
}

/** What the office gives when it signs; nothing here is written by hand. */
export function GivenSection({ name, box }: Props & { name: "head" | "certification" | "official" }) {
  const { content } = useEditing();
  const titles = { head: w.head, certification: w.certification, official: w.official };
  return (
    <Section name={name} title={say(titles[name])} hint={name === "official" ? "" : say(w.givenAtSigning)} {...(box ? { box } : {})}>
      {name === "head" ? <p><Name>{content.agreementName || content.agreement}</Name>{content.number ? <> · <Code>{content.number}</Code></> : null}</p> : null}
      {name === "certification" && content.issuer.name ? <p><Name>{content.issuer.name}</Name></p> : null}
    </Section>
  );
}
