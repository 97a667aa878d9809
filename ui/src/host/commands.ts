/**
 * Which questions can the window ask? One entry per command: what it sends, what comes back, which tags it
 * reads and changes.
 * Written by `cargo xtask codegen` from the table in `tamga-api`; a test compares.
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
  settings_save: Command<T.SettingsSave, T.Empty>;
  examples_import: Command<T.Empty, T.ExamplesImported>;
  file_choose: Command<T.FileChoose, T.FileChosen>;
  file_hold: Command<Uint8Array, T.Handle>;
  desk_rows: Command<T.Page, T.Desk>;
  draft_list: Command<T.Page, T.Rows<T.DraftRow>>;
  draft_create: Command<T.DraftCreate, T.DraftBorn>;
  draft_open: Command<T.DraftId, T.DraftView>;
  draft_save: Command<T.DraftSave, T.DraftSaved>;
  draft_check: Command<T.DraftId, T.DraftChecked>;
  draft_discard: Command<T.DraftId, T.Empty>;
  draft_import: Command<T.DraftImport, T.DraftBorn>;
  draft_carry_look: Command<T.DraftId, T.CarryLooked>;
  draft_carry: Command<T.DraftCarry, T.Empty>;
  file_look: Command<T.FileLook, T.FileLooked>;
  applications_look: Command<T.ApplicationsLook, T.ApplicationsSeen>;
  applications_import: Command<T.ApplicationsImport, T.ApplicationsBorn>;
  draft_clone: Command<T.DraftClone, T.DraftBorn>;
  goods_paste: Command<T.GoodsPaste, T.GoodsPasted>;
  number_read: Command<T.NumberRead, T.NumberReading>;
  preview_pdf: Command<T.DraftId, ArrayBuffer>;
  pin_enter: Command<Uint8Array, T.Handle>;
  certificate_issue: Command<T.CertificateIssue, T.Issued>;
  certificates_issue: Command<T.CertificatesIssue, T.CertificatesIssued>;
  certificate_search: Command<T.CertificateSearch, T.Rows<T.CertificateRow>>;
  certificate_open: Command<T.CertificateNumber, T.CertificateView>;
  certificate_pdf: Command<T.CertificateNumber, ArrayBuffer>;
  certificate_xml_save: Command<T.CertificateXmlSave, T.Saved>;
  certificate_cancel: Command<T.CertificateCancel, T.Empty>;
  outbox_rows: Command<T.OutboxRead, T.Outbox>;
  outbox_send_now: Command<T.OutboxSendNow, T.Empty>;
  outbox_pause: Command<T.OutboxPause, T.Empty>;
  outbox_again: Command<T.OutboxAgain, T.Empty>;
  outbox_concede: Command<T.OutboxSettle, T.Empty>;
  outbox_give_up: Command<T.OutboxSettle, T.OutboxGivenUp>;
  bundles_state: Command<T.BundlesRead, T.BundlesState>;
  bundle_node_save: Command<T.BundleNodeSave, T.Empty>;
  bundle_partner_save: Command<T.BundlePartnerSave, T.Empty>;
  bundle_partner_remove: Command<T.BundlePartnerRemove, T.Empty>;
  bundle_write: Command<T.BundleWrite, T.BundleWritten>;
  bundle_read: Command<T.BundleReadFile, T.BundleTaken>;
  contradictions_list: Command<T.Empty, T.Contradictions>;
  image_set_aside: Command<T.ImageSetAside, T.Empty>;
  question_ask: Command<T.QuestionAsk, T.Empty>;
  question_rows: Command<T.Page, T.Rows<T.QuestionRow>>;
  verification_rows: Command<T.VerificationRead, T.Verifications>;
  verification_ask: Command<T.VerificationAsk, T.Empty>;
  verification_extend: Command<T.VerificationExtend, T.Empty>;
  verification_reply: Command<T.VerificationReplySend, T.Empty>;
  check_number: Command<T.CheckNumber, T.CheckAnswer>;
  check_file: Command<T.CheckFile, T.CheckAnswer>;
  received_search: Command<T.ReceivedSearch, T.Rows<T.ReceivedRow>>;
  received_open: Command<T.CertificateNumber, T.ReceivedView>;
  balance_rows: Command<T.BalanceRead, T.Rows<T.BalanceRow>>;
  decision_save: Command<T.DecisionSave, T.DecisionSaved>;
  agreements_list: Command<T.Empty, T.AgreementRows>;
  agreement_open: Command<T.AgreementId, T.AgreementView>;
  agreement_facts: Command<T.AgreementId, T.AgreementFacts>;
  agreement_switch: Command<T.AgreementSwitch, T.Empty>;
  fact_confirm: Command<T.FactConfirm, T.Empty>;
  code_lists: Command<T.Empty, T.CodeLists>;
  code_list_look: Command<T.CodeListFile, T.CodeListLooked>;
  code_list_import: Command<T.CodeListFile, T.CodeListLooked>;
  code_list_remove: Command<T.CodeListId, T.Empty>;
  publisher_believe: Command<T.PublisherBelieve, T.Empty>;
  hs_find: Command<T.HsFind, T.HsFound>;
  keys_list: Command<T.Empty, T.KeyRows>;
  key_import: Command<T.KeyImport, T.KeyImported>;
  key_pin_change: Command<T.KeyPinChange, T.Empty>;
  card_programs: Command<T.Empty, T.CardPrograms>;
  cards_look: Command<T.CardsLook, T.Cards>;
  card_use: Command<T.CardUse, T.KeyImported>;
  card_program_set: Command<T.CardMove, T.Empty>;
  stamp_settings: Command<T.Empty, T.StampSettings>;
  stamp_settings_save: Command<T.StampSettingsSave, T.Empty>;
  stamp_try: Command<T.StampTry, T.StampTried>;
  issuers_list: Command<T.Page, T.Issuers>;
  trust_import: Command<T.TrustImport, T.TrustImported>;
  trust_look: Command<T.TrustLook, T.TrustPreview>;
  trust_waiting: Command<T.Empty, T.TrustWaiting>;
  trust_accept: Command<T.Empty, T.TrustImported>;
  trust_growth_save: Command<T.TrustGrowth, T.Empty>;
  lists_looked: Command<T.Empty, T.ListsLooked>;
  lists_fetch: Command<T.Empty, T.Empty>;
  trust_lists: Command<T.Empty, T.TrustLists>;
  issuer_open: Command<T.IssuerOpen, T.IssuerView>;
  specimen_picture: Command<T.SpecimenRead, ArrayBuffer>;
  journal_rows: Command<T.JournalRead, T.Rows<T.JournalRow>>;
}

export type CommandName = keyof Commands;
export type RequestOf<C extends CommandName> = Commands[C]["request"];
export type ResponseOf<C extends CommandName> = Commands[C]["response"];

type Entry = { reads: T.Tag[]; changes: T.Tag[]; sends: Wire; answers: Wire };

/** Tags and wire form per command. */
export const commandTable: Record<CommandName, Entry> = {
  app_state: { reads: ["app", "outbox", "keys", "issuers", "settings"], changes: [], sends: "json", answers: "json" },
  settings_save: { reads: [], changes: ["settings", "app"], sends: "json", answers: "json" },
  examples_import: { reads: [], changes: ["drafts", "journal"], sends: "json", answers: "json" },
  file_choose: { reads: [], changes: [], sends: "json", answers: "json" },
  file_hold: { reads: [], changes: [], sends: "raw", answers: "json" },
  desk_rows: { reads: ["drafts", "certificates"], changes: [], sends: "json", answers: "json" },
  draft_list: { reads: ["drafts"], changes: [], sends: "json", answers: "json" },
  draft_create: { reads: [], changes: ["drafts"], sends: "json", answers: "json" },
  draft_open: { reads: ["drafts"], changes: [], sends: "json", answers: "json" },
  draft_save: { reads: [], changes: ["drafts"], sends: "json", answers: "json" },
  draft_check: { reads: ["drafts"], changes: [], sends: "json", answers: "json" },
  draft_discard: { reads: [], changes: ["drafts"], sends: "json", answers: "json" },
  draft_import: { reads: [], changes: ["drafts", "journal"], sends: "json", answers: "json" },
  draft_carry_look: { reads: ["drafts"], changes: [], sends: "json", answers: "json" },
  draft_carry: { reads: [], changes: ["drafts", "journal"], sends: "json", answers: "json" },
  file_look: { reads: [], changes: [], sends: "json", answers: "json" },
  applications_look: { reads: [], changes: [], sends: "json", answers: "json" },
  applications_import: { reads: [], changes: ["drafts", "journal"], sends: "json", answers: "json" },
  draft_clone: { reads: [], changes: ["drafts"], sends: "json", answers: "json" },
  goods_paste: { reads: [], changes: [], sends: "json", answers: "json" },
  number_read: { reads: [], changes: [], sends: "json", answers: "json" },
  preview_pdf: { reads: ["drafts"], changes: [], sends: "json", answers: "raw" },
  pin_enter: { reads: [], changes: [], sends: "raw", answers: "json" },
  certificate_issue: { reads: [], changes: ["drafts", "certificates", "outbox", "journal", "app"], sends: "json", answers: "json" },
  certificates_issue: { reads: [], changes: ["drafts", "certificates", "outbox", "journal", "app"], sends: "json", answers: "json" },
  certificate_search: { reads: ["certificates", "outbox"], changes: [], sends: "json", answers: "json" },
  certificate_open: { reads: ["certificates", "outbox", "journal"], changes: [], sends: "json", answers: "json" },
  certificate_pdf: { reads: ["certificates"], changes: [], sends: "json", answers: "raw" },
  certificate_xml_save: { reads: ["certificates"], changes: [], sends: "json", answers: "json" },
  certificate_cancel: { reads: [], changes: ["certificates", "outbox", "journal"], sends: "json", answers: "json" },
  outbox_rows: { reads: ["outbox"], changes: [], sends: "json", answers: "json" },
  outbox_send_now: { reads: [], changes: ["outbox", "app"], sends: "json", answers: "json" },
  outbox_pause: { reads: [], changes: ["outbox", "app"], sends: "json", answers: "json" },
  outbox_again: { reads: [], changes: ["outbox", "certificates", "journal", "app"], sends: "json", answers: "json" },
  outbox_concede: { reads: [], changes: ["outbox", "certificates", "journal", "app"], sends: "json", answers: "json" },
  outbox_give_up: { reads: [], changes: ["outbox", "certificates", "journal", "app"], sends: "json", answers: "json" },
  bundles_state: { reads: ["settings", "outbox", "received", "issuers"], changes: [], sends: "json", answers: "json" },
  bundle_node_save: { reads: [], changes: ["settings", "journal"], sends: "json", answers: "json" },
  bundle_partner_save: { reads: [], changes: ["settings", "journal"], sends: "json", answers: "json" },
  bundle_partner_remove: { reads: [], changes: ["settings", "journal"], sends: "json", answers: "json" },
  bundle_write: { reads: [], changes: ["outbox", "certificates", "journal", "app"], sends: "json", answers: "json" },
  bundle_read: { reads: [], changes: ["received", "balances", "certificates", "outbox", "issuers", "journal", "app"], sends: "json", answers: "json" },
  contradictions_list: { reads: ["received"], changes: [], sends: "json", answers: "json" },
  image_set_aside: { reads: [], changes: ["received", "balances", "outbox", "journal", "app"], sends: "json", answers: "json" },
  question_ask: { reads: [], changes: ["received", "outbox", "journal"], sends: "json", answers: "json" },
  question_rows: { reads: ["received", "outbox"], changes: [], sends: "json", answers: "json" },
  verification_rows: { reads: ["received", "certificates", "outbox"], changes: [], sends: "json", answers: "json" },
  verification_ask: { reads: [], changes: ["received", "outbox", "journal"], sends: "json", answers: "json" },
  verification_extend: { reads: [], changes: ["certificates", "outbox", "journal"], sends: "json", answers: "json" },
  verification_reply: { reads: [], changes: ["certificates", "outbox", "journal"], sends: "json", answers: "json" },
  check_number: { reads: ["received", "issuers", "balances"], changes: [], sends: "json", answers: "json" },
  check_file: { reads: [], changes: ["received", "journal"], sends: "json", answers: "json" },
  received_search: { reads: ["received"], changes: [], sends: "json", answers: "json" },
  received_open: { reads: ["received", "issuers", "balances"], changes: [], sends: "json", answers: "json" },
  balance_rows: { reads: ["balances"], changes: [], sends: "json", answers: "json" },
  decision_save: { reads: [], changes: ["received", "balances", "outbox", "journal"], sends: "json", answers: "json" },
  agreements_list: { reads: ["settings", "drafts", "certificates"], changes: [], sends: "json", answers: "json" },
  agreement_open: { reads: ["settings"], changes: [], sends: "json", answers: "json" },
  agreement_facts: { reads: ["settings"], changes: [], sends: "json", answers: "json" },
  agreement_switch: { reads: [], changes: ["settings", "drafts", "journal", "app"], sends: "json", answers: "json" },
  fact_confirm: { reads: [], changes: ["settings", "drafts", "journal"], sends: "json", answers: "json" },
  code_lists: { reads: ["settings"], changes: [], sends: "json", answers: "json" },
  code_list_look: { reads: [], changes: [], sends: "json", answers: "json" },
  code_list_import: { reads: [], changes: ["settings", "drafts", "journal"], sends: "json", answers: "json" },
  code_list_remove: { reads: [], changes: ["settings", "drafts", "journal"], sends: "json", answers: "json" },
  publisher_believe: { reads: [], changes: ["settings", "journal"], sends: "json", answers: "json" },
  hs_find: { reads: ["drafts", "certificates", "settings"], changes: [], sends: "json", answers: "json" },
  keys_list: { reads: ["keys"], changes: [], sends: "json", answers: "json" },
  key_import: { reads: [], changes: ["keys", "app", "journal"], sends: "json", answers: "json" },
  key_pin_change: { reads: [], changes: ["keys", "app", "journal"], sends: "json", answers: "json" },
  card_programs: { reads: ["keys"], changes: [], sends: "json", answers: "json" },
  cards_look: { reads: ["keys"], changes: [], sends: "json", answers: "json" },
  card_use: { reads: [], changes: ["keys", "app", "journal"], sends: "json", answers: "json" },
  card_program_set: { reads: [], changes: ["keys", "journal"], sends: "json", answers: "json" },
  stamp_settings: { reads: ["settings", "certificates", "issuers"], changes: [], sends: "json", answers: "json" },
  stamp_settings_save: { reads: [], changes: ["settings", "journal"], sends: "json", answers: "json" },
  stamp_try: { reads: [], changes: [], sends: "json", answers: "json" },
  issuers_list: { reads: ["issuers"], changes: [], sends: "json", answers: "json" },
  trust_import: { reads: [], changes: ["issuers", "app", "received", "journal"], sends: "json", answers: "json" },
  trust_look: { reads: [], changes: ["journal"], sends: "json", answers: "json" },
  trust_waiting: { reads: ["issuers", "received"], changes: [], sends: "json", answers: "json" },
  trust_accept: { reads: [], changes: ["issuers", "app", "received", "journal"], sends: "json", answers: "json" },
  trust_growth_save: { reads: [], changes: ["issuers", "journal"], sends: "json", answers: "json" },
  lists_looked: { reads: ["issuers", "settings"], changes: [], sends: "json", answers: "json" },
  lists_fetch: { reads: [], changes: [], sends: "json", answers: "json" },
  trust_lists: { reads: ["issuers"], changes: [], sends: "json", answers: "json" },
  issuer_open: { reads: ["issuers"], changes: [], sends: "json", answers: "json" },
  specimen_picture: { reads: ["issuers"], changes: [], sends: "json", answers: "raw" },
  journal_rows: { reads: ["journal"], changes: [], sends: "json", answers: "json" },
};
