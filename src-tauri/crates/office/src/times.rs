//! Since when is a received document known to exist? Receipts of gateways that came with it, and its arrival here; the
//! same whenever it is judged, so that a verdict never rests on less than the one before it.
//!
//! Receipts are kept as they came and checked each time by the trust list in force: one whose gateway nobody knew yet
//! counts from the list on that names it. Stamps are kept beside the document too, and judged with its seal.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use tamga_origin::Timestamp;
use tamga_protocol::{ReceiptClaims, Role, StatementKind};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Evidence, EvidenceKind};
use tamga_store::{InboundRow, NewSupport};

use crate::error::OfficeError;
use crate::office::Office;
use crate::support::RECEIPT;

/// Receipts kept of one document; every gateway on a way gives one.
const MOST: usize = 16;
/// Longest receipt that is kept, in bytes.
const LONGEST: usize = 16 * 1024;

impl Office {
    /// The moments at which a record's document is known to have existed.
    pub(crate) fn times_of(&self, row: &InboundRow) -> Result<Vec<Evidence>, OfficeError> {
        let mut times = self.receipt_times(&row.document_sha)?;
        times.push(Evidence::arrival(row.received_at));
        Ok(times)
    }

    /// The same by the receipts kept beside a document alone, whether it was received or only looked at.
    pub(crate) fn receipt_times(&self, document_sha: &str) -> Result<Vec<Evidence>, OfficeError> {
        let kept = self.read(|reader| {
            let rows = reader.support(document_sha)?.into_iter().filter(|row| row.kind == RECEIPT);
            Ok(rows.map(|row| reader.document_bytes(&row.bytes_sha)).collect::<Result<Vec<_>, _>>()?)
        })?;
        let texts = kept.into_iter().filter_map(|bytes| String::from_utf8(bytes).ok());
        Ok(texts.filter_map(|jws| self.time_of_receipt(&jws, document_sha)).collect())
    }

    /// The moment a receipt speaks of, when a gateway of the trust list signed it over this very document.
    pub(crate) fn time_of_receipt(&self, jws: &str, document_sha: &str) -> Option<Evidence> {
        let claimed = issuer_named(jws)?;
        let payload = self.statement_of(&claimed, StatementKind::Receipt.typ(), jws).ok()?;
        let said: ReceiptClaims = serde_json::from_slice(&payload).ok()?;
        if said.dig != document_sha || said.iss != claimed {
            return None;
        }
        let kind = match said.rol {
            Role::Office => EvidenceKind::OfficeReceipt,
            Role::National => EvidenceKind::NationalReceipt,
        };
        let at = Timestamp::parse_rfc3339(&said.rcv)?;
        Some(Evidence { kind, at, by: said.iss, sha256: sha256_hex(jws.as_bytes()) })
    }

    /// Receipts as rows of the store, to be kept beside the document they came with.
    pub(crate) fn receipt_rows(&self, receipts: &[String], document_sha: &str) -> Vec<NewSupport> {
        let fitting = receipts.iter().filter(|jws| jws.len() <= LONGEST).take(MOST);
        let row = |jws: &String| NewSupport {
            kind: RECEIPT.to_owned(),
            bytes: jws.clone().into_bytes(),
            source: String::new(),
            at: self.time_of_receipt(jws, document_sha).map(|evidence| evidence.at),
        };
        fitting.map(row).collect()
    }
}

/// Which gateway a receipt says it is of, to find the keys with; nothing is believed of it yet.
fn issuer_named(jws: &str) -> Option<String> {
    #[derive(Deserialize)]
    struct Named {
        iss: String,
    }
    let payload = URL_SAFE_NO_PAD.decode(jws.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Named>(&payload).ok().map(|named| named.iss)
}
