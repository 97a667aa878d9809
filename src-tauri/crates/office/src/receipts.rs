//! Did this gateway really sign that? Receipts, refusals and void statements, checked against the trust list in force
//! at the moment they come.

use std::sync::{Arc, Weak};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use tamga_courier::{NotProven, ReceiptVerifier, SubmissionKey};
use tamga_origin::Timestamp;
use tamga_origin::trust::TrustedNode;
use tamga_protocol::StatementKind;
use tamga_seal::{Typ, open_jws};

use crate::office::Office;

/// Checks statements of gateways.
pub(crate) struct Receipts {
    /// Weak, because the office's workers hold roads, and roads hold this.
    office: Weak<Office>,
}

impl Receipts {
    pub(crate) fn of(office: &Arc<Office>) -> Self {
        Self { office: Arc::downgrade(office) }
    }

    /// Believes nobody; for settings that are only tried.
    pub(crate) fn nobody() -> Self {
        Self { office: Weak::new() }
    }
}

impl ReceiptVerifier for Receipts {
    fn verify(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        self.office.upgrade().ok_or(NotProven::UnknownKey)?.statement_of(issuer, typ, jws)
    }

    fn is_destination(&self, gateway: &str, key: &SubmissionKey) -> bool {
        let Some(office) = self.office.upgrade() else { return false };
        let row = office.read(|reader| Ok(reader.outbox_row(&key.id.to_string())?));
        row.is_ok_and(|row| office.is_gateway_of(gateway, &row.destination))
    }
}

/// The gateway that a statement says it is of; nothing is believed of it yet.
pub(crate) fn issuer_of(statement: &str) -> Option<String> {
    let payload = URL_SAFE_NO_PAD.decode(statement.split('.').nth(1)?).ok()?;
    let said: Value = serde_json::from_slice(&payload).ok()?;
    said.get("iss")?.as_str().map(str::to_owned)
}

impl Office {
    /// The payload of a statement that this gateway signed by the trust list in force, at a moment at which its key
    /// counted.
    pub(crate) fn statement_of(&self, issuer: &str, typ: &str, jws: &str) -> Result<Vec<u8>, NotProven> {
        let unknown = || NotProven::NotAStatement(typ.to_owned());
        let expected = [Typ::Receipt, Typ::Refusal, Typ::Void, Typ::Status].into_iter().find(|kind| kind.word() == typ);
        let expected = expected.ok_or_else(unknown)?;
        let list = self.trust_list().ok_or(NotProven::UnknownKey)?;
        let gateway = list.gateways.iter().find(|node| node.id == issuer).ok_or(NotProven::UnknownKey)?;
        let claims = open_jws(jws.as_bytes(), expected, &gateway.keys).map_err(|refusal| match refusal.code() {
            "sig.value" => NotProven::BadSignature,
            _ => NotProven::UnknownKey,
        })?;
        let said: Value = serde_json::from_slice(&claims.payload).map_err(|_| unknown())?;
        let member = if typ == StatementKind::Receipt.typ() { "rcv" } else { "at" };
        let at = said.get(member).and_then(Value::as_str).and_then(Timestamp::parse_rfc3339).ok_or_else(unknown)?;
        if claims.key_counts_at(at) { Ok(claims.payload) } else { Err(NotProven::UnknownKey) }
    }

    /// Is this the national gateway of a country, by the trust list in force? Where no country is named, any national
    /// gateway is one.
    pub(crate) fn is_gateway_of(&self, gateway: &str, country: &str) -> bool {
        let Some(list) = self.trust_list() else { return false };
        let is_it = |node: &&TrustedNode| node.id == gateway && node.role != "office";
        let found = list.gateways.iter().find(is_it);
        found.is_some_and(|node| country.is_empty() || node.country == country)
    }
}
