/** How is a value shown so that it cannot be misread? Codes run left to right in every page; free text runs its own way. */
import { Fragment } from "react";
import { ages } from "../../words/source/frame";
import { isRightToLeft, parts, say, type Params } from "../../words/words";
import { amount, country, day, instant, time } from "./format";

/** A number, tariff code, place code or the like: never turned round. */
export const Code = ({ children }: { children: string }) => <bdi dir="ltr" className="code">{children}</bdi>;

/** A firm's or person's name, a description: in its own direction. */
export const Name = ({ children }: { children: string }) => <bdi dir="auto">{children}</bdi>;

/** A quantity in the person's own marks. */
export const Amount = ({ value, unit }: { value: string; unit?: string }) => (
  <bdi dir="ltr" className="code">{unit ? `${amount(value)} ${unitSign(unit)}` : amount(value)}</bdi>
);

const signs: Record<string, string> = { KGM: "kg", TNE: "t", GRM: "g", LTR: "l", MTR: "m", MTK: "m²", MTQ: "m³" };
/** The sign of a Rec 20 unit, the code itself when it has no usual sign. */
export const unitSign = (unit: string): string => signs[unit] ?? unit;

export const Day = ({ value }: { value: string | null }) => (value ? <time dateTime={value}><bdi>{day(value)}</bdi></time> : null);
export const Instant = ({ value }: { value: string | null }) => (value ? <time dateTime={value}><bdi>{instant(value)}</bdi></time> : null);
/** How long ago, in words; the instant stands beside it for those who point at it. */
export function Age({ value, now }: { value: string; now: number }) {
  const minutes = Math.max(0, Math.floor((now - new Date(value).getTime()) / 60_000));
  const [id, count] = minutes < 1 ? [ages.now, 0] : minutes < 60 ? [ages.minutes, minutes] : minutes < 60 * 24 ? [ages.hours, Math.floor(minutes / 60)] : [ages.days, Math.floor(minutes / 60 / 24)];
  return <time dateTime={value} title={instant(value)}><bdi>{say(id, { count })}</bdi></time>;
}
export const Country = ({ code }: { code: string }) => <bdi>{country(code)}</bdi>;

const isCode = (value: string): boolean => /\d/.test(value) && !/[\u0590-\u08ff]/.test(value);

/** What a parameter of a sentence looks like: instants and days are written out. */
export function shown(name: string, value: string): string {
  if (/^\d{4}-\d{2}-\d{2}T/.test(value)) return /^(next|since|at)$/.test(name) ? time(value) : instant(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return day(value);
  // Sums the rules made come in canonical form.
  return /^(stated|sum)$/.test(name) ? amount(value) : value;
}

/** What is shown decides the direction: a date in Arabic words is not a code. */
const Value = ({ children }: { children: string }) => <bdi dir={isCode(children) ? "ltr" : "auto"}>{children}</bdi>;

/** From one to the other; the arrow points the way the page reads. */
export const Towards = () => <span aria-hidden="true"> {isRightToLeft() ? "←" : "→"} </span>;

/** A sentence with its parameters, each kept apart from the direction of the sentence. */
export function Sentence({ id, params }: { id: string; params?: Params }) {
  return parts(id, params).map((part, index) =>
    typeof part === "string" ? <Fragment key={index}>{part}</Fragment> : <Value key={index}>{shown(part.name, part.value)}</Value>,
  );
}
