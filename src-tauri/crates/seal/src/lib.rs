//! Who signed it, and is it whole? Signatures over certificates, receipts, lists and printed codes; keys; the verdict.
//!
//! Deliberately not here: whether XML is safe to look at (`tamga-xml`), what a certificate says (`tamga-formats`), who
//! is entitled (`tamga-origin`), where bytes are kept or fetched. No function here takes a path, opens a socket or
//! reads a clock; two places reach outside because the key itself lies there: the card's program (`keys::token`) and the
//! system's key ring (`keys::SystemRing`).

pub mod algorithm;
pub mod bundle;
mod canonical;
pub mod certificate;
pub mod co;
pub mod cod;
pub mod demo;
pub mod digest;
pub mod error;
pub mod evidence;
pub mod fast;
pub mod judge;
pub mod jws;
pub mod keys;
mod name;
pub mod path;
pub mod plain_key;
pub mod profile;
pub mod qr;
pub mod random;
pub mod refusal;
pub mod revocation;
pub mod secret;
mod signed_object;
pub mod signer;
pub mod signer_key;
pub mod strength;
mod tamper;
pub mod time;

pub use algorithm::Algorithm;
pub use bundle::{BundleRefused, bundle_holds, sign_bundle};
pub use certificate::SignerCertificate;
pub use co::{Sealed, sign_co};
pub use cod::{CodSignature, sign_cod};
pub use error::SignError;
pub use evidence::{FrozenForms, OfferedEvidence, OfferedStamp, augment, frozen_forms, other_evidence};
pub use judge::{
    Evidence, EvidenceKind, Judge, JudgedTime, Judgement, ListView, Policy, Question, SignerView, StatusFact, TimeKind,
    Used, UsedKind, Verdict,
};
pub use jws::{Claims, ListClaims, Typ, compact_holds, open_assertion, open_jws, open_list, sign_jws, sign_list};
pub use keys::{
    Batch, Keeping, KeyFacts, KeyRing, LEAST_PIN, LEAST_RING_PIN, PinState, Protection, Stretch, SystemRing, TokenKey,
    TokenPlace, Tries, forget_half, import_key_file, keep_token, key_facts, open_kept_token, rewrap, take_in, unlock,
    unlock_with,
};
pub use plain_key::{PlainKey, thumbprint};
pub use profile::{
    Algorithms, Bounds, Claimed, Keys, Profile, SignedBytes, Whole, check, check_bytes, check_co, check_co_by_tree,
    same_seal,
};
pub use qr::{QrContent, QrLine, QrRead, qr_open, qr_seal};
pub use random::{Random, SystemRandom};
pub use refusal::{CODES, Class, Reason, Refusal};
pub use secret::Secret;
pub use signer::{Chain, Signer, SoftwareKey};
pub use signer_key::SignerKey;
pub use strength::{Rule, Since, Strength};
pub use tamper::tampering;
