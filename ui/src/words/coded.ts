/** Which sentence belongs to a code of the program? Ids are area and code; a code without a sentence says so. */
import type { ApiError, Finding, Word } from "../host/types";
import { isSaid, say, type Params } from "./words";

export type Said = { id: string; params: Params };

/** Parameters that count something, for plural forms. */
const counts = new Set(["count", "days", "months", "len", "max", "limit", "age_days", "fixes", "looks"]);

function numbered(params: Record<string, string> | undefined): Params {
  return Object.fromEntries(
    Object.entries(params ?? {}).map(([name, value]) => [name, counts.has(name) && /^\d+$/.test(value) ? Number(value) : value]),
  );
}

const find = (area: string, code: string, params: Record<string, string> | undefined): Said => {
  const id = `${area}.${code}`;
  return isSaid(id) ? { id, params: numbered(params) } : { id: `${area}.unknown`, params: { code, ...numbered(params) } };
};

export const ofFinding = (finding: Finding): Said => find("finding", finding.code, finding.params);
export const ofError = (error: ApiError): Said => find("error", error.code, error.params);
export const ofState = (word: Word): Said => find("state", word.code, word.params);
export const ofJournal = (word: Word): Said => find("journal", word.code, word.params);

/** Verdicts, lamps and the like come with their area before the dot. */
export function ofWord(word: Word): Said {
  // States first: the screens' own words may carry the same area names.
  const isState = isSaid(`state.${word.code}`) || !isSaid(word.code);
  return isState ? find("state", word.code, word.params) : { id: word.code, params: numbered(word.params) };
}

/** The name of a reason code; an unknown one stays a code. */
export const ofReason = (code: string): string => (isSaid(`reason.${code}`) ? say(`reason.${code}`) : code);

export const sayWord = (word: Word): string => {
  const { id, params } = ofWord(word);
  return say(id, params);
};
