/** Which box does a path of the certificate mean, and what is it called? Paths are those of the model, lines by number. */
import type { GoodsField } from "../host/types";
import { certificate, draft as w } from "../words/source/issuing";
import { say } from "../words/words";

const suffixes: [RegExp, GoodsField][] = [
  [/^packages(\[\d+\])?\.count/, "packageCount"],
  [/^packages(\[\d+\])?\.kind/, "packageKind"],
  [/^packages/, "marks"],
  [/^description/, "description"],
  [/^hs/, "hs"],
  [/^origin|^preference_country/, "originCountry"],
  [/^criterion/, "criterion"],
  [/^gross_mass/, "grossMass"],
  [/^net_mass/, "netMass"],
  [/^quantities(\[\d+\])?\.unit/, "unit"],
  [/^quantities/, "quantity"],
  [/^value\.currency/, "currency"],
  [/^value/, "value"],
  [/^invoice/, "invoice"],
];

/** Which cell does a finding's path mean? `items[3].hs.code` is line 3, column `hs`. */
export function cellOfPath(path: string): { index: number; field: GoodsField } | null {
  const match = /^items\[(\d+)\]\.?(.*)$/.exec(path);
  if (!match?.[1]) return null;
  const field = suffixes.find(([pattern]) => pattern.test(match[2] ?? ""))?.[1] ?? "description";
  return { index: Number(match[1]) - 1, field };
}

const fieldWords: Record<GoodsField, string> = {
  marks: w.colMarks, packageCount: w.colCount, packageKind: w.colKind, description: w.colDescription, hs: w.colHs, originCountry: w.colOrigin,
  criterion: w.colCriterion, grossMass: w.colGross, netMass: w.colNet, quantity: w.colQuantity, unit: w.colUnit, value: w.colValue,
  currency: w.colCurrency, invoice: w.colInvoice,
};

export const fieldLabel = (field: GoodsField): string => say(fieldWords[field]);

const heads: [RegExp, string][] = [
  [/^number/, w.number], [/^issued_at/, certificate.issuedAt], [/^issue_place/, w.signerPlace], [/^valid/, certificate.validity],
  [/^exporter_declaration/, w.declaration], [/^exporter/, w.exporter], [/^importer/, w.importer], [/^consignee/, w.consigneeBox],
  [/^consignor/, w.consignor], [/^invoicing_party/, w.invoicingParty], [/^producers/, w.producers], [/^issuer/, certificate.issuer],
  [/^certification/, w.certification], [/^transport\.destination/, w.destinationCountry], [/^transport/, w.transport], [/^invoices/, w.invoices],
  [/^flags/, w.flags], [/^remarks/, w.remarks], [/^references/, w.references], [/^scheme/, certificate.form],
  [/^gross_mass_total/, w.totalGross], [/^package_total/, w.colCount], [/^items/, w.goodsTitle],
];

/** The name of a path in words, good enough to find the place; a path without a name stays as it is. */
export function pathLabel(path: string): string {
  const cell = cellOfPath(path);
  if (cell) return say(w.lineField, { n: cell.index + 1, label: fieldLabel(cell.field) });
  const head = heads.find(([pattern]) => pattern.test(path))?.[1];
  return head ? say(head) : path;
}
