/** Which part of the page belongs to a section of the form. */
import type { RefObject } from "react";
import type { GridHandle } from "../../shared/grid";
import { AuthorisationSection } from "./AuthorisationSection";
import { numbers, type Section } from "./boxes";
import { GoodsSection } from "./GoodsSection";
import { DeclarationSection, GivenSection, InvoicesSection, RemarksSection } from "./PaperSections";
import { PartySection, ProducersSection } from "./PartySections";
import { TransportSection } from "./TransportSection";
import type { OpenDraft } from "./useDraft";

export function SectionOf({ section, draft, grid }: { section: Section; draft: OpenDraft; grid: RefObject<GridHandle | null> }) {
  const number = numbers(section.boxes);
  const box = number ? { box: number } : {};
  switch (section.name) {
    case "exporter":
    case "consignee":
    case "importer": return <PartySection name={section.name} {...box} />;
    case "producers": return <ProducersSection {...box} />;
    case "transport": return <TransportSection {...box} />;
    case "goods": return <GoodsSection draft={draft} grid={grid} {...box} />;
    case "invoices": return <InvoicesSection {...box} />;
    case "remarks": return <RemarksSection {...box} />;
    case "authorisation": return <AuthorisationSection {...box} />;
    case "declaration": return <DeclarationSection {...box} />;
    case "head":
    case "certification":
    case "official": return <GivenSection name={section.name} {...box} />;
  }
}
