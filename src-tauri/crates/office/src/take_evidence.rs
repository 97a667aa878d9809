//! How do answers about revocation come in where there is no line? From files that somebody carried: lists that an authority
//! of the trust list signed, and whatever a status list in force names by its digest. They are judged like those that were
//! fetched, and what waited for them is judged again.

use tamga_origin::Timestamp;
use tamga_origin::trust::TrustedIssuer;
use tamga_seal::digest::sha256_hex;
use tamga_seal::revocation::{OcspAnswer, RevocationList};
use tamga_seal::{OfferedEvidence, SignerCertificate};
use tamga_store::NewAnswerAtHand;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::revocation_file::add_revocation_file;

/// Where an answer came from that was not fetched.
const BY_HAND: &str = "file";

/// What taking a file in did.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EvidenceTaken {
    /// SHA-256 of what it holds, hex.
    pub sha256: String,
    /// Does it say something that was not known here?
    pub is_new: bool,
    /// Numbers of received certificates that were judged again.
    pub judged_again: Vec<String>,
}

impl Office {
    /// Takes in a list of revoked certificates or an answer about one from a file.
    ///
    /// # Errors
    /// A file that is neither; one that no authority of the trust list signed and no status list in force names.
    pub fn take_evidence(&self, file: &[u8]) -> Result<EvidenceTaken, OfficeError> {
        let mut offered = OfferedEvidence::NONE;
        add_revocation_file(file, &mut offered)?;
        let (kind, media, bytes) = match (offered.crls.pop(), offered.ocsps.pop()) {
            (Some(list), _) => ("crl", "application/pkix-crl", list),
            (None, Some(answer)) => ("ocsp", "application/ocsp-response", answer),
            (None, None) => return Err(OfficeError::FormatUnknown),
        };
        let sha256 = sha256_hex(&bytes);
        let lists = self.status_lists();
        let is_named = lists.issuers().any(|body| lists.evidence(body).iter().any(|one| one.sha256 == sha256));
        let trust = self.trust_list().unwrap_or_default();
        let body = trust.issuers.iter().find(|body| kind == "crl" && signed(body, &bytes));
        if !is_named && body.is_none() {
            return Err(OfficeError::Senseless("an answer of an authority that no list here names"));
        }
        let made_at = made_at(kind, &bytes).unwrap_or(self.now());
        let is_new = self.write(|tx| {
            let is_new = match body {
                Some(body) => tx.answer_at_hand(&NewAnswerAtHand {
                    issuer: body.id.clone(),
                    kind: kind.to_owned(),
                    address: BY_HAND.to_owned(),
                    certificate: String::new(),
                    bytes: bytes.clone(),
                    made_at,
                })?,
                None => !tx.document_keep(&bytes, media)?.was_there,
            };
            tx.journal_add("evidence.taken", body.map_or("", |body| &body.id), &[("sha256", &sha256)])?;
            Ok(is_new)
        })?;
        let mut taken = EvidenceTaken { sha256, is_new, judged_again: Vec::new() };
        if is_new {
            self.forget_at_hand();
            taken.judged_again = self.judge_with_answers(&trust)?;
            self.changed(&[Tag::Received, Tag::Journal]);
        }
        Ok(taken)
    }
}

/// Did an authority that this body's entry names sign the list?
fn signed(body: &TrustedIssuer, list: &[u8]) -> bool {
    let Ok(list) = RevocationList::read(list) else { return false };
    let anchors = body.anchors.iter().flat_map(|anchor| &anchor.certificates);
    anchors.filter_map(|der| SignerCertificate::read(der).ok()).any(|authority| list.is_signed_by(&authority))
}

fn made_at(kind: &str, bytes: &[u8]) -> Option<Timestamp> {
    match kind {
        "crl" => RevocationList::read(bytes).ok().map(|list| list.this_update),
        _ => OcspAnswer::read(bytes).ok().map(|answer| answer.produced_at()),
    }
}
