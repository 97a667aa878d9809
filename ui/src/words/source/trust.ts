/** What a trust list changes, who stands in it, and which lists were taken. */
import { words } from "../define";

export const trustList = words("trustList", {
  "lookTitle": "What trust list {list} of {at} changes",
  "nothing": "The list changes nothing but its number.",
  "inForce": "This list is in use already.",
  "take": "Use this list",
  "reason": "The publisher corrected the past: {reason}",
  "verdicts": "Received certificates whose verdict changes",
  "waits": "Trust list {list} waits for you. What it stops is stopped already.",
  "look": "See what it changes…",
  "growth": "Use a list that only adds without asking",
  "history": "Lists taken over…",
  "historyTitle": "Trust lists taken over",
  "row": "Trust list {list} of {at}: {count, plural, one {# change} other {# changes}}",
  "noStatus": "No list of withdrawn certificates of this issuer is here.",
  "officers": "Officers",
  "noOfficers": "The list names no officers; any key of the issuer counts.",
  "forms": "May certify",
  "to": "for {countries}",
  "anywhere": "for all countries",
  "span": "from {from} to {to}",
  "since": "from {from}",
  "pictureMissing": "The picture is not here.",
  "signature": "Signature of {name}",
  "stamp": "Stamp of {name}",
});

export const trustAreas = words("trustArea", {
  "root": "Key that signs the list",
  "body": "Issuer",
  "anchor": "Certificate",
  "key": "Key",
  "scheme": "Form",
  "officer": "Officer",
  "specimen": "Picture",
  "gateway": "Gateway",
  "node": "Office or post",
  "time_stamper": "Time stamp service",
  "revocation": "Key or certificate",
});

export const trustChanges = words("trustChange", {
  "added": "New",
  "ended": "Ended",
  "suspended": "Suspended",
  "withdrawn": "Withdrawn",
  "restored": "In force again",
  "dates": "Other dates",
  "scope": "Other forms or countries",
  "rules": "Judged by other rules",
  "described": "Other name or title",
  "revoked": "Revoked",
  "quorum": "Other number of signatures needed",
});
