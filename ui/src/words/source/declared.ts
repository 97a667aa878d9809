/** What an exporter declares without a body: how a self-declaration is made, and how it is told from a certificate. */
import { words } from "../define";

export const declared = words("declared", {
  "kind": "Kind of proof",
  "declaration": "Self-declaration",
  "certificate": "Certificate",
  "uncertified": "The exporter declares the origin. Nobody certified it.",
  "by": "Declared or registered by",
  "authorisation": "Authorisation of the exporter",
  "number": "Number of the authorisation",
  "category": "Category",
  "authority": "Granted by",
  "from": "First day",
  "to": "Last day",
  "title": "Make this self-declaration",
  "effect": "A number is given, the declaration is signed and put in the outbox. After that it cannot be changed.",
  "act": "Sign and declare",
  "made": "{number} is declared.",
  "madeText": "It is signed and safe, and leaves by itself. Nobody certified it: the exporter answers for what it says.",
});

export const declaredOutbox = words("outbox", {
  "kindDeclaration": "Self-declaration",
});

export const declaredTerms = words("term", {
  "co.declaration": "self-declaration",
});

export const declaredFinding = words("finding", {
  "proof.differs": "The document is of kind {code}, and {form} takes another kind of proof.",
  "declaration.certified": "A self-declaration carries a certification. Nobody certifies what an exporter declares.",
  "authorisation.missing": "Under this form only approved or registered exporters declare. Enter the number of the authorisation.",
  "authorisation.not_in_force": "The authorisation of the exporter is not in force on this day; its limit is {date}.",
});

export const declaredJournal = words("journal", {
  "declaration.made": "Self-declaration {number} made",
});
