/** What stands in a cell of the goods grid, and what a line becomes when the cell is written. No DOM. */
import type { CertificateContent, GoodsField, GoodsItem, PastedRow } from "../../host/types";

export const numberFields: ReadonlySet<GoodsField> = new Set(["packageCount", "grossMass", "netMass", "quantity", "value"]);

/** Parts of a criterion that the program reads out of the printed words at signing; words that changed have none yet. */
const unread = { criterionPercent: "", criterionHeading: "", criterionSub: "", rvcMethod: "" };

export const emptyItem = (sequence: number): GoodsItem => ({
  sequence, packages: [], description: "", productCodes: [], hsCode: "", hsPrinted: "", hsEdition: "", hsList: "",
  originCountry: "", originRegion: "", preferenceCountry: "", criterion: "", criterionCode: "", ...unread, instances: [],
  cumulationCountries: [], producerRefs: [], grossMass: null, netMass: null, quantities: [], ledger: null, value: null,
  invoiceRefs: [], producerDeclaration: null,
});

/** The canonical text of a cell. */
export function cellText(item: GoodsItem, field: GoodsField, content: CertificateContent): string {
  const packages = item.packages[0];
  switch (field) {
    case "marks": return item.packages.map((each) => each.marks).filter(Boolean).join("; ");
    case "packageCount": return packages?.count ?? "";
    case "packageKind": return packages?.kindText || packages?.kind || "";
    case "description": return item.description;
    case "hs": return item.hsPrinted || item.hsCode;
    case "originCountry": return item.originCountry;
    case "criterion": return item.criterion;
    case "grossMass": return item.grossMass?.amount ?? "";
    case "netMass": return item.netMass?.amount ?? "";
    case "quantity": return item.quantities[0]?.amount ?? "";
    case "unit": return item.quantities[0]?.unit ?? "";
    case "value": return item.value?.amount ?? "";
    case "currency": return item.value?.currency ?? "";
    case "invoice": return item.invoiceRefs.map((ref) => content.invoices[ref - 1]?.number ?? "").filter(Boolean).join("; ");
  }
}

const withPackages = (item: GoodsItem, part: Partial<GoodsItem["packages"][number]>): GoodsItem => {
  const [first = { marks: "", count: "", kind: "", kindText: "" }, ...rest] = item.packages;
  return { ...item, packages: [{ ...first, ...part }, ...rest] };
};

const withQuantity = (item: GoodsItem, part: { amount?: string; unit?: string }): GoodsItem => {
  const [first = { amount: "", unit: "" }, ...rest] = item.quantities;
  const next = { ...first, ...part };
  return { ...item, quantities: next.amount || next.unit ? [next, ...rest] : rest };
};

const withValue = (item: GoodsItem, part: { amount?: string; currency?: string }): GoodsItem => {
  const next = { ...(item.value ?? { amount: "", currency: "", basis: "FOB", incoterm: "" }), ...part };
  return { ...item, value: next.amount || next.currency ? next : null };
};

/** `0901.21 HS 2017` names the year of the code; a code that stays keeps the year it has, a new one is of the form's. */
const withCode = (item: GoodsItem, text: string): GoodsItem => {
  const named = /^(.*?)\s*\bHS\s*((?:19|20)\d\d)$/i.exec(text);
  const printed = (named?.[1] ?? text).trim();
  const hsCode = printed.replace(/\D/g, "");
  return { ...item, hsPrinted: printed, hsCode, hsEdition: named?.[2] ?? (hsCode === item.hsCode ? item.hsEdition : "") };
};

/** Writes a cell. Numbers are canonical already. An invoice that is new joins the certificate's list. */
export function withCell(content: CertificateContent, index: number, field: GoodsField, text: string): CertificateContent {
  const item = content.items[index];
  if (!item) return content;
  let invoices = content.invoices;
  const write = (): GoodsItem => {
    switch (field) {
      case "marks": return withPackages(item, { marks: text });
      case "packageCount": return withPackages(item, { count: text });
      case "packageKind": return withPackages(item, /^[A-Z0-9]{2}$/.test(text) ? { kind: text, kindText: "" } : { kind: "", kindText: text });
      case "description": return { ...item, description: text };
      case "hs": return withCode(item, text);
      case "originCountry": return { ...item, originCountry: text.toUpperCase() };
      case "criterion": return { ...item, criterion: text, ...unread };
      case "grossMass": return { ...item, grossMass: text ? { amount: text, unit: item.grossMass?.unit || "KGM" } : null };
      case "netMass": return { ...item, netMass: text ? { amount: text, unit: item.netMass?.unit || "KGM" } : null };
      case "quantity": return withQuantity(item, { amount: text });
      case "unit": return withQuantity(item, { unit: text.toUpperCase() });
      case "value": return withValue(item, { amount: text });
      case "currency": return withValue(item, { currency: text.toUpperCase() });
      case "invoice": {
        const numbers = text.split(";").map((each) => each.trim()).filter(Boolean);
        const refs = numbers.map((number) => {
          const at = invoices.findIndex((invoice) => invoice.number === number);
          if (at >= 0) return at + 1;
          invoices = [...invoices, { number, date: "", kind: "", thirdParty: false }];
          return invoices.length;
        });
        return { ...item, invoiceRefs: refs };
      }
    }
  };
  const next = write();
  return { ...content, invoices, items: content.items.map((each, at) => (at === index ? next : each)) };
}

const renumber = (items: GoodsItem[]): GoodsItem[] => items.map((item, index) => ({ ...item, sequence: index + 1 }));

export function withLine(content: CertificateContent, after: number): CertificateContent {
  const items = [...content.items];
  const above = items[after];
  const fresh = { ...emptyItem(0), originCountry: above?.originCountry ?? content.transport.exportCountry, invoiceRefs: above?.invoiceRefs ?? [] };
  items.splice(after + 1, 0, fresh);
  return { ...content, items: renumber(items) };
}

export const withoutLine = (content: CertificateContent, index: number): CertificateContent => ({
  ...content,
  items: renumber(content.items.filter((_, at) => at !== index)),
});

/** Pasted rows fill from the active line on; lines that are missing are added. */
export function withPasted(content: CertificateContent, start: number, rows: PastedRow[]): CertificateContent {
  let next = content;
  rows.forEach((row, offset) => {
    const index = start + offset;
    while (next.items.length <= index) next = withLine(next, next.items.length - 1);
    for (const [field, text] of Object.entries(row.cells)) next = withCell(next, index, field as GoodsField, text);
  });
  return next;
}
