/** The columns of the goods grid, in the order in which rows are pasted. */
import type { AgreementView, CertificateContent, GoodsField, GoodsItem } from "../../host/types";
import { Country, amount, unitSign } from "../../shared/controls";
import type { Column } from "../../shared/grid";
import { draft as w } from "../../words/source/issuing";
import { packs } from "../../words/source/packs";
import { say } from "../../words/words";
import { fieldLabel } from "../../shared/paths";
import { boxNumber } from "./boxes";
import type { OpenQuestion } from "./editor";
import { cellText, numberFields } from "./goods";
import { HsEditor } from "./HsEditor";

type Look = { width: number; box?: RegExp; code?: boolean; grow?: boolean };

const looks: Record<GoodsField, Look> = {
  marks: { width: 8, box: /^items\.packages\.marks|^items\.packages/ },
  packageCount: { width: 5.5, code: true },
  packageKind: { width: 5 },
  description: { width: 15, grow: true, box: /^items\.description|^goods/ },
  hs: { width: 6.5, code: true, box: /^items\.hs/ },
  originCountry: { width: 7.5, box: /^items\.origin|^origins/ },
  criterion: { width: 6, code: true, box: /^items\.criterion/ },
  grossMass: { width: 6.5, code: true, box: /^items\.gross_mass|^quantity/ },
  netMass: { width: 6.5, code: true, box: /^items\.net_mass/ },
  quantity: { width: 6, code: true, box: /^items\.quantities/ },
  unit: { width: 4.5, code: true },
  value: { width: 6.5, code: true, box: /^items\.value/ },
  currency: { width: 5, code: true },
  invoice: { width: 8, code: true, box: /^items\.invoices|^invoices/ },
};

/** A code of another year than the form's says so, and every chosen year where the form names none. */
const HsCell = ({ item, formYear, text }: { item: GoodsItem; formYear: string; text: string }) => (
  <>
    <bdi dir="ltr">{text}</bdi>
    {item.hsEdition && item.hsEdition !== formYear ? <small data-edition={item.hsEdition}> {say(packs.edition, { year: item.hsEdition })}</small> : null}
  </>
);

export const goodsFields = Object.keys(looks) as GoodsField[];

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
    const { width, box, code, grow } = looks[field];
    const number = box ? boxNumber(form, box) : undefined;
    return {
      id: field, title: fieldLabel(field), width, editable: true,
      text: (item, index) => shown(item, index, field),
      ...(number ? { box: number } : {}),
      ...(code ? { code } : {}),
      ...(grow ? { grow } : {}),
      ...(numberFields.has(field) ? { end: true } : {}),
      ...(field === "originCountry" ? { show: (item: GoodsItem) => (item.originCountry ? <Country code={item.originCountry} /> : null) } : {}),
      ...(field === "hs" ? { editor: (props) => <HsEditor {...props} agreement={content.agreement} exporter={content.exporter.name} /> } : {}),
      ...(field === "hs" && form ? { show: (item: GoodsItem) => <HsCell item={item} formYear={form.hsEdition} text={cellText(item, "hs", content)} /> } : {}),
      ...(field === "unit" ? { show: (item: GoodsItem) => <bdi dir="ltr">{unitSign(item.quantities[0]?.unit ?? "")}</bdi> } : {}),
    };
  })];
}
