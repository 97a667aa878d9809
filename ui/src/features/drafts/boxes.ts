/** Which boxes has this form, in which order, and which number has a field? */
import type { AgreementBox, AgreementView } from "../../host/types";

export type SectionName =
  | "head" | "exporter" | "producers" | "consignee" | "importer" | "transport" | "remarks" | "goods" | "invoices" | "authorisation" | "declaration" | "certification" | "official";

/** What a section is bound to, and in what order sections stand when the form says nothing. */
const bindings: [SectionName, RegExp][] = [
  ["head", /^(number|issued_at|issue_place|document)/],
  ["exporter", /^exporter(\.|$)/],
  ["producers", /^producers?/],
  ["consignee", /^consignee/],
  ["importer", /^importer/],
  ["transport", /^transport/],
  ["official", /^official/],
  ["remarks", /^(remarks|flags|references|valid)/],
  ["goods", /^(items(?!\.invoices)|goods|package_total|gross_mass_total)/],
  ["invoices", /^(invoices|items\.invoices)/],
  ["authorisation", /^authorisation/],
  ["declaration", /^(exporter_declaration|declaration)/],
  ["certification", /^(certification|issuer)/],
];

export type Section = { name: SectionName; boxes: AgreementBox[] };

/** Sections in the order of the paper. Those the form has no box for stand where they usually do. */
export function sections(form: AgreementView | null): Section[] {
  const all = bindings.map(([name, pattern], usual) => {
    const boxes = form?.boxes.filter((box) => pattern.test(box.key)) ?? [];
    const at = form?.boxes.findIndex((box) => pattern.test(box.key)) ?? -1;
    return { name, boxes, at, usual };
  });
  const only = ["official", "head", "producers", "importer", "authorisation"];
  // Nobody certifies what an exporter declares.
  if (form?.proof === "self_declaration") only.push("certification");
  const kept = all.filter(({ name, boxes }) => boxes.length > 0 || !only.includes(name));
  // A section without a box follows the one that usually stands before it.
  const order = (section: (typeof all)[number]): number => {
    if (section.at >= 0) return section.at;
    const before = all.filter((other) => other.usual < section.usual && other.at >= 0).map((other) => other.at);
    return before.length ? Math.max(...before) + 0.5 : -1;
  };
  return kept.sort((a, b) => order(a) - order(b) || a.usual - b.usual).map(({ name, boxes }) => ({ name, boxes }));
}

/** The number of the box a key is bound to. */
export const boxNumber = (form: AgreementView | null, pattern: RegExp): string | undefined =>
  form?.boxes.find((box) => pattern.test(box.key))?.n;

/** "7", "7, 8" or "5–10". */
export function numbers(boxes: AgreementBox[]): string {
  const all = [...new Set(boxes.map((box) => box.n).filter(Boolean))];
  return all.length > 2 ? `${all[0]}–${all.at(-1)}` : all.join(", ");
}
