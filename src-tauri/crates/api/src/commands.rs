//! Which questions can the window ask? One table; types, permissions and tags elsewhere are written from it.
//! What a question does is in `desks`; the shell and the loopback host only carry bodies to [`answer`].

use serde::Serialize;
use serde::de::DeserializeOwned;
use ts_rs::{Config, TS};

use crate::app::App;
use crate::desks::{
    agreements, applications, asked, border, bundles, cards, certificates, contradictions, drafts, frame, keys, lists,
    outbox, stamps, trust,
};
use crate::error::Fault;
use crate::wire::*;

/// How a request travels, or an answer comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wire {
    /// `{ "request": … }` and JSON.
    Json,
    /// Bytes as they are.
    Raw,
}

impl Wire {
    /// The word in the window's table.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Raw => "raw",
        }
    }
}

/// What came from the window.
#[derive(Clone)]
pub enum Body {
    /// A JSON object with the field `request`.
    Json(serde_json::Value),
    /// Bytes.
    Raw(Vec<u8>),
}

/// What goes to the window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reply {
    /// A JSON text.
    Json(String),
    /// Bytes.
    Raw(Vec<u8>),
}

/// Bytes that stay bytes on the wire.
#[derive(Clone, PartialEq, Eq)]
pub struct Bytes(pub Vec<u8>);

/// One command of the table.
pub struct Command {
    /// `noun_verb`.
    pub name: &'static str,
    /// Wire form of the request.
    pub sends: Wire,
    /// Wire form of the answer.
    pub answers: Wire,
    /// Tags whose change makes an earlier answer old.
    pub reads: &'static [Tag],
    /// Tags it changes when it succeeds.
    pub changes: &'static [Tag],
    /// TypeScript name of the request type.
    pub request_type: fn() -> String,
    /// TypeScript name of the answer type.
    pub response_type: fn() -> String,
    run: fn(&App, Body) -> Result<Reply, Box<ApiError>>,
}

/// Answers a command: reads the request, runs it, tells what changed. Blocks; belongs on a blocking thread.
///
/// # Errors
/// An unknown command, a request of the wrong shape, and what the command itself answers.
pub fn answer(app: &App, name: &str, body: Body) -> Result<Reply, Box<ApiError>> {
    let Some(command) = COMMANDS.iter().find(|command| command.name == name) else {
        return Err(app.refusal(Fault::bad_request(format!("there is no command {name}"))));
    };
    let reply = (command.run)(app, body)?;
    app.changed(command.changes);
    Ok(reply)
}

trait Asked: Sized {
    const WIRE: Wire;
    fn read(body: Body) -> Result<Self, Fault>;
    fn named() -> String;
}

impl<T: DeserializeOwned + TS> Asked for T {
    const WIRE: Wire = Wire::Json;

    fn read(body: Body) -> Result<Self, Fault> {
        let Body::Json(mut value) = body else { return Err(Fault::bad_request("JSON was expected")) };
        let request = value.get_mut("request").map(serde_json::Value::take).unwrap_or_default();
        serde_json::from_value(request).map_err(Fault::bad_request)
    }

    fn named() -> String {
        T::name(&Config::new())
    }
}

impl Asked for Bytes {
    const WIRE: Wire = Wire::Raw;

    fn read(body: Body) -> Result<Self, Fault> {
        match body {
            Body::Raw(bytes) => Ok(Self(bytes)),
            Body::Json(_) => Err(Fault::bad_request("bytes were expected")),
        }
    }

    fn named() -> String {
        "Uint8Array".to_owned()
    }
}

trait Told {
    const WIRE: Wire;
    fn write(self) -> Result<Reply, Fault>;
    fn named() -> String;
}

impl<T: Serialize + TS> Told for T {
    const WIRE: Wire = Wire::Json;

    fn write(self) -> Result<Reply, Fault> {
        serde_json::to_string(&self).map(Reply::Json).map_err(Fault::internal)
    }

    fn named() -> String {
        T::name(&Config::new())
    }
}

impl Told for Bytes {
    const WIRE: Wire = Wire::Raw;

    fn write(self) -> Result<Reply, Fault> {
        Ok(Reply::Raw(self.0))
    }

    fn named() -> String {
        "ArrayBuffer".to_owned()
    }
}

/// `name: Request => Response, reads [tags], changes [tags], by function;`
macro_rules! table {
    ($($name:ident: $asked:ty => $told:ty, reads [$($reads:ident)*], changes [$($changes:ident)*], by $run:path;)*) => {
        /// Every command there is.
        pub const COMMANDS: &[Command] = &[$(Command {
            name: stringify!($name),
            sends: <$asked as Asked>::WIRE,
            answers: <$told as Told>::WIRE,
            reads: &[$(Tag::$reads,)*],
            changes: &[$(Tag::$changes,)*],
            request_type: <$asked as Asked>::named,
            response_type: <$told as Told>::named,
            run: |app, body| {
                let asked = <$asked as Asked>::read(body).map_err(|fault| app.refusal(fault))?;
                let told: $told = $run(app, asked).map_err(|fault| app.refusal(fault))?;
                Told::write(told).map_err(|fault| app.refusal(fault))
            },
        },)*];
    };
}

table! {
    app_state: Empty => AppState, reads [App Outbox Keys Issuers Settings], changes [], by frame::state;
    settings_save: SettingsSave => Empty, reads [], changes [Settings App], by frame::save_settings;
    examples_import: Empty => ExamplesImported, reads [], changes [Drafts Journal], by drafts::import_examples;
    file_choose: FileChoose => FileChosen, reads [], changes [], by frame::choose_file;
    file_hold: Bytes => Handle, reads [], changes [], by frame::hold_file;

    desk_rows: Page => Desk, reads [Drafts Certificates], changes [], by drafts::desk;
    draft_list: Page => Rows<DraftRow>, reads [Drafts], changes [], by drafts::list;
    draft_create: DraftCreate => DraftBorn, reads [], changes [Drafts], by drafts::create;
    draft_open: DraftId => DraftView, reads [Drafts], changes [], by drafts::open;
    draft_save: DraftSave => DraftSaved, reads [], changes [Drafts], by drafts::save;
    draft_check: DraftId => DraftChecked, reads [Drafts], changes [], by drafts::check;
    draft_discard: DraftId => Empty, reads [], changes [Drafts], by drafts::discard;
    draft_import: DraftImport => DraftBorn, reads [], changes [Drafts Journal], by drafts::import;
    draft_carry_look: DraftId => CarryLooked, reads [Drafts], changes [], by drafts::look_at_carry;
    draft_carry: DraftCarry => Empty, reads [], changes [Drafts Journal], by drafts::carry;
    file_look: FileLook => FileLooked, reads [], changes [], by applications::look_at_file;
    applications_look: ApplicationsLook => ApplicationsSeen, reads [], changes [], by applications::look;
    applications_import: ApplicationsImport => ApplicationsBorn,
        reads [], changes [Drafts Journal], by applications::import;
    draft_clone: DraftClone => DraftBorn, reads [], changes [Drafts], by drafts::clone;
    goods_paste: GoodsPaste => GoodsPasted, reads [], changes [], by drafts::paste;
    number_read: NumberRead => NumberReading, reads [], changes [], by drafts::read_number;
    preview_pdf: DraftId => Bytes, reads [Drafts], changes [], by drafts::preview;

    pin_enter: Bytes => Handle, reads [], changes [], by keys::enter_pin;
    certificate_issue: CertificateIssue => Issued,
        reads [], changes [Drafts Certificates Outbox Journal App], by certificates::issue;
    certificates_issue: CertificatesIssue => CertificatesIssued,
        reads [], changes [Drafts Certificates Outbox Journal App], by certificates::issue_many;
    certificate_search: CertificateSearch => Rows<CertificateRow>,
        reads [Certificates Outbox], changes [], by certificates::search;
    certificate_open: CertificateNumber => CertificateView,
        reads [Certificates Outbox Journal], changes [], by certificates::open;
    certificate_pdf: CertificateNumber => Bytes, reads [Certificates], changes [], by certificates::pdf;
    certificate_xml_save: CertificateXmlSave => Saved, reads [Certificates], changes [], by certificates::save_xml;
    certificate_cancel: CertificateCancel => Empty,
        reads [], changes [Certificates Outbox Journal], by certificates::cancel;

    outbox_rows: OutboxRead => Outbox, reads [Outbox], changes [], by outbox::rows;
    outbox_send_now: OutboxSendNow => Empty, reads [], changes [Outbox App], by outbox::send_now;
    outbox_pause: OutboxPause => Empty, reads [], changes [Outbox App], by outbox::pause;
    outbox_again: OutboxAgain => Empty, reads [], changes [Outbox Certificates Journal App], by outbox::again;
    outbox_concede: OutboxSettle => Empty, reads [], changes [Outbox Certificates Journal App], by outbox::concede;
    outbox_give_up: OutboxSettle => OutboxGivenUp,
        reads [], changes [Outbox Certificates Journal App], by outbox::give_up;

    bundles_state: BundlesRead => BundlesState,
        reads [Settings Outbox Received Issuers], changes [], by bundles::state;
    bundle_node_save: BundleNodeSave => Empty, reads [], changes [Settings Journal], by bundles::save_node;
    bundle_partner_save: BundlePartnerSave => Empty, reads [], changes [Settings Journal], by bundles::save_partner;
    bundle_partner_remove: BundlePartnerRemove => Empty,
        reads [], changes [Settings Journal], by bundles::remove_partner;
    bundle_write: BundleWrite => BundleWritten,
        reads [], changes [Outbox Certificates Journal App], by bundles::write;
    bundle_read: BundleReadFile => BundleTaken,
        reads [], changes [Received Balances Certificates Outbox Issuers Journal App], by bundles::read;

    contradictions_list: Empty => Contradictions, reads [Received], changes [], by contradictions::list;
    image_set_aside: ImageSetAside => Empty,
        reads [], changes [Received Balances Outbox Journal App], by contradictions::set_aside;

    question_ask: QuestionAsk => Empty, reads [], changes [Received Outbox Journal], by asked::ask_question;
    question_rows: Page => Rows<QuestionRow>, reads [Received Outbox], changes [], by asked::questions;
    verification_rows: VerificationRead => Verifications,
        reads [Received Certificates Outbox], changes [], by asked::verifications;
    verification_ask: VerificationAsk => Empty, reads [], changes [Received Outbox Journal], by asked::ask_to_verify;
    verification_extend: VerificationExtend => Empty,
        reads [], changes [Certificates Outbox Journal], by asked::extend;
    verification_reply: VerificationReplySend => Empty,
        reads [], changes [Certificates Outbox Journal], by asked::reply;
    check_number: CheckNumber => CheckAnswer, reads [Received Issuers Balances], changes [], by border::check_number;
    check_file: CheckFile => CheckAnswer, reads [], changes [Received Journal], by border::check_file;
    received_search: ReceivedSearch => Rows<ReceivedRow>, reads [Received], changes [], by border::search;
    received_open: CertificateNumber => ReceivedView,
        reads [Received Issuers Balances], changes [], by border::open;
    balance_rows: BalanceRead => Rows<BalanceRow>, reads [Balances], changes [], by border::balances;
    decision_save: DecisionSave => DecisionSaved,
        reads [], changes [Received Balances Outbox Journal], by border::decide;

    agreements_list: Empty => AgreementRows, reads [Settings Drafts Certificates], changes [], by agreements::list;
    agreement_open: AgreementId => AgreementView, reads [Settings], changes [], by agreements::open;
    agreement_facts: AgreementId => AgreementFacts, reads [Settings], changes [], by agreements::facts;
    agreement_switch: AgreementSwitch => Empty,
        reads [], changes [Settings Drafts Journal App], by agreements::switch;
    fact_confirm: FactConfirm => Empty,
        reads [], changes [Settings Drafts Journal], by agreements::confirm;
    code_lists: Empty => CodeLists, reads [Settings], changes [], by lists::lists;
    code_list_look: CodeListFile => CodeListLooked, reads [], changes [], by lists::look;
    code_list_import: CodeListFile => CodeListLooked,
        reads [], changes [Settings Drafts Journal], by lists::import;
    code_list_remove: CodeListId => Empty, reads [], changes [Settings Drafts Journal], by lists::remove;
    publisher_believe: PublisherBelieve => Empty, reads [], changes [Settings Journal], by lists::believe;
    hs_find: HsFind => HsFound, reads [Drafts Certificates Settings], changes [], by lists::find_hs;
    keys_list: Empty => KeyRows, reads [Keys], changes [], by keys::list;
    key_import: KeyImport => KeyImported, reads [], changes [Keys App Journal], by keys::import;
    key_pin_change: KeyPinChange => Empty, reads [], changes [Keys App Journal], by keys::change_pin;
    card_programs: Empty => CardPrograms, reads [Keys], changes [], by cards::programs;
    cards_look: CardsLook => Cards, reads [Keys], changes [], by cards::look;
    card_use: CardUse => KeyImported, reads [], changes [Keys App Journal], by cards::take;
    card_program_set: CardMove => Empty, reads [], changes [Keys Journal], by cards::set_program;
    stamp_settings: Empty => StampSettings, reads [Settings Certificates Issuers], changes [], by stamps::settings;
    stamp_settings_save: StampSettingsSave => Empty, reads [], changes [Settings Journal], by stamps::save;
    stamp_try: StampTry => StampTried, reads [], changes [], by stamps::try_out;
    issuers_list: Page => Issuers, reads [Issuers], changes [], by border::issuers;
    trust_import: TrustImport => TrustImported,
        reads [], changes [Issuers App Received Journal], by border::import_trust;
    trust_look: TrustLook => TrustPreview, reads [], changes [Journal], by trust::look;
    trust_waiting: Empty => TrustWaiting, reads [Issuers Received], changes [], by trust::waiting;
    trust_accept: Empty => TrustImported,
        reads [], changes [Issuers App Received Journal], by trust::accept;
    trust_growth_save: TrustGrowth => Empty, reads [], changes [Issuers Journal], by trust::growth;
    lists_looked: Empty => ListsLooked, reads [Issuers Settings], changes [], by trust::looked;
    lists_fetch: Empty => Empty, reads [], changes [], by trust::fetch;
    trust_lists: Empty => TrustLists, reads [Issuers], changes [], by trust::lists;
    issuer_open: IssuerOpen => IssuerView, reads [Issuers], changes [], by trust::issuer;
    specimen_picture: SpecimenRead => Bytes, reads [Issuers], changes [], by trust::specimen;
    journal_rows: JournalRead => Rows<JournalRow>, reads [Journal], changes [], by frame::journal;
}
