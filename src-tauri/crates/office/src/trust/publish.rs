//! What does this office say by now about what it issued? Status lists over its own register: a snapshot first, then what
//! changed since, signed with the bare key that the trust list names for the use `status`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use tamga_formats::status_list;
use tamga_origin::trust::{CertificateStatus, KeyUse, StatusEntry, StatusList};
use tamga_origin::{Finding, Timestamp};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Typ, sign_jws};
use tamga_store::{CertificateFilter, CertificateRow, Window};

use crate::Pin;
use crate::error::OfficeError;
use crate::office::Office;

/// A status list that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMade {
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// Its number.
    pub n: u64,
    /// Does it say everything?
    pub is_snapshot: bool,
    /// Certificates it names.
    pub entries: usize,
}

/// Under which name the last list made is remembered.
const MADE: &str = "office.status_made";
/// The next list is due within a day, whether something happens or not.
const DUE: i64 = 86_400_000;

/// The last list made: its chain, and what was said of each number by then.
#[derive(Default, Serialize, Deserialize)]
struct Made {
    n: u64,
    digest: String,
    said: BTreeMap<String, (u32, String)>,
}

impl Office {
    /// Makes the next status list of this office's issuing body: everything when there is none yet or it is asked for,
    /// else what changed since the last one.
    ///
    /// # Errors
    /// `NotThisDesk` without an issuing desk, `NotEntitled` when the trust list does not name the key for status lists,
    /// a PIN that is wrong, a store that cannot be read.
    pub fn make_status_list(&self, key: &str, pin: &Pin, snapshot: bool) -> Result<StatusMade, OfficeError> {
        if !self.facts().told.role.issues() {
            return Err(OfficeError::NotThisDesk("issue"));
        }
        let issuer = self.facts().told.issuer.clone();
        let issuer = issuer.ok_or(OfficeError::Senseless("an office that issues without an issuing body"))?;
        let now = self.now().to_seconds();
        let signer = self.unlock_key(key, pin)?;
        let kid = signer.qr_key().kid();
        let keys = self.trust_list().map(|list| list.status_keys(&issuer.code)).unwrap_or_default();
        if !keys.iter().any(|known| known.kid == kid && known.span.covers(now)) {
            return Err(OfficeError::NotEntitled(vec![
                Finding::block("trust.use", "").with("found", KeyUse::Status.code()),
            ]));
        }
        let before: Made = match self.read(|reader| Ok(reader.setting(MADE)?))? {
            Some(text) => serde_json::from_str(&text).map_err(|_| OfficeError::Senseless("a kept list state"))?,
            None => Made::default(),
        };
        let is_snapshot = snapshot || before.n == 0;
        let known = self.ended()?;
        let mut entries: Vec<StatusEntry> = known
            .iter()
            .filter(|entry| {
                let said = (entry.revision, entry.status.code().to_owned());
                is_snapshot || before.said.get(&entry.number) != Some(&said)
            })
            .cloned()
            .collect();
        // What was suspended and is not ended now counts again.
        let lifted = before.said.iter().filter(|(number, (_, status))| {
            status == CertificateStatus::Suspended.code() && !known.iter().any(|entry| entry.number == **number)
        });
        if !is_snapshot {
            entries.extend(lifted.map(|(number, (revision, _))| StatusEntry {
                number: number.clone(),
                revision: *revision,
                status: CertificateStatus::Valid,
                successor: String::new(),
                at: now,
                reason: String::new(),
            }));
        }
        let list = StatusList {
            issuer: issuer.code,
            n: before.n + 1,
            prev: before.digest,
            is_snapshot,
            as_of: now,
            next_update: now.plus_millis(DUE),
            entries,
            evidence: Vec::new(),
        };
        let payload = status_list::write(&list)?;
        let bytes = sign_jws(&payload, Typ::StatusList, signer.qr_key()).into_bytes();
        let said =
            known.into_iter().map(|entry| (entry.number, (entry.revision, entry.status.code().to_owned()))).collect();
        let made = Made { n: list.n, digest: sha256_hex(&payload), said };
        let text = serde_json::to_string(&made).map_err(|_| OfficeError::Senseless("a list state"))?;
        self.write(|tx| {
            tx.setting_set(MADE, &text)?;
            tx.journal_add("status.made", &list.issuer, &[("list", &list.n.to_string())])?;
            Ok(())
        })?;
        Ok(StatusMade { bytes, n: list.n, is_snapshot, entries: list.entries.len() })
    }

    /// Every certificate of the register that does not count as it was issued.
    fn ended(&self) -> Result<Vec<StatusEntry>, OfficeError> {
        let mut found = Vec::new();
        for (word, status) in [
            ("suspended", CertificateStatus::Suspended),
            ("replaced", CertificateStatus::Replaced),
            ("cancelled", CertificateStatus::Cancelled),
        ] {
            let filter = CertificateFilter { status: Some(word.to_owned()), ..CertificateFilter::default() };
            let mut offset = 0;
            loop {
                let page = self.read(|reader| Ok(reader.certificates(&filter, Window { offset, limit: 500 })?))?;
                offset += page.rows.len() as u64;
                for row in &page.rows {
                    found.push(self.entry(row, status)?);
                }
                if page.rows.is_empty() || offset >= page.total {
                    break;
                }
            }
        }
        found.sort_by(|a, b| (&a.number, a.revision).cmp(&(&b.number, b.revision)));
        Ok(found)
    }

    fn entry(&self, row: &CertificateRow, status: CertificateStatus) -> Result<StatusEntry, OfficeError> {
        let steps = self.read(|reader| Ok(reader.certificate_revisions(row.id)?))?;
        let last = steps.iter().max_by_key(|step| step.revision);
        let (at, reason): (Timestamp, String) =
            last.map_or((row.changed_at, String::new()), |step| (step.at, step.reason.clone()));
        Ok(StatusEntry {
            number: row.number.clone(),
            revision: row.revision,
            status,
            successor: row.successor.clone().unwrap_or_default(),
            at,
            reason,
        })
    }
}
