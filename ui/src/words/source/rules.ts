/** What the rules of the forms notice, and the words that fill their sentences. */
import { words } from "../define";

/** What the rules of the forms notice: one sentence per code. */
export const ruleFindings = words("finding", {
  "profile.version_old": "This draft uses version {old} of the form; version {new} applies since {date}. Carry it over before it is issued.",
  "profile.version_ahead": "Version {new} of this form starts on {date}.",
  "profile.not_switched_on": "This office has not switched this form on. An administrator can do it in the settings.",
  "pair.not_covered": "{a} and {b} do not apply these rules to each other on {date}. Choose another version of the form.",
  "issuer.not_entitled": "This office may not issue {form}.",
  "issuer.stamp_not_allowed": "The trader makes this proof. An office may not certify it as a certificate of origin.",
  "quantity.unit_not_on_form": "Item {n} is measured in {unit}. This form takes {units}.",
  "code.unknown": "{code} does not stand in the list of codes ({list}). Look whether it is written right.",
  "origin.country_words": "Write the country of origin as: {words}.",
  "fob.currency": "The value of item {n} must be in {currency}.",
  "flag.incomplete": "{flag} is marked; add {needs}.",
  "retro.reason_missing": "A late issue must say why. Write the reason in the remarks.",
  "retro.window_closed": "This form had to be issued by {date}, {days} days after the {event}.",
  "duplicate.may_be_used": "It is not proven that the original is unused. Ask for proof before you issue a duplicate.",
  "b2b.outlives_original": "Valid until {a}, but the first certificate ends on {b}.",
  "b2b.quantity_exceeded": "{qty} is more than the first certificate has left ({rest}).",
  "de_minimis.exceeded": "{pct} % of the materials do not change classification; {max} % is allowed.",
  "accumulation.incomplete": "Accumulation is marked; name the countries.",
  "blanket.too_long": "The period is longer than {months} months.",
  "threshold.exceeded": "Above {amount} the exporter needs this: {number}.",
  "evidence.missing": "Origin basis {basis} needs one of these papers: {papers}.",
  "correction.not_allowed": "This form may not be corrected. Issue a new one and cancel this one.",
  "transport.missing": "This form asks how the goods travel. Give the means or the day of departure.",
  "invoice.too_many": "{count} invoices are listed; this form takes one.",
  "number.block_empty": "No number is left for this form. Ask for a new block of numbers.",
  "totals.factor": "The total of {what} says {stated}, the lines together make {sum}: a factor of {factor}. Look at the decimal mark.",
  "signature.no_stamp_service": "This agreement demands a time stamp, and no time-stamping service is set. Set one under Settings, Time stamps.",
  "signature.no_place_for_stamp": "This agreement demands a time stamp, and this kind of digital certificate has no place for one. Issue it in another form.",
});

/** Marks of the form that came with the revised rules of the Mediterranean convention and with statements for several shipments. */
export const moreFlags = words("flag", {
  "REVISED_RULES": "Revised rules",
  "TRANSITIONAL": "Transitional rules",
  "NO_CUMULATION": "No cumulation applied",
  "BLANKET": "Several shipments in a period",
});

/** Why a mark must be set: fills “{reason}”. */
export const moreReasons = words("term", {
  "pair": "the two countries apply the revised rules",
  "form": "this form always says so",
});

/** What else a mark asks for: fills “{needs}”. */
export const needs = words("needs", {
  "invoicing_party": "the company that invoices",
  "reference": "number and date of the other certificate",
  "cumulation_countries": "the countries of accumulation",
  "remark": "the details in the remarks",
  "period": "first and last day",
});

/** Lists of codes: fills “{list}”. */
export const codeLists = words("list", {
  "hs": "goods codes",
  "country": "countries",
  "currency": "currencies",
  "unit": "units",
  "package": "kinds of package",
  "location": "places",
});
