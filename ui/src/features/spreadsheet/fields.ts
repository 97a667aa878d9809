/** What is a field of the data set called on the screen, and under which heading is it found? */
import { sheetFields, type SheetField } from "../../host/fields";
import { draft } from "../../words/source/issuing";
import { columnWords as w } from "../../words/source/taking";
import { say } from "../../words/words";

type Named = { block: string; field: string };

/** Every word of a party, whoever it is. */
const party: Record<string, string> = {
  name: draft.name, ids: draft.taxNumber, "address.lines": draft.street, "address.city": draft.city, "address.region": draft.region,
  "address.postcode": draft.postcode, "address.country": draft.country, contact_name: w.contact, channels: w.channels, phone: w.phone, email: w.email,
};

/** Blocks by the beginning of their names, the longest first, with the words of their fields. */
const blocks: [prefix: string, block: string, fields: Record<string, string>][] = [
  ["exporter_declaration.", draft.declaration, { text: w.wording, date: draft.signerDate, "place.code": w.placeCode, "place.name": draft.signerPlace, name: draft.signerName, title: draft.signerTitle }],
  ["exporter.", draft.exporter, party],
  ["consignee.", draft.consigneeBox, party],
  ["importer.", draft.importer, party],
  ["consignor.", draft.consignor, party],
  ["producers.", draft.producers, { ...party, number: w.number, same_as_exporter: draft.sameAsExporter, confidential: draft.confidential }],
  ["invoicing_party.", draft.invoicingParty, party],
  ["agent.", w.agent, { ...party, kind: w.kind }],
  ["invoices.", draft.invoices, { number: draft.invoiceNumber, date: draft.invoiceDate, kind: w.kind, third_party: draft.thirdParty }],
  ["authorisation.", w.authorisation, { number: w.number, category: w.category, authority: w.authority, from: w.from, to: w.to }],
  ["references.", draft.references, { role: w.role, kind: w.kind, number: w.number, date: w.date, issuer: w.issuer, country: draft.country, line: w.line }],
  ["evidence.", w.evidence, { category: w.category, kind: w.kind, number: w.number, name: draft.name, date: w.date, digest: w.digest }],
  ["orders.", w.orders, { kind: w.kind, number: w.number, date: w.date }],
  ["documentary_credit.", w.credit, { number: w.number, date: w.date, bank: w.bank }],
  ["legalisations.", w.legalisations, { kind: w.kind, authority: w.authority, country: draft.country, reference: w.reference, date: w.date, status: w.status, remark: w.remark }],
  ["items.", draft.goodsTitle, {
    sequence: draft.colLine, "packages.marks": draft.colMarks, "packages.count": draft.colCount, "packages.kind": w.packageKind, "packages.kind_text": w.kindText,
    description: draft.colDescription, product_codes: w.productCodes, "hs.code": draft.colHs, "hs.printed": w.hsPrinted, "hs.edition": w.hsEdition, "hs.list": w.hsList,
    "origin.country": draft.colOrigin, "origin.region": w.originRegion, "origin.preference_country": w.preferenceCountry,
    "criterion.printed": draft.colCriterion, "criterion.code": w.criterionCode, "criterion.percent": w.criterionPercent, "criterion.heading": w.criterionHeading,
    "criterion.sub": w.criterionSub, "criterion.rvc_method": w.rvcMethod, instances: w.instances, cumulation_countries: w.cumulation, producer_refs: w.producerRefs,
    gross_mass: w.gross, "gross_mass.unit": w.grossUnit, net_mass: w.net, "net_mass.unit": w.netUnit, quantities: draft.colQuantity, "quantities.unit": w.quantityUnit,
    ledger: w.ledger, value: draft.colValue, "value.currency": draft.colCurrency, "value.basis": w.valueBasis, "value.incoterm": w.incoterm, invoice_refs: w.invoiceRefs,
    "producer_declaration.number": w.makerDeclaration, "producer_declaration.date": w.makerDeclarationDate,
    "invoice.number": draft.invoiceNumber, "invoice.date": draft.invoiceDate, "producer.name": w.maker,
  }],
  ["", draft.transport, {
    export_country: draft.exportCountry, destination_country: draft.destinationCountry, departure: draft.departure, mode: draft.mode, "means.name": draft.means,
    "means.id": w.meansId, "means.voyage": draft.voyage, "means.id_kind": w.meansIdKind, "means.kind": w.meansKind, "loading.code": draft.loadingCode,
    "loading.name": draft.loading, "discharge.code": draft.dischargeCode, "discharge.name": draft.discharge, route: w.route,
    "transport_documents.kind": w.transportPaperKind, "transport_documents.number": w.transportPaper, carrier: w.carrier, carrier_id: w.carrierId,
    "equipment.number": w.container, "equipment.seals": w.seals, ucr: w.ucr, trader_reference: w.traderReference,
  }],
  ["", draft.head, {
    ref: w.ref, proof_type: w.proofType, "scheme.code": w.scheme, "scheme.name": w.schemeName, "scheme.form_code": w.formCode, "scheme.form_version": w.formVersion,
    is_preferential: w.preferential, flags: draft.flags, package_total: w.packageTotal, gross_mass_total: w.grossTotal, "gross_mass_total.unit": w.grossTotalUnit,
    remarks: draft.remarks,
  }],
];

/** The words of a field; none for a name that is no field. */
export function namedField(name: string): Named | null {
  for (const [prefix, block, fields] of blocks) {
    const field = name.startsWith(prefix) ? fields[name.slice(prefix.length)] : undefined;
    if (field) return { block, field };
  }
  return null;
}

/** The whole name of a field in one line; a name that is no field stays as it is. */
export function fieldName(name: string): string {
  const named = namedField(name);
  return named ? `${say(named.block)} · ${say(named.field)}` : name;
}

/** The blocks in their order on the screen, the ones that nearly every file has first. */
const order = [draft.head, draft.exporter, draft.consigneeBox, draft.transport, draft.goodsTitle, draft.invoices];

/** Fields that hold what was typed, in their words or in the name of the data set, block by block. */
export function fieldsLike(text: string): { block: string; fields: { name: SheetField; text: string }[] }[] {
  const wanted = text.trim().toLocaleLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<string, { name: SheetField; text: string }[]>();
  for (const name of sheetFields) {
    const named = namedField(name);
    if (!named) continue;
    const all = `${fieldName(name)} ${name}`.toLocaleLowerCase();
    if (!wanted.every((word) => all.includes(word))) continue;
    found.set(named.block, [...(found.get(named.block) ?? []), { name, text: say(named.field) }]);
  }
  const place = (block: string) => (order.includes(block) ? order.indexOf(block) : order.length);
  return [...found].sort(([a], [b]) => place(a) - place(b)).map(([block, fields]) => ({ block: say(block), fields }));
}

const measured: readonly string[] = ["items.gross_mass", "items.net_mass", "items.quantities", "items.value", "gross_mass_total"] satisfies SheetField[];

/** Does an amount stand in the column, which may have one unit or currency for all? */
export const hasUnit = (field: string | null): boolean => field !== null && measured.includes(field);
