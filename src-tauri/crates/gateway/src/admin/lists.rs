//! Which lists does a gateway take over by command? The next trust list; and status lists that a body signed itself.

use serde_json::json;
use tamga_formats::status_list;
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Typ, open_jws};

use super::{Admin, AdminError};
use crate::books::steps::{self, StatusListRow};
use crate::books::{look, standing};

impl Admin {
    /// Takes the next trust list over: signed by enough of the roots in force, next in the chain, and still vouching for
    /// this gateway. Answers its number.
    pub fn import_trust(&self, by: &str, bytes: &[u8]) -> Result<u64, AdminError> {
        let held = self.standing()?.trust;
        let next = held.next(bytes.to_vec())?;
        let names = |trust: &crate::trust::Trust| trust.list.gateways.iter().any(|node| node.id == self.config.id);
        if names(&held) && !names(&next) {
            let words = format!("the list names gateway {} no more: nobody would believe its receipts", self.config.id);
            return Err(AdminError::Refused(words));
        }
        let what = json!({ "trustList": next.n(), "sha256": sha256_hex(bytes) });
        self.command(by, &what, |records| standing::keep_list(records, next.n(), bytes))?;
        Ok(next.n())
    }

    /// Number of the trust list in force.
    pub fn trust_number(&self) -> Result<u64, AdminError> {
        Ok(self.standing()?.trust.n())
    }

    /// Takes over a status list that an issuing body signed itself; from then on this gateway makes none for it. Answers
    /// the body and the list's number.
    pub fn import_status_list(&self, by: &str, bytes: &[u8]) -> Result<(String, u64), AdminError> {
        let refused = |words: String| AdminError::Refused(words);
        let trust = self.standing()?.trust;
        let bodies = trust.list.issuers.iter();
        let keys: Vec<_> = bodies.flat_map(|issuer| trust.list.status_keys(&issuer.id)).collect();
        let claims = open_jws(bytes, Typ::StatusList, &keys).map_err(|why| refused(why.to_string()))?;
        let list = status_list::read(&claims.payload).map_err(|why| refused(why.to_string()))?;
        let own = trust.list.status_keys(&list.issuer);
        if !own.iter().any(|key| key.kid == claims.kid && key.span.covers(list.as_of)) {
            return Err(refused(format!("its key may not speak for {}", list.issuer)));
        }
        let last = look(self.ledger.as_ref(), |records| steps::last_list(records, &list.issuer))?;
        let follows = match &last {
            None => true,
            Some(last) if last.made_here => {
                let words = format!("this gateway makes the lists of {}: two hands would break the chain", list.issuer);
                return Err(refused(words));
            }
            Some(last) => {
                let is_next = list.n == last.n + 1 && list.prev == last.sha256;
                is_next || (list.is_snapshot && list.n > last.n)
            }
        };
        if !follows {
            let held = last.map_or(0, |last| last.n);
            return Err(refused(format!("list {} does not follow list {held} of {}", list.n, list.issuer)));
        }
        let row = StatusListRow {
            n: list.n,
            is_snapshot: list.is_snapshot,
            made_here: false,
            sha256: sha256_hex(&claims.payload),
            next_update: list.next_update.millis(),
            up_to: 0,
            body: bytes.to_vec(),
        };
        let what = json!({ "statusList": list.n, "issuer": list.issuer });
        self.command(by, &what, |records| steps::keep_list(records, &list.issuer, &row))?;
        Ok((list.issuer, list.n))
    }
}
