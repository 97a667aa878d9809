import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { wordsExtractor } from "../../words-extractor";
import type { Language } from "../host/types";
import { messages as ar } from "./catalogues/ar";
import { messages as en } from "./catalogues/en";
import { messages as es } from "./catalogues/es";
import { messages as fr } from "./catalogues/fr";
import { ofFinding, ofWord, sayWord } from "./coded";
import { country, tongue } from "./names";
import { isRightToLeft, isSaid, locale, parts, say, speak } from "./words";

const languages: Language[] = ["en", "fr", "es", "ar"];
const here = import.meta.dirname;
const compiled = { en, fr, es, ar } as unknown as Record<Language, Record<string, Message[]>>;

/** The entries of a catalogue as translators see them. */
function catalogue(language: Language): Map<string, string> {
  const text = readFileSync(resolve(here, `catalogues/${language}.po`), "utf8");
  const entries = text.split("\n\n").map((block) => [/^msgid "(.+)"$/m.exec(block)?.[1], /^msgstr "(.*)"$/m.exec(block)?.[1]] as const);
  return new Map(entries.flatMap(([id, sentence]) => (id && sentence !== undefined ? [[id, JSON.parse(`"${sentence}"`) as string]] : [])));
}

/** The entries the sources declare. */
async function declared(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const name of readdirSync(resolve(here, "source"))) {
    const file = resolve(here, "source", name);
    await wordsExtractor.extract(file, readFileSync(file, "utf8"), ({ id, message }) => {
      expect(found.has(id), `${id} stands twice`).toBe(false);
      found.set(id, message ?? "");
    }, {} as never);
  }
  return found;
}

type Message = string | [name: string, kind?: string, forms?: Record<string, Message[] | string | number>] | Message[];

/** Names of the parameters a compiled sentence takes, outside and inside its forms. */
function params(message: Message[]): string[] {
  const found = new Set<string>();
  const walk = (part: Message): void => {
    if (typeof part === "string") return;
    const [name, , forms] = part;
    if (typeof name === "string") found.add(name);
    for (const form of Object.values(forms ?? {})) if (Array.isArray(form)) form.forEach(walk);
  };
  message.forEach(walk);
  return [...found].sort();
}

describe("the catalogues", () => {
  it("say in English what the sources declare", async () => {
    expect(catalogue("en")).toEqual(await declared());
  });

  it.each(["fr", "es", "ar"] as const)("%s has every sentence, with the same parameters", (language) => {
    const english = catalogue("en");
    const other = catalogue(language);
    expect([...other.keys()]).toEqual([...english.keys()]);
    for (const [id, sentence] of english) {
      const said = other.get(id) ?? "";
      expect(said, id).not.toBe("");
      expect(sentence, id).not.toBe("");
      expect(params(compiled[language][id] ?? []), id).toEqual(params(compiled.en[id] ?? []));
    }
  });

  it("Arabic has all six forms wherever English counts", () => {
    const arabic = catalogue("ar");
    for (const [id, sentence] of catalogue("en")) {
      if (!sentence.includes(", plural,") || /^age\.(minutes|hours)$/.test(id)) continue;
      for (const form of ["zero", "one", "two", "few", "many", "other"]) expect(arabic.get(id), id).toMatch(new RegExp(`\\b${form} \\{`));
    }
  });

  it("no sentence holds a straight apostrophe, which would hide parameters", () => {
    for (const language of languages) for (const [id, sentence] of catalogue(language)) expect(sentence, `${language} ${id}`).not.toContain("'");
  });

  it("Arabic sentences are written in Arabic letters", () => {
    const plain = /^(certificate\.pdf|frame\.(product|digitsLatin|digitsArabic|monthExample|number|percent|whoAlone)|desk\.number)$/;
    for (const [id, sentence] of catalogue("ar")) if (!plain.test(id) && !/^\{\w+\}(، \{\w+\})?$/.test(sentence)) expect(sentence, id).toMatch(/[\u0600-\u06ff]/);
  });
});

describe("a spoken language", () => {
  it.each(languages)("%s turns the page its way and counts in its own forms", async (language) => {
    await speak(language);
    expect(document.documentElement.lang).toBe(language);
    expect(document.documentElement.dir).toBe(language === "ar" ? "rtl" : "ltr");
    expect(isRightToLeft()).toBe(language === "ar");
    const counted = [0, 1, 2, 3, 11, 100].map((count) => say("draft.lines", { count }));
    expect(new Set(counted).size).toBe(counted.length);
    expect(say("draft.lines", { count: 2 })).toBe({ en: "2 lines", fr: "2 lignes", es: "2 líneas", ar: "بندان" }[language]);
    expect(say("draft.lines", { count: 11 })).toBe({ en: "11 lines", fr: "11 lignes", es: "11 líneas", ar: "11 بندًا" }[language]);
  });

  it("always says calendar and digits, and Arabic digits only when they were chosen", async () => {
    await speak("ar");
    expect(locale()).toBe("ar-EG-u-ca-gregory-nu-latn");
    await speak("ar", "arabic");
    expect(locale()).toBe("ar-EG-u-ca-gregory-nu-arab");
    expect(say("draft.lines", { count: 11 })).toBe("١١ بندًا");
    await speak("fr", "arabic");
    expect(locale()).toBe("fr-FR-u-ca-gregory-nu-latn");
  });

  it("names countries and languages in its own words", async () => {
    await speak("ar");
    expect(country("KE")).toBe("كينيا");
    await speak("fr");
    expect(country("DE")).toBe("Allemagne");
    expect(country("EU")).not.toBe("");
    expect(country("*")).toBe("*");
    expect(tongue("RU")).toBe("russe");
  });
});

describe("values in sentences", () => {
  it("are kept apart, so that a number is never shown back to front", async () => {
    await speak("ar");
    expect(say("signing.issued", { number: "00123-2026/NBO/KE" })).toBe("صدرت \u206800123-2026/NBO/KE\u2069.");
    expect(parts("signing.issued", { number: "00123-2026/NBO/KE" })).toEqual(["صدرت ", { name: "number", value: "00123-2026/NBO/KE" }, "."]);
    await speak("en");
    expect(say("signing.issued", { number: "00123-2026/NBO/KE" })).toBe("00123-2026/NBO/KE is issued.");
  });

  it("that did not come are a gap, never undefined", async () => {
    await speak("en");
    expect(say("signing.issued")).toBe("… is issued.");
  });
});

describe("codes", () => {
  it("of the program get their sentence with counted parameters", async () => {
    await speak("en");
    expect(sayWord({ code: "verdict.look", params: { count: "1" } })).toBe("Genuine, look at 1 point");
    expect(sayWord({ code: "verdict.look", params: { count: "2" } })).toBe("Genuine, look at 2 points");
    expect(sayWord({ code: "trust.ageing", params: { age_days: "12" } })).toBe("Trust list: 12 days old");
  });

  it("inside a sentence become words", async () => {
    await speak("en");
    const finding = ofFinding({ code: "flag.missing", severity: "block", path: "flags", params: { flag: "THIRD_PARTY_INV", reason: "third_party_invoice" } });
    expect(say(finding.id, finding.params)).toBe("Third-party invoicing must be marked, because an invoice is by a third party.");
    const third = ofFinding({ code: "third_party.details", severity: "block", path: "", params: { missing: "name,country" } });
    expect(say(third.id, third.params)).toBe("Give name, country of the company that invoices.");
    expect(sayWord({ code: "lamp.rejected", params: { reason: "co-number-in-use" } })).toBe("Not accepted by the gateway: the number is in use with different content");
  });

  it("without a sentence say so and name themselves", async () => {
    await speak("en");
    const { id, params: given } = ofFinding({ code: "moon.phase", severity: "info", path: "", params: {} });
    expect(say(id, given)).toContain("moon.phase");
    expect(ofWord({ code: "moon.phase", params: {} }).id).toBe("state.unknown");
  });

  it("of states and screens do not meet by accident", async () => {
    await speak("en");
    // The screens' own areas are not asked for words of the program's states.
    expect(isSaid("state.certificate.issued")).toBe(true);
    expect(ofWord({ code: "certificate.issued", params: {} }).id).toBe("state.certificate.issued");
  });
});
