/** Which pages has each workplace, in which order? Ctrl+1 is the first. */
import {
  BookText, ClipboardList, FileStack, FileText, Inbox, KeyRound, Landmark, ListOrdered, PencilLine, Scale, ScanLine, Send, Settings, Stamp, Gavel, GitCompare, MessageCircleQuestionMark, SearchCheck, Usb, type LucideIcon,
} from "lucide-react";
import type { Workplace } from "../host/types";
import type { PageName } from "../shared/place/place";
import { questions, verifications } from "../words/source/asked";
import { frame as w } from "../words/source/frame";
import { forms, lists } from "../words/source/lists";
import { stamps } from "../words/source/services";
import { bundles, contradictions } from "../words/source/sticks";

export type NavigationEntry = { page: PageName; word: string; icon: LucideIcon };

const journal: NavigationEntry = { page: "journal", word: w.journal, icon: BookText };
const formsPage: NavigationEntry = { page: "forms", word: forms.title, icon: FileText };
const listsPage: NavigationEntry = { page: "lists", word: lists.title, icon: ListOrdered };
const stampsPage: NavigationEntry = { page: "stamps", word: stamps.title, icon: Stamp };
const bundlesPage: NavigationEntry = { page: "bundles", word: bundles.title, icon: Usb };
const contradictionsPage: NavigationEntry = { page: "contradictions", word: contradictions.title, icon: GitCompare };
const questionsPage: NavigationEntry = { page: "questions", word: questions.title, icon: MessageCircleQuestionMark };
const verificationsPage: NavigationEntry = { page: "verifications", word: verifications.title, icon: SearchCheck };
const settings: NavigationEntry = { page: "settings", word: w.settings, icon: Settings };

export const navigation: Record<Workplace, NavigationEntry[]> = {
  issue: [
    { page: "desk", word: w.desk, icon: ClipboardList },
    { page: "drafts", word: w.drafts, icon: PencilLine },
    { page: "certificates", word: w.certificates, icon: FileStack },
    { page: "outbox", word: w.outbox, icon: Send },
    { page: "keys", word: w.keys, icon: KeyRound },
    journal,
    settings,
  ],
  receive: [
    { page: "check", word: w.check, icon: ScanLine },
    { page: "decide", word: w.toDecide, icon: Gavel },
    { page: "received", word: w.received, icon: Inbox },
    { page: "balances", word: w.balances, icon: Scale },
    { page: "issuers", word: w.issuers, icon: Landmark },
    journal,
    settings,
  ],
};

/** Pages that have no place of their own in a workplace's navigation, and are reached from status bar and palette. */
export const elsewhere: Record<Workplace, NavigationEntry[]> = {
  issue: [verificationsPage, bundlesPage, formsPage, listsPage, stampsPage],
  receive: [{ page: "outbox", word: w.outbox, icon: Send }, questionsPage, verificationsPage, bundlesPage, contradictionsPage, formsPage, listsPage],
};

export const workplaceWords: Record<Workplace, string> = { issue: w.issue, receive: w.receive };
