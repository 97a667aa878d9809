//! How do the wire's shapes read in TypeScript? `ts-rs` declares them; here they get line breaks and an order.

use ts_rs::{Config, TS};

use crate::wire::*;

/// Longer declarations get one line per field.
const WIDE: usize = 118;

/// The text of `types.ts`.
pub fn types() -> String {
    let mut text = String::from(
        "/**\n * In what shapes do window and program talk?\n * Every number that counts (money, quantity, id, date) is \
         a string; lists are windows of rows; words are codes.\n * Field names are camelCase of the Rust names. `string \
         | null` where Rust has an Option.\n * Paths inside findings stay those of the certificate model, in \
         snake_case, items by sequence number.\n * Written by `cargo xtask codegen` from `tamga-api`; a test \
         compares.\n */\n",
    );
    for (section, declarations) in sections() {
        text.push_str(&format!("\n/* ---------- {section} ---------- */\n"));
        for one in declarations {
            text.push('\n');
            text.push_str(&one);
        }
    }
    text
}

/// A type's name as another file writes it that imports all types as `T`.
pub fn named(name: &str) -> String {
    let mut text = String::new();
    for (at, part) in name.split_inclusive(['<', '>']).enumerate() {
        if part.chars().next().is_some_and(char::is_uppercase) {
            text.push_str("T.");
        }
        text.push_str(part);
        debug_assert!(at < 8, "names are not nested deeply");
    }
    text
}

fn sections() -> Vec<(&'static str, Vec<String>)> {
    macro_rules! declared {
        ($($shape:ty),* $(,)?) => { vec![$(declared::<$shape>(),)*] };
    }
    vec![
        (
            "shared",
            declared![
                Severity,
                Finding,
                ErrorCode,
                ApiError,
                Word,
                Page,
                Rows<()>,
                FileSource,
                FilePurpose,
                FileChoose,
                FileChosen,
                Handle,
                NumberMarks,
                NumberReading,
                Tag,
                Changed,
                Empty,
            ],
        ),
        (
            "app",
            declared![
                Workplace,
                Language,
                Theme,
                Density,
                Digits,
                Settings,
                SettingsSave,
                AppState,
                WorkplaceFacts,
                StatusBar,
                ExamplesImported,
            ],
        ),
        (
            "desk and drafts",
            declared![
                DeskKind,
                DeskRow,
                Desk,
                DraftRow,
                Place,
                Measure,
                PartyId,
                Channel,
                Address,
                Party,
                Producer,
                Packages,
                Invoice,
                Value,
                Agent,
                Amendment,
                Authorisation,
                CompetentAuthority,
                DocumentaryCredit,
                Equipment,
                Legalisation,
                Order,
                ProducerDeclaration,
                SupportingDocument,
                TransportDocument,
                GoodsItem,
                Transport,
                Attestation,
                Reference,
                IssuingBody,
                CertificateContent,
                DraftCreate,
                DraftId,
                CarryMoved,
                CarryLost,
                CarryCriterion,
                CarryLooked,
                DraftCarry,
                DraftView,
                DraftSave,
                DraftSaved,
                DraftChecked,
                DraftImport,
                DraftClone,
                DraftBorn,
                GoodsField,
                GoodsPaste,
                PastedRow,
                PasteQuestion,
                GoodsPasted,
                NumberRead,
            ],
        ),
        (
            "applications from spreadsheets",
            declared![
                FileKind,
                CellSeparator,
                EncodingBy,
                SeparatorBy,
                DayOrder,
                ColumnsBy,
                FileLook,
                FileLooked,
                ColumnChoice,
                CellReading,
                HowToRead,
                ApplicationsLook,
                TextRead,
                ColumnSeen,
                SheetSeen,
                ApplicationSeen,
                SheetFinding,
                ApplicationsSeen,
                ApplicationsImport,
                ApplicationBorn,
                ApplicationsBorn,
            ],
        ),
        (
            "agreements",
            declared![
                AgreementRow,
                AgreementRows,
                AgreementId,
                FactSource,
                FactConfirmed,
                AgreementFact,
                AgreementSwitch,
                AgreementFacts,
                FactConfirm,
                Requirement,
                AgreementBox,
                AgreementCriterion,
                AgreementFlag,
                AgreementView,
            ],
        ),
        (
            "certificates",
            declared![
                CertificateFilters,
                CertificateSearch,
                CertificateRow,
                LampState,
                Lamp,
                Lamps,
                EvidenceRow,
                JournalRow,
                JournalRead,
                CertificateNumber,
                CertificateView,
                UseRow,
                CertificateIssue,
                Issued,
                DraftStamp,
                CertificatesIssue,
                IssuedOfMany,
                CertificatesIssued,
                CertificateCancel,
                CertificateXmlSave,
                Saved,
            ],
        ),
        (
            "lists",
            declared![
                FoundBy,
                HsFind,
                HsStep,
                HsHit,
                HsFound,
                CodeListTaken,
                CodeList,
                PublisherRow,
                CodeLists,
                CodeListFile,
                CodeListLooked,
                CodeListId,
                PublisherBelieve
            ],
        ),
        ("keys", declared![KeyRow, KeyRows, KeyImport, KeyImported]),
        (
            "cards",
            declared![CardProgram, CardPrograms, CardsLook, CardKey, CardRow, Cards, CardUse, CardMove, KeyPinChange],
        ),
        ("time stamps", declared![StampSettings, StampSettingsSave, StampTry, StampTried]),
        (
            "outbox",
            declared![
                OutboxAct,
                GivenUp,
                OutboxRead,
                OutboxRow,
                Outbox,
                OutboxSendNow,
                OutboxAgain,
                OutboxSettle,
                OutboxGivenUp,
                OutboxPause
            ],
        ),
        (
            "carried by hand",
            declared![
                BundlesRead,
                BundlesState,
                BundlePartner,
                BundleLine,
                BundleGap,
                BundleNodeSave,
                BundlePartnerSave,
                BundlePartnerRemove,
                BundleWrite,
                BundleWritten,
                BundlePacked,
                BundleReadFile,
                BundleTaken,
                BundleAside
            ],
        ),
        (
            "asked",
            declared![
                QuestionAsk,
                QuestionRow,
                QuestionStanding,
                VerificationRead,
                Verifications,
                Verification,
                VerificationSaid,
                VerificationItem,
                VerificationAsk,
                VerificationExtend,
                VerificationReplySend,
            ],
        ),
        ("contradictions", declared![Contradiction, Contradictions, ContradictingImage, ImageSetAside]),
        (
            "receiving",
            declared![
                VerdictKind,
                Verdict,
                BalanceRow,
                BalanceRead,
                CheckNumber,
                CheckFile,
                CheckAnswer,
                ReceivedRow,
                ChangedField,
                ReceivedView,
                ReceivedFilters,
                ReceivedSearch,
                ItemDecision,
                DecisionSave,
                DecisionSaved,
                IssuerRow,
                Issuers,
                TrustImport,
                TrustImported,
            ],
        ),
        (
            "trust lists",
            declared![
                Span,
                TrustChange,
                VerdictChange,
                TrustPreview,
                TrustLook,
                TrustWaiting,
                ListsLooked,
                StatusKnown,
                TrustGrowth,
                TrustListRow,
                TrustLists,
                IssuerOpen,
                SpecimenRow,
                OfficerRow,
                SchemeRow,
                IssuerView,
                SpecimenRead,
            ],
        ),
    ]
}

fn declared<T: TS>() -> String {
    let config = Config::new();
    let docs = T::docs().map(|docs| comment(&docs, "")).unwrap_or_default();
    format!("{docs}export {}\n", broken(&T::decl(&config)))
}

/// `/** one line */`, or a block.
fn comment(docs: &str, indent: &str) -> String {
    let lines: Vec<&str> = docs
        .lines()
        .map(|line| line.trim().trim_start_matches("/**").trim_start_matches("*/").trim_start_matches('*').trim())
        .filter(|line| !line.is_empty())
        .collect();
    match lines.as_slice() {
        [] => String::new(),
        [one] => format!("{indent}/** {one} */\n"),
        many => format!("{indent}/**\n{indent} * {}\n{indent} */\n", many.join(&format!("\n{indent} * "))),
    }
}

/// The declaration on one line when it fits and has no comment, else with a line per field or word.
fn broken(declaration: &str) -> String {
    let flat = declaration.replace(", }", " }").replace(",}", " }").replace("\"kind\":", "kind:");
    if !flat.contains("/**") && flat.len() <= WIDE {
        return separated(&flat, "; ");
    }
    if let Some((head, list)) = flat.split_once(" = ")
        && list.contains("} | {")
    {
        let cases = list.replace("} | {", "}\n  | {");
        return format!("{head} =\n  | {}", separated(&cases, "; "));
    }
    let Some((head, body)) = flat.split_once('{') else { return words(&flat) };
    let Some((fields, tail)) = body.rsplit_once('}') else { return flat };
    let mut text = format!("{head}{{\n");
    for field in top_level(fields) {
        let (docs, field) = match field.rsplit_once("*/") {
            Some((docs, field)) => (comment(docs, "  "), field.trim()),
            None => (String::new(), field.trim()),
        };
        if !field.is_empty() {
            text.push_str(&format!("{docs}  {};\n", separated(field, "; ")));
        }
    }
    text.push('}');
    text.push_str(tail);
    text
}

/// A union of words, some on each line.
fn words(flat: &str) -> String {
    let Some((head, list)) = flat.split_once(" = ") else { return flat.to_owned() };
    let mut text = format!("{head} =");
    let mut width = WIDE;
    for word in list.trim_end_matches(';').split(" | ") {
        if width + word.len() + 3 > WIDE {
            text.push_str("\n ");
            width = 1;
        }
        text.push_str(&format!(" | {word}"));
        width += word.len() + 3;
    }
    text.push(';');
    text
}

/// Fields of nested objects get the same separator.
fn separated(text: &str, separator: &str) -> String {
    let mut out = String::new();
    let (mut braces, mut angles) = (0_u32, 0_u32);
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '{' => braces += 1,
            '}' => braces = braces.saturating_sub(1),
            '<' => angles += 1,
            '>' => angles = angles.saturating_sub(1),
            _ => {}
        }
        if c == ',' && braces > 0 && angles == 0 {
            while rest.next_if_eq(&' ').is_some() {}
            out.push_str(separator);
        } else {
            out.push(c);
        }
    }
    out
}

/// Splits at the commas that stand in no bracket and no comment.
fn top_level(fields: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start, mut in_comment) = (0_u32, 0_usize, false);
    for (at, c) in fields.char_indices() {
        let ahead = fields.get(at..).unwrap_or_default();
        match c {
            '/' if ahead.starts_with("/**") => in_comment = true,
            '*' if ahead.starts_with("*/") => in_comment = false,
            _ if in_comment => {}
            '{' | '<' | '[' | '(' => depth += 1,
            '}' | '>' | ']' | ')' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(fields.get(start..at).unwrap_or_default());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(fields.get(start..).unwrap_or_default());
    parts
}
