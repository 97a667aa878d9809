//! Why something was refused or doubted: codes with a class (`seal-and-paper.md` section 8). Words live elsewhere.

use std::fmt;

use tamga_origin::{Finding, Severity};

/// Every code a reason or an error of this room can carry; the window has words for each.
pub const CODES: &[&str] = &[
    "alg.canonicalization",
    "alg.curve",
    "alg.digest",
    "alg.forbidden",
    "alg.key_mismatch",
    "alg.pair",
    "alg.signature",
    "alg.transform",
    "alg.weak",
    "cert.ca_as_leaf",
    "cert.critical_extension",
    "cert.expired",
    "cert.key_usage",
    "cert.name_constraint",
    "cert.not_yet_valid",
    "cert.none",
    "cert.path",
    "cert.path_length",
    "cert.path_signature",
    "cert.policy",
    "cert.purpose",
    "cert.unreadable",
    "gate.attributes",
    "gate.bom",
    "gate.cdata",
    "gate.comment",
    "gate.depth",
    "gate.doctype",
    "gate.elements",
    "gate.encoding",
    "gate.entity",
    "gate.instruction",
    "gate.not_wellformed",
    "gate.too_large",
    "gate.trailing",
    "gate.version",
    "key.demo",
    "key.file_password",
    "key.file_unreadable",
    "key.file_weak",
    "key.module",
    "key.none_in_file",
    "key.on_card",
    "key.pin_short",
    "key.ring_absent",
    "key.ring_entry_missing",
    "key.weak",
    "qr.signature",
    "qr.unreadable",
    "ref.count",
    "ref.document_uncovered",
    "ref.form",
    "ref.outside",
    "ref.properties_uncovered",
    "ref.target_ambiguous",
    "ref.target_missing",
    "ref.target_other",
    "ref.type",
    "revocation.revoked",
    "revocation.revoked_later",
    "revocation.signer",
    "revocation.stale",
    "revocation.unknown",
    "revocation.unreadable",
    "shape.child_order",
    "shape.extra_object",
    "shape.key_info",
    "shape.manifest",
    "shape.no_signature",
    "shape.signature_count",
    "shape.signature_place",
    "shape.signed_properties",
    "shape.stage",
    "shape.unknown_form",
    "shape.xades_version",
    "sig.certificate_differs",
    "sig.certificate_missing",
    "sig.digest",
    "sig.encoding",
    "sig.length",
    "sig.same_seal",
    "sig.serial_differs",
    "sig.value",
    "sign.algorithm",
    "sign.already_signed",
    "sign.card_locked",
    "sign.certificate_missing",
    "sign.code_too_large",
    "sign.document",
    "sign.exporter_signature",
    "sign.key_ambiguous",
    "sign.key_expired",
    "sign.key_mismatch",
    "sign.key_not_found",
    "sign.order",
    "sign.pin_few_left",
    "sign.pin_last_try",
    "sign.pin_left",
    "sign.pin_locked",
    "sign.pin_wrong",
    "sign.self_check",
    "sign.stamp_refused",
    "sign.token_busy",
    "sign.token_failed",
    "sign.token_gone",
    "status.as_of",
    "status.cancelled",
    "status.conflict",
    "status.gap",
    "status.list_old",
    "status.none",
    "status.replaced",
    "status.suspended",
    "tamper.exporter_part",
    "tamper.issuer_part",
    "tamper.reindented",
    "tamper.signing_data",
    "time.claim_ahead",
    "time.claimed_only",
    "time.receipt",
    "time.stamp_imprint",
    "time.stamp_missing",
    "time.stamp_signature",
    "time.stamp_unreadable",
    "time.stamp_untrusted",
    "trust.date",
    "trust.destination",
    "trust.form",
    "trust.issuer_differs",
    "trust.list_old",
    "trust.list_quorum",
    "trust.list_signature",
    "trust.no_list",
    "trust.officer",
    "trust.signer_unknown",
    "trust.suspended",
    "trust.use",
    "trust.withdrawn",
];

/// What a reason does to the verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Worth knowing.
    Note,
    /// Makes it unknown.
    Unknown,
    /// Makes it invalid.
    Invalid,
}

/// One reason of a verdict.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// What it does to the verdict.
    pub class: Class,
    /// Code and parameters; the severity follows the class.
    pub finding: Finding,
}

impl Reason {
    /// A reason without parameters.
    pub fn new(class: Class, code: &'static str) -> Self {
        let severity = match class {
            Class::Note => Severity::Info,
            Class::Unknown => Severity::Warn,
            Class::Invalid => Severity::Block,
        };
        Self { class, finding: Finding::new(code, severity, "") }
    }

    /// The same reason with what was found.
    #[must_use]
    pub fn found(mut self, found: impl ToString) -> Self {
        self.finding = self.finding.with("found", found);
        self
    }

    /// The same reason with one more parameter.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.finding = self.finding.with(name, value);
        self
    }

    /// Its code.
    pub fn code(&self) -> &str {
        &self.finding.code
    }
}

/// Why a document, receipt or list was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The reasons, the first failing step first; never empty.
    pub reasons: Vec<Reason>,
}

impl Refusal {
    /// Refused as invalid.
    pub fn invalid(code: &'static str, found: impl ToString) -> Self {
        Reason::new(Class::Invalid, code).found(found).into()
    }

    /// Cannot be judged.
    pub fn unknown(code: &'static str, found: impl ToString) -> Self {
        Reason::new(Class::Unknown, code).found(found).into()
    }

    /// The code of the first reason.
    pub fn code(&self) -> &str {
        self.reasons.first().map_or("", Reason::code)
    }

    /// The heaviest class among the reasons.
    pub fn class(&self) -> Class {
        self.reasons.iter().map(|reason| reason.class).max().unwrap_or(Class::Invalid)
    }
}

impl From<Reason> for Refusal {
    fn from(reason: Reason) -> Self {
        Self { reasons: vec![reason] }
    }
}

impl From<tamga_xml::Refusal> for Refusal {
    fn from(refused: tamga_xml::Refusal) -> Self {
        let class = match refused.code {
            "gate.encoding" | "gate.version" => Class::Unknown,
            _ => Class::Invalid,
        };
        Reason::new(class, refused.code).found(refused.found).with("at", refused.at).into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, reason) in self.reasons.iter().enumerate() {
            let gap = if at == 0 { "" } else { ", " };
            write!(f, "{gap}{}", reason.code())?;
            for (name, value) in &reason.finding.params {
                write!(f, " {name}={value}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for Refusal {}
