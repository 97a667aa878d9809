/** Code lists that an office takes in, the year of a goods code, forms that are in use, drafts carried over. */
import { words } from "../define";

export const packs = words("packs", {
  "import": "Take in a list…",
  "importTitle": "Take in a code list",
  "take": "Take in",
  "taken": "{list} is taken in. Certificates are checked with it from now on.",
  "remove": "Take out",
  "removed": "{list} is taken out.",
  "year": "HS year",
  "from": "From",
  "program": "This program",
  "maker": "Made by",
  "signer": "Signed by",
  "by": "Taken in by",
  "at": "Taken in on",
  "change": "{added} new, {changed} changed, {removed} gone",
  "counts": "Codes: {rows}",
  "withoutText": "Without a text in one of the languages: {rows}",
  "deleted": "Left out, because the publisher marks them as deleted: {rows}",
  "version": "Version of the list",
  "versionHint": "Only for a table that does not say it, for instance revision 17.",
  "unknownHint": "To take packs of this publisher, type the key that the publisher gave you by another way.",
  "publisherKey": "Key of the publisher",
  "publisherName": "Name of the publisher",
  "believe": "Take packs of this publisher",
  "edition": "HS {year}",
  "editions": "HS year (F4 changes it)",
  "otherEdition": "HS {year}: not the year of the form",
  "unconfirmed": "Not confirmed against the agreement text",
  "on": "In use",
  "off": "Not in use",
  "use": "Use this form",
  "stop": "Stop using this form",
  "useTitle": "Use a form that is not confirmed",
  "useHint": "These facts were not compared with the agreement text. The journal keeps that you use the form all the same.",
  "usedNow": "The form is in use.",
  "stopped": "The form is no longer in use. Drafts are kept.",
  "findForm": "Find a form",
  "noForm": "No form in use fits. Type fewer letters, or have the form switched on.",
  "carry": "Carry over to the new form…",
  "carryBand": "A newer version of this form is in force: {form}.",
  "carryTitle": "Carry the draft over",
  "carryMoved": "Moves to another box",
  "carryMove": "{what}: box {from} to box {to}",
  "carryLost": "The new form has no place for",
  "carryAsked": "The new form asks for",
  "carryCriteria": "Criteria to choose again",
  "carryCriterion": "Line {n}: {text}",
  "carrySign": "The exporter must sign again.",
  "carryNothing": "Everything stays in its box.",
  "carryAct": "Carry over",
  "carried": "The draft is on the new form.",
});

/** More slips in a pack of goods codes. */
export const packsHs = words("hs_pack", {
  "unsigned": "This pack is not signed. Get the signed pack from its maker.",
  "column_unknown": "{file}: the column {column} is not known. Use code, unit, two letters of a language, synonyms.en or became.2022.",
});

/** What stops a code list, or is noticed in its rows. */
export const packsFindings = words("finding", {
  "hs_pack.signer_unknown": "This office does not know who signed this pack (key {key}). Ask an administrator to take packs of this publisher.",
  "hs_pack.signature": "The signature of this pack does not fit its content. Get the pack again from its maker.",
  "code_list.columns": "This file has no columns for code and name. Choose the table of Recommendation 20 or 21.",
  "code_list.no_rows": "No row of this table could be taken.",
  "code_list.too_many_rows": "This table has more than {most} rows. Check that it is the right file.",
  "code_list.code_form": "{code} is no code of this list; the row is left out.",
  "code_list.name": "{code} has no name, or one that is too long; the row is left out.",
  "code_list.code_twice": "{code} stands in row {first} already with another name; this row is left out.",
  "code_list.factor": "{code} is known by its code and not converted: {factor} is no exact factor.",
});

export const packsErrors = words("error", {
  "code_list_refused": "This code list was refused; those that are here stay.",
});

/** Lines of the journal. */
export const packsJournal = words("journal", {
  "codes.imported": "Code list {list} taken in: {version}, {rows} codes",
  "codes.refused": "Code list refused: {file}",
  "codes.removed": "Code list {list} taken out",
  "codes.made": "Pack {list} made and signed",
  "codes.publisher": "Packs of {name} are taken from now on: key {key}",
  "agreement.switched_on": "Form {agreement} in use; facts not confirmed: {count}",
  "agreement.switched_off": "Form {agreement} no longer in use",
  "draft.carried": "Draft carried over from {from} to {to}",
});
