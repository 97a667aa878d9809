/** How do amounts, days and countries look to this person? Values stay texts; nothing here computes with them. */
import type { NumberMarks } from "../../host/types";
import { locale } from "../../words/words";

/** The person's own decimal and group mark. */
export function marks(): NumberMarks {
  const pieces = new Intl.NumberFormat(locale()).formatToParts(12345.5);
  const find = (type: string) => pieces.find((piece) => piece.type === type)?.value;
  return { decimal: find("decimal") ?? ".", group: find("group") ?? " " };
}

/** Canonical decimal text with the person's marks. What is no canonical number comes back as it is. */
export function amount(canonical: string): string {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(canonical);
  if (!match) return canonical;
  const { decimal, group } = marks();
  const whole = (match[2] ?? "").replace(/\B(?=(\d{3})+$)/g, group);
  return inDigits(`${match[1]}${whole}${match[3] ? decimal + match[3] : ""}`);
}

/** The text with the digits the person reads. */
function inDigits(text: string): string {
  const zero = new Intl.NumberFormat(locale(), { useGrouping: false }).format(0).codePointAt(0) ?? 48;
  return zero === 48 ? text : text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
}

const parsed = (text: string): Date | null => {
  const date = new Date(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}T12:00:00Z` : text);
  return Number.isNaN(date.getTime()) ? null : date;
};

/** A day of legal effect, `23 Nov 2026`. Words that are no date come back as they are. */
export function day(text: string | null | undefined): string {
  const date = text ? parsed(text) : null;
  if (!date || !text) return text ?? "";
  const zone = /^\d{4}-\d{2}-\d{2}$/.test(text) ? { timeZone: "UTC" } : {};
  return new Intl.DateTimeFormat(locale(), { day: "numeric", month: "short", year: "numeric", ...zone }).format(date);
}

/** `14:03:22` or `14:03`. */
export function time(text: string | null | undefined, seconds = false): string {
  const date = text ? parsed(text) : null;
  if (!date) return text ?? "";
  return new Intl.DateTimeFormat(locale(), { hour: "2-digit", minute: "2-digit", ...(seconds ? { second: "2-digit" } : {}), hourCycle: "h23" }).format(date);
}

/** Day and time. */
export function instant(text: string | null | undefined): string {
  if (!text) return "";
  return /T/.test(text) ? `${day(text)} ${time(text)}` : day(text);
}

export { country } from "../../words/names";
