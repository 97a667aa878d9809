/** What the desks ask each other about certificates: how one stands, and whether it was rightly issued. */
import { words } from "../define";

export const questions = words("questions", {
  "title": "Ask about a certificate",
  "intro": "Ask how a certificate stands that is not here, or whose standing is in doubt. The gateway of the country that issued it answers with its signed word; without a line the question waits and goes when there is one.",
  "ask": "Ask…",
  "askTitle": "Ask how a certificate stands",
  "issuer": "Issuing body",
  "chooseIssuer": "Choose the body",
  "number": "Number of the certificate",
  "numberHint": "As it is printed.",
  "issueDay": "Day of issue",
  "reason": "Why it is asked",
  "reasonHint": "It is kept by the gateways with the name of this office.",
  "declaration": "Import declaration",
  "send": "Ask",
  "sent": "The question about {number} is on its way.",
  "empty": "Nothing has been asked yet.",
  "askedAt": "Asked",
  "state": "State",
  "standing": "Standing",
  "asOf": "{standing}, as known on {at} to {signer}",
  "successor": "Another stands for it: {number}",
  "cameAlong": "The certificate came along. It is in the register.",
  "open": "Open",
  "askIssuer": "Ask the issuing country…",
});

export const verifications = words("verifications", {
  "title": "Verification requests",
  "empty": "Nobody has asked for a verification.",
  "ask": "Ask the issuer to verify…",
  "askTitle": "Ask the issuer to verify {number}",
  "grounds": "What is in doubt",
  "groundsHint": "The issuing body reads this.",
  "items": "Goods items",
  "item": "Item {sequence}",
  "papers": "Papers that are wanted",
  "papersHint": "For example the application or the bill of materials. May be empty.",
  "declaration": "Import declaration",
  "due": "Reply wanted by",
  "send": "Ask",
  "sent": "The request about {number} is on its way.",
  "by": "Asked by",
  "openedAt": "Asked on",
  "late": "The reply is late: it was due on {day}.",
  "said": "Said by the issuing body",
  "interim": "For the time being. A reply is hoped for by {day}.",
  "final": "Reply",
  "signedBy": "Signed by",
  "moreTime": "Ask for time…",
  "moreTimeTitle": "Ask customs for time",
  "hoped": "Reply hoped for by",
  "need": "What is needed",
  "moreTimeAct": "Sign and ask for time",
  "moreTimeSent": "Customs is asked for time.",
  "reply": "Reply…",
  "replyTitle": "Reply about {number}",
  "replyNote": "Words for customs",
  "replyAct": "Sign and reply",
  "replySent": "The reply about {number} is on its way.",
  "chooseReply": "Choose",
  "confirmed": "Authentic, and originating",
  "partly": "For a part of the quantity",
  "not_confirmed": "Not authentic, or not originating",
});

export const askedState = words("state", {
  "question.queued": "Waits for the line",
  "question.stopped": "Stopped: look at the outbox",
  "question.waiting": "Asked, waiting",
  "question.answered": "Answered",
  "question.refused": "Not taken by the gateway",
  "standing.valid": "Counts",
  "standing.suspended": "Suspended",
  "standing.replaced": "Replaced",
  "standing.cancelled": "Withdrawn",
  "standing.unknown": "Not known there under this number and day",
  "verification.opened": "Opened",
  "verification.sent": "Asked",
  "verification.acknowledged": "The issuer has it",
  "verification.answered": "Answered",
  "verification.closed_granted": "Closed: granted",
  "verification.closed_denied": "Closed: denied",
  "verification.withdrawn": "Taken back",
});

export const askedLamp = words("lamp", {
  "answered": "Answered",
});

export const askedFinding = words("finding", {
  "question_entry.number": "Enter the number of the certificate, at most 64 letters.",
  "question_entry.declaration": "The declaration has at most 100 letters.",
  "question_entry.reason": "Say why it is asked, in at most 500 letters.",
  "question_entry.issuer": "The trust list in use does not name this body, so nobody can be asked about it.",
  "question_entry.no_way": "No partner can be asked about certificates of this country. Ask by letter or telephone.",
  "verify_entry.grounds": "Say what is in doubt, in at most 500 letters.",
  "verify_entry.papers": "The papers have at most 500 letters.",
  "verify_entry.declaration": "The declaration has at most 100 letters.",
  "verify_entry.items": "Choose goods items of this certificate; a reply says something of each that was asked about.",
  "verify_entry.due": "The day has to be after today.",
  "verify_entry.note": "Say it in at most 500 letters.",
  "verify_entry.no_way": "The partner of this country cannot be asked to verify. Send a letter with the printed certificate.",
  "reply.no_statement": "It is no statement of a gateway.",
  "reply.not_signed": "No gateway of the trust list signed it.",
  "reply.other_gateway": "It comes from a gateway of another country.",
  "reply.out_of_turn": "It comes after the reply that ended the case.",
});

export const askedJournal = words("journal", {
  "question.asked": "Asked how {number} of {issuer} stands",
  "question.answered": "Answer about {number} from {from}: {status}",
  "verification.asked": "The issuer of {number} is asked to verify it",
  "verification.arrived": "{from} asks to verify {number}",
  "verification.interim": "Customs is asked for time about {number}",
  "verification.replied": "Replied to customs about {number}",
  "verification.interim_came": "{from} asks for time about {number}",
  "verification.reply_came": "{from} replied about {number}",
});

export const askedTerms = words("term", {
  "co.query": "question",
  "co.queryAnswer": "answer to a question",
  "co.verify": "verification request",
  "co.verifyAnswer": "verification reply",
});

export const askedOutbox = words("outbox", {
  "kindQuery": "Question",
  "kindVerify": "Verification request",
  "kindVerifyAnswer": "Verification reply",
});
