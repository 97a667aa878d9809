/**
 * How does the window say something? Sentences live in catalogues; here an id and its parameters become text.
 * Which sentences there are stands in `source/`; nothing here knows any of them.
 */
import { i18n, type Messages } from "@lingui/core";
import type { Language, Settings } from "../host/types";

export type Params = Record<string, string | number | null | undefined>;

const direction: Record<Language, "ltr" | "rtl"> = { en: "ltr", fr: "ltr", es: "ltr", ar: "rtl" };
/** Calendar and digits are always said explicitly: engines differ in their defaults. */
const region: Record<Language, string> = { en: "en-GB", fr: "fr-FR", es: "es-ES", ar: "ar-EG" };
let digits: Settings["digits"] = "latin";
/** Each language in its own name. */
export const languageNames: Record<Language, string> = { en: "English", fr: "Français", es: "Español", ar: "العربية" };

const catalogues: Record<Language, () => Promise<{ messages: Messages }>> = {
  en: () => import("./catalogues/en"),
  fr: () => import("./catalogues/fr"),
  es: () => import("./catalogues/es"),
  ar: () => import("./catalogues/ar"),
};

/** Loads a language and turns the page its way. Arabic digits are a choice for the screen, in Arabic only. */
export async function speak(language: Language, wanted: Settings["digits"] = "latin"): Promise<void> {
  const { messages } = await catalogues[language]();
  digits = language === "ar" ? wanted : "latin";
  i18n.loadAndActivate({ locale: language, locales: localeOf(language), messages });
  document.documentElement.lang = language;
  document.documentElement.dir = direction[language];
}

export const language = (): Language => i18n.locale as Language;
/** The locale with calendar and digits, for dates, numbers and the control kit. */
export const locale = (): string => localeOf(language());
const localeOf = (tongue: Language): string => `${region[tongue] ?? region.en}-u-ca-gregory-nu-${digits === "arabic" ? "arab" : "latn"}`;
export const isRightToLeft = (): boolean => direction[language()] === "rtl";

/** Isolates a value inside a plain text, so that a number is never shown back to front. */
const isolate = (text: string): string => (isRightToLeft() ? `\u2068${text}\u2069` : text);

/** The parameters a compiled sentence takes, those inside its plural forms included. */
const paramsOf = (compiled: unknown): string[] =>
  Array.isArray(compiled)
    ? compiled.flatMap((token: unknown) => (Array.isArray(token) && typeof token[0] === "string" ? [token[0], ...Object.values((token[2] ?? {}) as object).flatMap(paramsOf)] : []))
    : [];

/** A parameter that did not come is shown as a gap, never as nothing. */
const whole = (id: string, values: Record<string, string | number>): Record<string, string | number> => {
  for (const name of paramsOf(i18n.messages[id])) values[name] ??= "…";
  return values;
};

/** The sentence of an id as plain text, for labels, titles and announcements. */
export function say(id: string, params: Params = {}): string {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === "number" ? value : isolate(value ?? "…");
  }
  return i18n._(id, whole(id, values));
}

const OPEN = "\uE000";
const CLOSE = "\uE001";

/** The sentence of an id in parts: plain text, and the parameters that must be isolated. */
export function parts(id: string, params: Params = {}): (string | { name: string; value: string })[] {
  const values: Record<string, string | number> = {};
  for (const [name, value] of Object.entries(params)) {
    values[name] = typeof value === "number" ? value : OPEN + name + CLOSE;
  }
  const text = i18n._(id, whole(id, values));
  return text.split(OPEN).flatMap((piece, index) => {
    if (index === 0) return piece ? [piece] : [];
    const [name = "", rest = ""] = piece.split(CLOSE);
    return rest ? [{ name, value: String(params[name] ?? "…") }, rest] : [{ name, value: String(params[name] ?? "…") }];
  });
}

/** Has the catalogue a sentence for this id? */
export const isSaid = (id: string): boolean => id in i18n.messages;
