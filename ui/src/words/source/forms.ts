/** What an administrator reads about the files of forms and their facts. */
import { words } from "../define";

/** Slips in the file of a form, as an administrator reads them. */
export const formFiles = words("agreement_file", {
  "not_toml": "The file cannot be read here: {reason}.",
  "unknown_key": "The key {key} is not known here. Look for a slip of the pen.",
  "unknown_word": "The word {word} is not known here. Allowed: {allowed}.",
  "missing": "{key} is missing.",
  "wrong_value": "The value of {key} does not fit.",
  "does_not_fit": "The area leaves the page, or its columns are not as wide as it is.",
  "overlap": "This area lies over {other}.",
  "twice": "{name} stands twice ({what}).",
  "no_such_box": "The form has no box {number}.",
  "no_such_group": "There is no group of countries {name}.",
  "no_such_matrix": "There is no table of pairs {name}.",
  "no_such_criterion": "The form has no criterion {code}.",
  "pattern": "The pattern of the criterion cannot be read: {reason}.",
  "patterns_differ": "{key} says {stated}, but the patterns say {printed}.",
  "number_pattern": "The pattern of the numbers cannot be read: {reason}.",
  "example_refused": "The example {example} is not read as {code}.",
  "note_missing": "A fact to be confirmed needs a note that says why.",
  "source_missing": "A fact needs a source, or must be marked as to be confirmed.",
  "unknown_source": "The source {tag} is not declared in the file.",
  "versions_overlap": "{other} is in force on the same days, and nothing chooses between them.",
});

/** Why the confirmation of a fact is not taken. */
export const confirmations = words("confirmation", {
  "no_such_fact": "This form has no such fact. Open the list of facts again.",
  "no_article": "Name the article of the agreement where it stands.",
  "one_person": "Two different persons must confirm it.",
});
