/** What was certified, to be read: label and value in the order of the paper, then the goods. */
import type { ReactNode } from "react";
import type { CertificateContent, GoodsItem, Party } from "../../host/types";
import { declared as p } from "../../words/source/declared";
import { certificate as c, draft as d } from "../../words/source/issuing";
import { say } from "../../words/words";
import { Amount, Code, Country, Day, Instant, Name } from "../controls";
import { Grid, type Column } from "../grid";
import { isDeclaration } from "./ProofKind";
import styles from "./Panes.module.css";

export const partyLines = (party: Party): string =>
  [...party.address.lines, [party.address.postcode, party.address.city].filter(Boolean).join(" "), party.address.region].filter(Boolean).join(", ");

const PartyShown = ({ party }: { party: Party }) => (
  <>
    <strong><Name>{party.name}</Name></strong>
    {partyLines(party) ? <span className={styles.quiet}> <Name>{partyLines(party)}</Name></span> : null}
    {party.address.country ? <> · <Country code={party.address.country} /></> : null}
  </>
);

/** What the ledger counts: the first quantity, else net, else gross mass. */
export const ledgerOf = (item: GoodsItem) => item.quantities[0] ?? item.netMass ?? item.grossMass;

const packagesText = (item: GoodsItem): string =>
  item.packages.map((each) => [each.marks, each.count, each.kindText || each.kind].filter(Boolean).join(" ")).join("; ");

const goodsColumns = (): Column<GoodsItem>[] => [
  { id: "sequence", title: say(d.colLine), width: 3.5, code: true, text: (item) => String(item.sequence) },
  { id: "packages", title: say(d.colMarks), width: 9, text: packagesText },
  { id: "description", title: say(d.colDescription), width: 14, grow: true, text: (item) => item.description },
  { id: "hs", title: say(d.colHs), width: 6, code: true, text: (item) => item.hsPrinted || item.hsCode },
  { id: "origin", title: say(d.colOrigin), width: 7, text: (item) => item.originCountry, show: (item) => <Country code={item.originCountry} /> },
  { id: "criterion", title: say(d.colCriterion), width: 6, code: true, text: (item) => item.criterion },
  {
    id: "quantity", title: say(d.colQuantity), width: 8, end: true, code: true,
    text: (item) => ledgerOf(item)?.amount ?? "",
    show: (item) => {
      const measure = ledgerOf(item);
      return measure ? <Amount value={measure.amount} unit={measure.unit} /> : null;
    },
  },
];

export function CertificateFields({ content }: { content: CertificateContent }) {
  const { transport } = content;
  const places = [transport.loading, transport.discharge].map((place) => place.name || place.code).filter(Boolean).join(" → ");
  const rows: [string, ReactNode][] = [
    [say(p.kind), isDeclaration(content) ? say(p.declaration) : null],
    [say(c.form), <Name>{content.agreementName || content.agreement}</Name>],
    [say(c.exporter), <PartyShown party={content.exporter} />],
    [say(c.consignee), content.consignee ? <PartyShown party={content.consignee} /> : null],
    [say(c.importer), content.importer ? <PartyShown party={content.importer} /> : null],
    [say(c.producers), content.producers.length ? content.producers.map((producer) => (
      <span key={producer.number} className={styles.item}><Code>{String(producer.number)}</Code> <PartyShown party={producer.party} /> </span>
    )) : null],
    [say(c.to), transport.destinationCountry ? <Country code={transport.destinationCountry} /> : null],
    [say(c.transport), [transport.meansName, transport.voyage, places].some(Boolean) ? (
      <Name>{[transport.meansName, transport.voyage, places].filter(Boolean).join(" · ")}</Name>
    ) : null],
    [say(c.invoices), content.invoices.length ? content.invoices.map((invoice) => (
      <span key={invoice.number} className={styles.item}><Code>{invoice.number}</Code> <Day value={invoice.date} /> </span>
    )) : null],
    [say(c.remarks), content.remarks.length ? <Name>{content.remarks.join(" · ")}</Name> : null],
    [say(p.authorisation), content.authorisation?.number ? (
      <><Code>{content.authorisation.number}</Code> <Name>{content.authorisation.authority}</Name></>
    ) : null],
    [say(isDeclaration(content) ? p.by : c.issuer), content.issuer.name ? <Name>{content.issuer.name}</Name> : null],
    [say(c.issuedAt), content.issuedAt ? <><Instant value={content.issuedAt} /> {content.issuePlace.name ? <Name>{content.issuePlace.name}</Name> : null}</> : null],
    [say(c.validity), content.validTo ? <Day value={content.validTo} /> : null],
  ];
  return (
    <div className={styles.fields}>
      <dl className={styles.pairs}>
        {rows.filter(([, value]) => value !== null).map(([label, value]) => (
          <div key={label}><dt>{label}</dt><dd>{value}</dd></div>
        ))}
      </dl>
      <Grid label={say(c.goods)} columns={goodsColumns()} count={content.items.length} rowAt={(index) => content.items[index]} maxRows={10} />
    </div>
  );
}
