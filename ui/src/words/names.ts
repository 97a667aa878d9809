/** What is a country or a language called in the person's own? The system knows; an unknown code stays a code. */
import { locale } from "./words";

export function country(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale(), { type: "region", fallback: "code" }).of(code) ?? code;
}

/** From ISO 639-1. */
export function tongue(code: string): string {
  if (!/^[A-Za-z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(locale(), { type: "language", fallback: "code" }).of(code.toLowerCase()) ?? code;
}
