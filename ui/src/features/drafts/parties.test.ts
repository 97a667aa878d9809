import { describe, expect, it } from "vitest";
import { content, item, party } from "../../testing/samples";
import { partyText, withParty, withProducer, withProducerChange, withoutProducer } from "./parties";

describe("a party", () => {
  it("comes into being with its first box and leaves with its last", () => {
    const named = withParty(content({ importer: null }), "importer", "name", "Al Noor");
    expect(named.importer?.name).toBe("Al Noor");
    expect(withParty(named, "importer", "name", "").importer).toBeNull();
  });

  it("stays when it is the exporter, even empty", () => {
    expect(withParty(content(), "exporter", "name", "").exporter.name).toBe("");
  });

  it("keeps address lines apart and the scheme of its registration number", () => {
    const next = withParty(withParty(content(), "exporter", "lines", "Plot 1\nSixth Street"), "exporter", "id", "P051");
    expect(next.exporter.address.lines).toEqual(["Plot 1", "Sixth Street"]);
    expect(partyText(next.exporter, "lines")).toBe("Plot 1\nSixth Street");
    expect(partyText(next.exporter, "id")).toBe("P051");
    expect(withParty(next, "exporter", "id", "").exporter.ids).toEqual([]);
  });
});

describe("producers", () => {
  const three = content({
    producers: [1, 2, 3].map((number) => ({ number, party: party(`P${number}`, "KE"), sameAsExporter: false, confidential: false })),
    items: [item(1, { producerRefs: [1, 3] }), item(2, { producerRefs: [2] })],
  });

  it("move up when one leaves, and lines follow them", () => {
    const next = withoutProducer(three, 2);
    expect(next.producers.map(({ number, party: who }) => [number, who.name])).toEqual([[1, "P1"], [2, "P3"]]);
    expect(next.items.map(({ producerRefs }) => producerRefs)).toEqual([[1, 2], []]);
  });

  it("are numbered as they are added", () => {
    expect(withProducer(three).producers.map(({ number }) => number)).toEqual([1, 2, 3, 4]);
  });

  it("change alone", () => {
    const next = withProducerChange(three, 2, (producer) => ({ ...producer, confidential: true }));
    expect(next.producers.map(({ confidential }) => confidential)).toEqual([false, true, false]);
  });
});
