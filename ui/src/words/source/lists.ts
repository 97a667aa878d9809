/** Code lists, the finder of goods codes, and what the forms rest on. */
import { words } from "../define";

export const lists = words("lists", {
  "hsExporter": "Used before by this exporter",
  "hsOffice": "Used before by this office",
  "hsFound": "Found",
  "hsPerhaps": "Did you mean",
  "hsNothing": "Nothing fits. Type fewer letters, another word, or the code.",
  "hsMissing": "The list of goods codes is not on this machine. Type the code.",
  "hsYear": "The form is written for HS {form}, this list is HS {list}: check the code.",
  "hsBecame": "In HS {year}: {codes}",
  "title": "Code lists",
  "list": "List",
  "version": "Version",
  "date": "Date",
  "rows": "Codes",
  "languages": "Languages",
  "source": "Source",
  "licence": "Licence",
  "workingSet": "Usual codes only",
  "missing": "The large lists (goods, places, countries, currencies) are not on this machine. Put the file codes.db beside the program, or install the program again.",
});

export const forms = words("forms", {
  "title": "Forms",
  "form": "Form",
  "agreement": "Agreement",
  "parties": "Countries",
  "state": "Facts",
  "sourced": "Confirmed",
  "toConfirm": "{count, plural, one {# fact to confirm} other {# facts to confirm}}",
  "band": "{count, plural, one {This form is not confirmed against the agreement text: # fact to confirm.} other {This form is not confirmed against the agreement text: # facts to confirm.}}",
  "bandAct": "Show the facts",
  "facts": "Facts to confirm",
  "allConfirmed": "Everything this form says rests on the agreement text.",
  "open": "To confirm",
  "confirmedBy": "Confirmed on {on} by {first} and {second}, {article}",
  "lapsed": "To confirm again: the value changed",
  "confirm": "Confirm…",
  "confirmTitle": "Confirm a fact",
  "confirmHint": "Two persons read the agreement text and agree that it says this.",
  "article": "Article",
  "first": "First person",
  "second": "Second person",
  "keep": "Confirm",
  "kept": "The fact is confirmed. The journal keeps who confirmed it.",
});

/** Lines of the journal. */
export const listsJournal = words("journal", {
  "agreement.confirmed": "Fact {fact} confirmed: {article}, by {person} and {second}",
  "draft.worksheet": "Origin worksheet kept with the draft",
});

/** Why a fact was not confirmed. */
export const listsWhy = words("why", {
  "confirmation.no_such_fact": "The form has no such fact with a value.",
  "confirmation.no_article": "Name the article it was read in.",
  "confirmation.one_person": "It takes two different persons.",
});
