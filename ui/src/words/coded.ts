/**
 * Which sentence belongs to a code of the program? Ids are area and code; a code without a sentence says so.
 * Parameters that are codes themselves become words here: marks of the form, countries, measures, causes.
 */
import type { ApiError, Finding, Word } from "../host/types";
import { country, tongue } from "./names";
import { isSaid, say, type Params } from "./words";

export type Said = { id: string; params: Params };

/** Parameters that count something, for plural forms. */
const counts = new Set(["count", "days", "months", "len", "max", "limit", "age_days", "fixes", "looks", "least", "line", "column"]);

/** In which areas a parameter's code may have its word. */
const areas: Record<string, string[]> = {
  reason: ["reason", "cause", "term", "finding"],
  flag: ["flag"],
  measure: ["term"],
  what: ["term"],
  event: ["term"],
  missing: ["term"],
  kind: ["term"],
  needs: ["needs"],
  list: ["list"],
  class: ["cause"],
};

const wordOf = (area: string[], code: string): string => {
  const id = area.map((name) => `${name}.${code}`).find(isSaid);
  return id ? say(id) : code;
};

const eachOf = (value: string, turn: (code: string) => string): string => value.split(/,\s*/).map(turn).join(", ");

function param(code: string, name: string, value: string): string | number {
  if (counts.has(name) && /^\d+$/.test(value)) return Number(value);
  if (name === "country" || name === "countries" || (code === "inbound.not_for_us" && name === "found")) return eachOf(value, country);
  if (name === "language") return tongue(value);
  if (name === "reasons") return value.split(" ").map((each) => wordOf(["finding"], each)).join(" ");
  if (code === "flag.exclusive") return wordOf(["flag"], value);
  const area = areas[name];
  return area && value ? eachOf(value, (each) => wordOf(area, each)) : value;
}

const spoken = (code: string, params: Record<string, string> | undefined): Params =>
  Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, param(code, name, value)]));

const find = (area: string, code: string, params: Record<string, string> | undefined): Said => {
  const id = `${area}.${code}`;
  return isSaid(id) ? { id, params: spoken(code, params) } : { id: `${area}.unknown`, params: { ...spoken(code, params), code } };
};

/** Slips in the files of an administrator stand in areas of their own. */
export const ofFinding = ({ code, params }: Finding): Said => (!isSaid(`finding.${code}`) && isSaid(code) ? { id: code, params: spoken(code, params) } : find("finding", code, params));
/** A request that makes no sense is the window's fault, unless the program names the entry it cannot use. */
export const ofError = (error: ApiError): Said => find("error", error.code === "bad_request" && error.params?.format ? "entry" : error.code, error.params);
export const ofState = (word: Word): Said => find("state", word.code, word.params);
export const ofJournal = (word: Word): Said => find("journal", word.code, word.params);

/** What the program says behind an error: which part of the file, why the list was refused, why the step is closed. */
export function detailsOf({ params = {} }: ApiError): Said[] {
  const codes = [params.format, params.seal, params.trust].filter((code): code is string => Boolean(code) && isSaid(`finding.${code}`));
  const details = codes.map((code) => find("finding", code, params));
  if (params.least) details.push(find("finding", "key.pin_short", params));
  if (params.why && isSaid(`why.${params.why}`)) details.push({ id: `why.${params.why}`, params: {} });
  if (params.class && isSaid(`cause.${params.class}`)) details.push({ id: "error.because", params: { cause: say(`cause.${params.class}`) } });
  return details;
}

/** Verdicts, lamps and the like come with their area before the dot. */
export function ofWord(word: Word): Said {
  // States first: the screens' own words may carry the same area names.
  const isState = isSaid(`state.${word.code}`) || !isSaid(word.code);
  return isState ? find("state", word.code, word.params) : { id: word.code, params: spoken(word.code, word.params) };
}

/** The name of a reason code; an unknown one stays a code. */
export const ofReason = (code: string): string => (isSaid(`reason.${code}`) ? say(`reason.${code}`) : code);

export const sayWord = (word: Word): string => {
  const { id, params } = ofWord(word);
  return say(id, params);
};
