/** What state is a thing in? A shape, a word and a tone; colour is never alone. */
import {
  BadgeCheck, Ban, CalendarClock, CalendarX, CheckCheck, CircleQuestionMark, CircleSlash, CircleX, Clock3, ClockAlert, Eye, FileClock,
  FileText, FileX, Hourglass, Inbox, KeyRound, MailCheck, MailX, MessageSquareWarning, PencilLine, Replace, Scale, Server,
  ShieldAlert, ShieldCheck, Signature, TriangleAlert, Upload, Usb, UserX, Wifi, WifiOff, type LucideIcon,
} from "lucide-react";
import type { Word } from "../../host/types";
import { ofWord } from "../../words/coded";
import { Sentence } from "./Text";
import styles from "./Status.module.css";

export type Tone = "neutral" | "busy" | "attention" | "problem" | "good";

const looks: Record<string, [LucideIcon, Tone]> = {
  "certificate.draft": [PencilLine, "neutral"],
  "certificate.to_check": [Inbox, "attention"],
  "certificate.being_checked": [Eye, "busy"],
  "certificate.correction_asked": [MessageSquareWarning, "attention"],
  "certificate.paper_awaited": [FileClock, "attention"],
  "certificate.to_sign": [Signature, "attention"],
  "certificate.issued": [BadgeCheck, "good"],
  "certificate.issued_late": [CalendarClock, "good"],
  "certificate.not_issued": [CircleX, "neutral"],
  "certificate.replaced": [Replace, "neutral"],
  "certificate.withdrawn": [Ban, "problem"],
  "certificate.expired": [CalendarX, "neutral"],
  "delivery.none": [FileText, "neutral"],
  "delivery.waiting": [Clock3, "neutral"],
  "delivery.sending": [Upload, "busy"],
  "delivery.unknown": [Hourglass, "busy"],
  "delivery.office": [Server, "busy"],
  "delivery.gateway": [MailCheck, "neutral"],
  "delivery.delivered": [CheckCheck, "good"],
  "delivery.carried": [Usb, "busy"],
  "delivery.rejected": [MailX, "problem"],
  "delivery.suspect": [TriangleAlert, "attention"],
  "delivery.needs_you": [TriangleAlert, "problem"],
  "delivery.abandoned": [CircleSlash, "neutral"],
  "destination.unknown": [CircleQuestionMark, "neutral"],
  "destination.received": [MailCheck, "neutral"],
  "destination.checking": [Eye, "busy"],
  "destination.accepted": [CheckCheck, "good"],
  "destination.partly_used": [Scale, "good"],
  "destination.used_up": [Scale, "neutral"],
  "destination.refused": [CircleX, "problem"],
  "destination.question": [CircleQuestionMark, "attention"],
  "decision.new": [Inbox, "attention"],
  "decision.checking": [Eye, "busy"],
  "decision.accepted": [CheckCheck, "good"],
  "decision.in_part": [Scale, "attention"],
  "decision.refused": [CircleX, "problem"],
  "decision.waiting": [Hourglass, "busy"],
  "decision.secured": [ShieldAlert, "attention"],
  "decision.undone": [Replace, "neutral"],
  "verdict.genuine": [ShieldCheck, "good"],
  "verdict.look": [ShieldAlert, "attention"],
  "verdict.changed": [FileX, "problem"],
  "verdict.not_genuine": [FileX, "problem"],
  "verdict.issuer_unknown": [CircleQuestionMark, "problem"],
  "verdict.not_entitled": [UserX, "problem"],
  "verdict.withdrawn": [Ban, "problem"],
  "verdict.replaced": [Replace, "problem"],
  "verdict.expired": [CalendarX, "problem"],
  "verdict.used_up": [Scale, "attention"],
  "verdict.paper_only": [FileText, "attention"],
  "verdict.conflict": [TriangleAlert, "problem"],
  "verdict.cannot_judge": [WifiOff, "attention"],
  "verdict.not_certified": [FileText, "attention"],
  "line.online": [Wifi, "neutral"],
  "line.offline": [WifiOff, "neutral"],
  "line.paused": [Clock3, "neutral"],
  "line.no_partner": [WifiOff, "neutral"],
  "key.ready": [KeyRound, "neutral"],
  "key.locked": [KeyRound, "neutral"],
  "key.none": [KeyRound, "attention"],
  "key.expired": [KeyRound, "problem"],
  "trust.fresh": [ShieldCheck, "neutral"],
  "trust.ageing": [ShieldAlert, "attention"],
  "trust.old": [ShieldAlert, "problem"],
  "trust.none": [ShieldAlert, "attention"],
  "clock.apart": [ClockAlert, "problem"],
  "key_state.ready": [BadgeCheck, "good"],
  "key_state.expired": [CalendarX, "problem"],
  "key_state.not_yet": [CalendarClock, "attention"],
  "key_state.unreadable": [CircleX, "problem"],
};

export const lookOf = (code: string): [LucideIcon, Tone] => looks[code] ?? [FileText, "neutral"];

/** Any word with an icon and a tone. */
export function Status({ icon: Icon, tone, children }: { icon: LucideIcon; tone: Tone; children: React.ReactNode }) {
  return (
    <span className={styles.status} data-tone={tone}>
      <Icon size="1rem" aria-hidden="true" />
      <span>{children}</span>
    </span>
  );
}

/** The state a code names. */
export function State({ word }: { word: Word }) {
  const [icon, tone] = lookOf(word.code);
  return (
    <Status icon={icon} tone={tone}>
      <Sentence {...ofWord(word)} />
    </Status>
  );
}
