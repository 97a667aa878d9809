/** Who is named on the certificate, and what becomes of it when a box of a party is written. No DOM. */
import type { CertificateContent, Party, Producer } from "../../host/types";

export type PartyName = "exporter" | "importer" | "consignee" | "consignor" | "invoicingParty";

/** The name a party has in paths. */
export const partyPath: Record<PartyName, string> = {
  exporter: "exporter", importer: "importer", consignee: "consignee", consignor: "consignor", invoicingParty: "invoicing_party",
};

export const emptyParty: Party = {
  name: "", ids: [], address: { lines: [], city: "", region: "", postcode: "", country: "" }, contactName: "", channels: [],
};

/** The boxes of one party. */
export type PartyBox = "name" | "lines" | "city" | "region" | "postcode" | "country" | "id";

export function partyText(party: Party | null, box: PartyBox): string {
  if (!party) return "";
  switch (box) {
    case "name": return party.name;
    case "lines": return party.address.lines.join("\n");
    case "id": return party.ids[0]?.value ?? "";
    default: return party.address[box];
  }
}

export function withBox(party: Party | null, box: PartyBox, text: string): Party {
  const now = party ?? emptyParty;
  switch (box) {
    case "name": return { ...now, name: text };
    case "lines": return { ...now, address: { ...now.address, lines: text === "" ? [] : text.split("\n") } };
    case "id": {
      const [first, ...rest] = now.ids;
      const next = text ? [{ scheme: first?.scheme ?? "", value: text }, ...rest] : rest;
      return { ...now, ids: next };
    }
    default: return { ...now, address: { ...now.address, [box]: text } };
  }
}

const saysNothing = (party: Party): boolean =>
  [party.name, party.contactName, party.address.city, party.address.region, party.address.postcode, party.address.country, ...party.address.lines].every((text) => text === "") &&
  party.ids.length === 0 && party.channels.length === 0;

/** A party that may be missing is missing again when nothing is left in it. The exporter is always there. */
export function withParty(content: CertificateContent, name: PartyName, box: PartyBox, text: string): CertificateContent {
  const next = withBox(content[name], box, text);
  return { ...content, [name]: name !== "exporter" && saysNothing(next) ? null : next };
}

const renumber = (content: CertificateContent, producers: Producer[], refs: (old: number) => number | null): CertificateContent => ({
  ...content,
  producers: producers.map((producer, index) => ({ ...producer, number: index + 1 })),
  items: content.items.map((item) => ({ ...item, producerRefs: item.producerRefs.flatMap((ref) => refs(ref) ?? []) })),
});

export const withProducer = (content: CertificateContent): CertificateContent =>
  renumber(content, [...content.producers, { number: 0, party: emptyParty, sameAsExporter: false, confidential: false }], (ref) => ref);

/** Lines that named the producer forget it; later producers move up, and lines follow them. */
export const withoutProducer = (content: CertificateContent, number: number): CertificateContent =>
  renumber(content, content.producers.filter((producer) => producer.number !== number), (ref) => (ref === number ? null : ref > number ? ref - 1 : ref));

export const withProducerChange = (content: CertificateContent, number: number, change: (producer: Producer) => Producer): CertificateContent => ({
  ...content,
  producers: content.producers.map((producer) => (producer.number === number ? change(producer) : producer)),
});
