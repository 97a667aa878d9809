/** Signing several drafts with one PIN, and taking in a key file whose password is not to be the PIN. */
import { words } from "../define";

export const batch = words("batch", {
  "title": "Sign several",
  "drafts": "Ready to sign",
  "effect": "Each gets its own number, is signed and put in the outbox. After that it cannot be changed. One that cannot be issued does not stop the others.",
  "include": "Sign",
  "included": "Yes",
  "leftOut": "No",
  "leaveOut": "Leave this one out",
  "takeIn": "Sign this one too",
  "sign": "{count, plural, one {Sign # certificate} other {Sign # certificates}}",
  "none": "No draft is ready to sign. Drafts with something to fix are not shown.",
  "working": "Signing…",
  "done": "{count, plural, =0 {None was issued.} one {# was issued.} other {# were issued.}}",
  "untouched": "Not tried any more; the draft is as it was.",
  "results": "What became of each",
  "asksAlways": "This card wants its PIN at every signature.",
});

export const keyFile = words("keyFile", {
  "newPin": "PIN for signing",
  "newPinHint": "At least 6 characters, or 10 on a computer without a key ring. Leave it empty to use the password of the file.",
  "which": "Which key",
  "place": "Kept",
  "advice": "The key is here. Please note:",
});

export const keyPlaces = words("state", {
  "key_place.passphrase": "Here, under a passphrase",
  "key_place.key_ring": "Here, with the key ring",
  "key_place.card": "On the card {card}",
  "key_place.card_asks": "On the card {card}, PIN each time",
});
