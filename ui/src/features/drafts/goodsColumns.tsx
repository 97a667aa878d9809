/** The columns of the goods grid, in the order in which rows are pasted. */
import type { AgreementView, CertificateContent, GoodsField, GoodsItem } from "../../host/types";
import { Country, amount, unitSign } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { draft as w } from "../../words/source/issuing";
import { say } from "../../words/words";
import { boxNumber } from "./boxes";
import type { OpenQuestion } from "./editor";
import { cellText, numberFields } from "./goods";

type Look = { title: string; width: number; box?: RegExp; code?: boolean; grow?: boolean };

const looks: Record<GoodsField, Look> = {
  marks: { title: w.colMarks, width: 8, box: /^items\.packages\.marks|^items\.packages/ },
  packageCount: { title: w.colCount, width: 5.5, code: true },
  packageKind: { title: w.colKind, width: 5 },
  description: { title: w.colDescription, width: 15, grow: true, box: /^items\.description|^goods/ },
  hs: { title: w.colHs, width: 6.5, code: true, box: /^items\.hs/ },
  originCountry: { title: w.colOrigin, width: 7.5, box: /^items\.origin|^origins/ },
  criterion: { title: w.colCriterion, width: 6, code: true, box: /^items\.criterion/ },
  grossMass: { title: w.colGross, width: 6.5, code: true, box: /^items\.gross_mass|^quantity/ },
  netMass: { title: w.colNet, width: 6.5, code: true, box: /^items\.net_mass/ },
  quantity: { title: w.colQuantity, width: 6, code: true, box: /^items\.quantities/ },
  unit: { title: w.colUnit, width: 4.5, code: true },
  value: { title: w.colValue, width: 6.5, code: true, box: /^items\.value/ },
  currency: { title: w.colCurrency, width: 5, code: true },
  invoice: { title: w.colInvoice, width: 8, code: true, box: /^items\.invoices|^invoices/ },
};

export const goodsFields = Object.keys(looks) as GoodsField[];

export const fieldLabel = (field: GoodsField): string => say(looks[field].title);

/** An unanswered number stands as it was typed; numbers that are settled stand in the person's own marks. */
export function goodsColumns(form: AgreementView | null, content: CertificateContent, questions: OpenQuestion[]): Column<GoodsItem>[] {
  const shown = (item: GoodsItem, index: number, field: GoodsField): string => {
    const question = questions.find((each) => each.index === index && each.field === field);
    if (question) return question.typed;
    const text = cellText(item, field, content);
    return numberFields.has(field) ? amount(text) : text;
  };
  const line: Column<GoodsItem> = { id: "line", title: say(w.colLine), width: 3.5, code: true, sticky: true, text: (item) => String(item.sequence) };
  return [line, ...goodsFields.map((field): Column<GoodsItem> => {
    const { title, width, box, code, grow } = looks[field];
    const number = box ? boxNumber(form, box) : undefined;
    return {
      id: field, title: say(title), width, editable: true,
      text: (item, index) => shown(item, index, field),
      ...(number ? { box: number } : {}),
      ...(code ? { code } : {}),
      ...(grow ? { grow } : {}),
      ...(numberFields.has(field) ? { end: true } : {}),
      ...(field === "originCountry" ? { show: (item: GoodsItem) => (item.originCountry ? <Country code={item.originCountry} /> : null) } : {}),
      ...(field === "unit" ? { show: (item: GoodsItem) => <bdi dir="ltr">{unitSign(item.quantities[0]?.unit ?? "")}</bdi> } : {}),
    };
  })];
}
