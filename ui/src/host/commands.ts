/**
 * Which questions can the window ask? One entry per command: its name, what it sends, what comes back,
 * which tags it reads, which it changes. The program's own table says the same; a test compares them.
 */
import type * as T from "./types";

/** How the request travels and how the answer comes back. */
type Wire = "json" | "raw";

type Command<Request, Response> = {
  request: Request;
  response: Response;
};

/** Request and response per command. */
export interface Commands {
  app_state: Command<T.Empty, T.AppState>;
  settings_save: Command<{ settings: T.Settings }, T.Empty>;
  examples_import: Command<T.Empty, T.ExamplesImported>;
  file_choose: Command<{ purpose: "draft" | "check" | "key" | "trust" }, { path: string | null }>;
  file_hold: Command<Uint8Array, { handle: string }>;

  desk_rows: Command<T.Page, T.Desk>;
  draft_list: Command<T.Page, T.Rows<T.DraftRow>>;
  draft_create: Command<{ agreement: string }, T.DraftBorn>;
  draft_open: Command<{ draftId: string }, T.DraftView>;
  draft_save: Command<{ draftId: string; stamp: string; content: T.CertificateContent }, T.DraftSaved>;
  draft_check: Command<{ draftId: string }, { findings: T.Finding[] }>;
  draft_discard: Command<{ draftId: string }, T.Empty>;
  draft_import: Command<{ source: T.FileSource; agreement: string | null }, T.DraftBorn>;
  draft_clone: Command<{ number: string }, T.DraftBorn>;
  goods_paste: Command<{ text: string; marks: T.NumberMarks; start: T.GoodsField }, T.GoodsPasted>;
  number_read: Command<{ text: string; marks: T.NumberMarks }, T.NumberReading>;
  preview_pdf: Command<{ draftId: string }, ArrayBuffer>;

  pin_enter: Command<Uint8Array, { handle: string }>;
  certificate_issue: Command<{ draftId: string; stamp: string; keyId: string; pinHandle: string }, T.Issued>;
  certificate_search: Command<{ text: string; filters: T.CertificateFilters } & T.Page, T.Rows<T.CertificateRow>>;
  certificate_open: Command<{ number: string }, T.CertificateView>;
  certificate_pdf: Command<{ number: string }, ArrayBuffer>;
  certificate_xml_save: Command<{ number: string; path: string | null }, T.Saved>;
  certificate_cancel: Command<{ number: string; reason: string; keyId: string; pinHandle: string }, T.Empty>;

  outbox_rows: Command<T.Page & { showDelivered: boolean }, T.Outbox>;
  outbox_send_now: Command<{ id: string | null }, T.Empty>;
  outbox_pause: Command<{ paused: boolean }, T.Empty>;

  check_number: Command<{ text: string }, T.CheckAnswer>;
  check_file: Command<{ source: T.FileSource }, T.CheckAnswer>;
  received_search: Command<{ text: string; filters: T.ReceivedFilters } & T.Page, T.Rows<T.ReceivedRow>>;
  received_open: Command<{ number: string }, T.ReceivedView>;
  balance_rows: Command<{ text: string } & T.Page, T.Rows<T.BalanceRow>>;
  decision_save: Command<
    { number: string; stamp: string; declaration: string; declaredOn: string; items: T.ItemDecision[]; note: string },
    { stamp: string }
  >;

  agreements_list: Command<T.Empty, { rows: T.AgreementRow[] }>;
  agreement_open: Command<{ id: string }, T.AgreementView>;
  keys_list: Command<T.Empty, { rows: T.KeyRow[] }>;
  key_import: Command<{ source: T.FileSource; label: string; pinHandle: string }, { id: string }>;
  issuers_list: Command<T.Page, T.Issuers>;
  trust_import: Command<{ source: T.FileSource }, { listNumber: string }>;
  journal_rows: Command<T.Page & { about: string | null }, T.Rows<T.JournalRow>>;
}

export type CommandName = keyof Commands;
export type RequestOf<C extends CommandName> = Commands[C]["request"];
export type ResponseOf<C extends CommandName> = Commands[C]["response"];

type Entry = { reads: T.Tag[]; changes: T.Tag[]; sends: Wire; answers: Wire };

const reads = (...tags: T.Tag[]): Entry => ({ reads: tags, changes: [], sends: "json", answers: "json" });
const changes = (...tags: T.Tag[]): Entry => ({ reads: [], changes: tags, sends: "json", answers: "json" });

/** Tags and wire form per command. */
export const commandTable: Record<CommandName, Entry> = {
  app_state: reads("app", "outbox", "keys", "issuers", "settings"),
  settings_save: changes("settings", "app"),
  examples_import: changes("drafts", "journal"),
  file_choose: reads(),
  file_hold: { ...reads(), sends: "raw" },

  desk_rows: reads("drafts", "certificates"),
  draft_list: reads("drafts"),
  draft_create: changes("drafts"),
  draft_open: reads("drafts"),
  draft_save: changes("drafts"),
  draft_check: reads("drafts"),
  draft_discard: changes("drafts"),
  draft_import: changes("drafts", "journal"),
  draft_clone: changes("drafts"),
  goods_paste: reads(),
  number_read: reads(),
  preview_pdf: { ...reads("drafts"), answers: "raw" },

  pin_enter: { ...reads(), sends: "raw" },
  certificate_issue: changes("drafts", "certificates", "outbox", "journal", "app"),
  certificate_search: reads("certificates", "outbox"),
  certificate_open: reads("certificates", "outbox", "journal"),
  certificate_pdf: { ...reads("certificates"), answers: "raw" },
  certificate_xml_save: reads("certificates"),
  certificate_cancel: changes("certificates", "outbox", "journal"),

  outbox_rows: reads("outbox"),
  outbox_send_now: changes("outbox", "app"),
  outbox_pause: changes("outbox", "app"),

  check_number: reads("received", "issuers", "balances"),
  check_file: changes("received", "journal"),
  received_search: reads("received"),
  received_open: reads("received", "issuers", "balances"),
  balance_rows: reads("balances"),
  decision_save: changes("received", "balances", "outbox", "journal"),

  agreements_list: reads("settings"),
  agreement_open: reads("settings"),
  keys_list: reads("keys"),
  key_import: changes("keys", "app", "journal"),
  issuers_list: reads("issuers"),
  trust_import: changes("issuers", "app", "received", "journal"),
  journal_rows: reads("journal"),
};
