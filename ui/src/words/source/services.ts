/** The time-stamping service, keys on cards, newer lists, and help. */
import { words } from "../define";

export const stamps = words("stamps", {
  "title": "Time stamps",
  "intro": "A time stamp proves when a certificate was signed, even long after its key has ended. Signing never waits for it: a stamp that is missing is asked for again by itself.",
  "service": "Service",
  "address": "Address of the service",
  "addressHint": "The service gives you this address. It begins with https:// or http:// as web addresses do.",
  "test": "Test",
  "testing": "Asking the service…",
  "use": "Use this service",
  "inForce": "What is signed from now on is stamped by this service.",
  "off": "Ask nobody any more",
  "isOff": "Nobody is asked for time stamps any more.",
  "inUse": "Asked since {at}",
  "none": "No service is set. Certificates are signed without a time stamp.",
  "works": "The service answered. Its stamp says {at} and was made by {by}.",
  "vouched": "The trust list names it as {service}, so its stamps count everywhere the list is used.",
  "unvouched": "The trust list does not name this service. Its stamps are kept, but nobody has to count them. Ask whoever makes the trust list to name it.",
  "anchor": "Services the trust list names",
  "noAnchor": "The trust list names none yet.",
  "noList": "There is no trust list here yet, so nobody vouches for a service.",
  "standing": "How it stands",
  "last": "Last stamp",
  "lastAt": "{at}, from {address}",
  "noLast": "No stamp was fetched yet.",
  "missing": "Waiting for a stamp",
  "waiting": "{count, plural, =0 {none} one {# certificate} other {# certificates}}",
});

export const cards = words("cards", {
  "use": "Use a card…",
  "title": "Use a key on a card",
  "program": "Program of the card’s maker",
  "programHint": "It comes with the card. If you do not know which one, ask your administrator.",
  "another": "Another program…",
  "noProgram": "No program for cards was found on this computer. Install the one that came with the card, or choose its file.",
  "look": "Look for cards",
  "looking": "Looking…",
  "noCard": "No card is there. Put it into the reader, wait a moment and look again.",
  "card": "Card",
  "serial": "Serial number {serial}",
  "key": "Key",
  "keyLine": "{name}, {algorithm}, valid to {date}",
  "inUse": "This key is in use here already.",
  "noKeys": "This card shows no certificate. A key without its certificate cannot be used; ask whoever gave you the card.",
  "label": "Name in the list of keys",
  "labelHint": "Leave it empty to use the name in the certificate.",
  "pin": "PIN of the card",
  "pinHint": "It is sent to the card once and kept nowhere.",
  "pad": "This reader has keys of its own. Choose “Use this key”, then enter the PIN on the reader.",
  "onPad": "Enter the PIN on the reader now.",
  "take": "Use this key",
  "working": "Asking the card…",
  "done": "The key is in use.",
});

export const keyPin = words("keyPin", {
  "change": "Change the PIN…",
  "title": "Change the PIN of {label}",
  "old": "PIN until now",
  "new": "New PIN",
  "again": "New PIN once more",
  "differ": "This is not the same as the new PIN above.",
  "take": "Change the PIN",
  "working": "Changing…",
  "done": "The PIN of {label} is changed.",
});

export const cardProgram = words("cardProgram", {
  "change": "Another program for this card…",
  "title": "Program for the card of {label}",
  "why": "Needed when the program of the card’s maker was moved or installed anew. Key and PIN stay as they are.",
  "take": "Use this program",
  "working": "Loading the program…",
  "done": "The card of {label} is reached by this program from now on.",
  choose: "Choose a program",
});

export const cardPins = words("state", {
  "card_pin.good": "The PIN may be tried.",
  "card_pin.few_left": "Few tries of the PIN are left. Look it up before you try.",
  "card_pin.last_try": "One more wrong PIN locks this card.",
  "card_pin.locked": "This card is locked after too many wrong PINs. Only whoever gave it to you can unlock it.",
});

export const looked = words("looked", {
  "at": "Last looked for newer lists {at}.",
  "never": "Newer lists were not looked for yet.",
  "files": "No gateway is set up, so newer lists come as files.",
  "now": "Look now",
  "asking": "The gateway is being asked for newer lists.",
  "asOf": "Status of certificates as known on {at}.",
  "old": "The next list was due {at} and is not here: what was withdrawn since then is not known.",
  "gap": "List {list} is missing; later ones wait for it.",
});

export const help = words("help", {
  "open": "Help",
  "keys": "Signing keys",
  "trust-lists": "Trust lists",
  "packs": "Packs of goods codes",
  "sticks": "Carrying by stick",
});

export const serviceFindings = words("finding", {
  "stamp_service.address": "This is no address of a service. It begins with https:// or http:// and holds no name and password.",
  "stamp_service.unreachable": "The service cannot be reached. Check the address and the network, then test again.",
  "stamp_service.silent": "The service gave no answer in time. Test again later.",
  "stamp_service.foreign": "Something answered at this address, but not as a time-stamping service does. Check the address.",
  "lists.unreachable": "The newest lists could not be fetched: {class}. What is here stays in use; they are asked for again by themselves.",
});
