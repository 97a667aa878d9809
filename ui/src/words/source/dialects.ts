/** What is noticed in documents of other dialects, and in packs of goods codes. */
import { words } from "../define";

/** What is noticed in an ALADI certificate (COD). */
export const codFindings = words("finding", {
  "cod.acronym": "Version {version} of the COD does not know agreement {acronym}. Choose a newer version.",
  "cod.comment": "The signed part holds comments. Ask the issuer for a copy without them.",
  "cod.counter": "{element} says {stated}; there are {rows}.",
  "cod.country": "{country} is no member of agreement {acronym}. Check the country.",
  "cod.currency": "The value is in {currency}; this form would be read as {meant}. State the value in {meant}.",
  "cod.currency_assumed": "The file does not name the currency of the values; {currency} is taken.",
  "cod.date_order": "{first} is later than {second}. Check both dates.",
  "cod.empty": "{where} is there but empty. It should say something or be left out.",
  "cod.file_name": "The file is called {name}; customs expects the number {number} as its name.",
  "cod.form": "{form} is not a form of agreement {acronym} in version {version}.",
  "cod.id": "The mark {id} must stand once in the file; it stands {count} times or in the wrong place. Do not rely on its signatures.",
  "cod.issuer_country": "The issuing body is in {issuer}, the exporter in {exporter}. They must be in one country.",
  "cod.not_applicable": "{form} does not use {element}.",
  "cod.number_part": "The certificate number says {stated} where {element} says {meant}.",
  "cod.order": "{where} stands in another place than the form has for it.",
  "cod.order_number": "{element} {number} stands more than once. Give each row its own number.",
  "cod.reference": "{element} points to number {number}, which is not there.",
  "cod.replacement_character": "A character was lost before this file was made, first in {where}. Ask the issuer for a new one.",
  "cod.required": "{form} asks for {element}. Fill it in.",
  "cod.stage": "The parts of this file fit no step on its way: {exporter_signatures} signatures of the exporter, {issue_parts} of 2 parts of the issuing body, {official_signatures} signatures of the official.",
  "cod.unit": "The unit {text} is not on the list of units; it is kept as written.",
  "cod.value": "{where} cannot be {text} in this version of the form. Correct it.",
  "cod.version": "This is no version of the COD that is known: {found}.",
  "cod.no_form": "There is no COD form for {agreement} in version {version}. Choose an ALADI agreement or another version.",
  "cod.wrong_stage": "The file is at the step {found}; this needs a file at the step {wanted}.",
});

/** What is noticed in a kept worksheet of origin, and about the lists of codes. */
export const otherFindings = words("finding", {
  "worksheet.differs": "The result in this worksheet is not what its numbers give. It was calculated again.",
  "codes.missing": "The large code lists are not on this computer. Codes are not checked; you can go on and type them.",
  "codes.foreign": "The file of code lists is from another version of the program. Install the program again.",
  "codes.unreadable": "The code lists cannot be read. Install the program again.",
});

/** Slips in a pack of goods codes, as an administrator reads them. */
export const hsPacks = words("hs_pack", {
  "too_large": "This pack or a file in it is too large. A file may have {most} bytes.",
  "not_a_zip": "This file is not a whole zip file. Get it again from its maker.",
  "file_unexpected": "The file {file} does not belong in a pack.",
  "file_missing": "The file {file} is missing.",
  "manifest_form": "Line {line} of the list of files cannot be read.",
  "digest": "The file {file} was changed after it was signed. Get the pack again.",
  "meta_form": "The description of the pack cannot be read: {why}",
  "id_form": "The id {id} must begin with pack- and hold small letters, digits and hyphens only.",
  "year": "{year} is no year of the Harmonized System.",
  "table_form": "{file}, line {line}: the row cannot be read ({why}).",
  "column_missing": "{file}: the column {column} is missing.",
  "too_many_rows": "{file} has more than {most} rows.",
  "cell_too_long": "{file}, line {line}: a text is longer than {most} letters.",
  "cell_empty": "{file}, line {line}: the text is missing.",
  "code_form": "{file}, line {line}: {code} does not have two, four or six digits as its level says.",
  "code_twice": "{file}, line {line}: {code} stands there twice.",
  "code_unknown": "{file}, line {line}: {code} is not in codes.csv.",
  "parent": "{file}, line {line}: {parent} is not the code above {code}, or is missing.",
  "text_twice": "{file}, line {line}: {code} has two texts.",
});
