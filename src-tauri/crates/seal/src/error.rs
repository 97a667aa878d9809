//! Why something could not be signed, or a key could not be used.

use crate::cod::CodSignature;
use crate::keys::PinState;
use crate::refusal::Refusal;

/// Why something could not be signed, or a key could not be used; `code` is what the window knows.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The PIN does not open the key.
    #[error("the PIN does not open the key")]
    PinWrong,
    /// The PIN was wrong too often; it may be tried again later.
    #[error("the PIN may be tried again in {seconds} seconds")]
    PinLocked {
        /// Seconds to wait.
        seconds: i64,
    },
    /// The PIN is too short to protect a key.
    #[error("the PIN is shorter than {least} characters")]
    PinShort {
        /// Fewest characters.
        least: usize,
    },
    /// The password does not open the key file.
    #[error("the password does not open the key file")]
    FilePassword,
    /// The key file cannot be read.
    #[error("the key file cannot be read: {0}")]
    FileUnreadable(String),
    /// The key file holds no private key.
    #[error("the key file holds no private key")]
    NoneInFile,
    /// Several keys fit, and none was chosen; what tells them apart.
    #[error("several keys fit: {}", .0.join("; "))]
    Ambiguous(Vec<String>),
    /// No key fits what was chosen.
    #[error("no key fits {0}")]
    KeyNotFound(String),
    /// The key has no certificate.
    #[error("the key has no certificate")]
    CertificateMissing,
    /// Key and certificate do not belong together, or the key is of no kind that may sign.
    #[error("key and certificate do not belong together, or may not sign: {0}")]
    KeyMismatch(String),
    /// The key signs with no algorithm that is allowed here.
    #[error("a key of the kind {0} signs with no algorithm that is allowed here")]
    Algorithm(String),
    /// The certificate is not in its life at the moment of signing.
    #[error("the certificate counts from {from} to {to}")]
    KeyExpired {
        /// Start of its life, RFC 3339.
        from: String,
        /// End of its life, RFC 3339.
        to: String,
    },
    /// The content does not fit into a printed code.
    #[error("the content does not fit into a printed code: {bytes} bytes")]
    CodeTooLarge {
        /// Bytes needed.
        bytes: usize,
    },
    /// A list takes one to three different keys.
    #[error("a list takes one to three different keys, not {0}")]
    Signatures(usize),
    /// The document carries a signature already.
    #[error("the document carries a signature already")]
    AlreadySigned,
    /// A COD is signed by the exporter first, then, with the issuing body's part, by the official.
    #[error("it is not the turn of this signature: {}", .wanted.word())]
    Order {
        /// The signature that was asked for.
        wanted: CodSignature,
    },
    /// The exporter's signature does not hold, and the official's would cover it.
    #[error("the exporter's signature does not hold: {0}")]
    ExporterSignature(Refusal),
    /// The document cannot be signed as it is.
    #[error("the document cannot be signed: {0}")]
    Document(Refusal),
    /// The finished signature did not verify; nothing was handed out.
    #[error("the finished signature did not verify: {0}")]
    SelfCheck(Refusal),
    /// There is no key ring on this machine, or it does not open.
    #[error("the key ring of this computer cannot be used: {0}")]
    RingAbsent(String),
    /// The key is bound to a key ring, and its half is not in this one.
    #[error("the key is bound to the key ring of another computer or another user")]
    RingEntryMissing,
    /// The card refuses the PIN.
    #[error("the card refuses the PIN: {0}")]
    CardPinWrong(PinState),
    /// The card is locked; who gave it out can unlock it.
    #[error("the card is locked after too many wrong PINs")]
    CardLocked,
    /// The card is not there, or not any more.
    #[error("the card is not there: {0}")]
    TokenGone(String),
    /// Somebody else works with the card now.
    #[error("the card is in use")]
    TokenBusy,
    /// The card answers something that is of no use.
    #[error("the card cannot be used: {0}")]
    TokenFailed(String),
    /// The key lies on a card, and what was asked for is done with the card's own program.
    #[error("the key lies on a card: this is done with the program of the card's maker")]
    OnCard,
    /// The card's program cannot be loaded.
    #[error("the card's program cannot be loaded: {0}")]
    Module(String),
    /// The wrapped key is damaged or of another version.
    #[error("the kept key is damaged or of another version")]
    WrappedUnreadable,
    /// The source of randomness failed, or the signer did.
    #[error("the signer failed")]
    Failed,
}

impl SignError {
    /// The code the window knows.
    pub fn code(&self) -> &'static str {
        match self {
            Self::PinWrong => "sign.pin_wrong",
            Self::CardPinWrong(state) => state.code(),
            Self::PinLocked { .. } => "sign.pin_locked",
            Self::CardLocked => "sign.card_locked",
            Self::PinShort { .. } => "key.pin_short",
            Self::FilePassword => "key.file_password",
            Self::FileUnreadable(_) | Self::WrappedUnreadable => "key.file_unreadable",
            Self::NoneInFile => "key.none_in_file",
            Self::Ambiguous(_) => "sign.key_ambiguous",
            Self::KeyNotFound(_) => "sign.key_not_found",
            Self::CertificateMissing => "sign.certificate_missing",
            Self::KeyMismatch(_) => "sign.key_mismatch",
            Self::RingAbsent(_) => "key.ring_absent",
            Self::RingEntryMissing => "key.ring_entry_missing",
            Self::TokenGone(_) => "sign.token_gone",
            Self::TokenBusy => "sign.token_busy",
            Self::TokenFailed(_) => "sign.token_failed",
            Self::Module(_) => "key.module",
            Self::OnCard => "key.on_card",
            Self::Algorithm(_) => "sign.algorithm",
            Self::KeyExpired { .. } => "sign.key_expired",
            Self::CodeTooLarge { .. } => "sign.code_too_large",
            Self::AlreadySigned => "sign.already_signed",
            Self::Order { .. } => "sign.order",
            Self::ExporterSignature(_) => "sign.exporter_signature",
            Self::Document(_) | Self::Signatures(_) => "sign.document",
            Self::SelfCheck(_) | Self::Failed => "sign.self_check",
        }
    }
}
