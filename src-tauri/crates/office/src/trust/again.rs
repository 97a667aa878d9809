//! Which verdicts does a newer list change? What hangs on a body that the list changed is judged again, as of its
//! arrival, by the old lists and by the new ones; only what differs between the two is a change by the list.

use std::collections::BTreeSet;

use tamga_origin::trust::{Area, Difference, TrustHistory, TrustList};
use tamga_store::{InboundRow, StoreError};

use crate::error::OfficeError;
use crate::examine::{Examined, Eyes};
use crate::office::Office;
use crate::revocation::answers_to;
use crate::word::Word;

/// A received certificate whose verdict changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerdictChange {
    /// Its number.
    pub number: String,
    /// Code of its issuer.
    pub issuer: String,
    /// `verdict.*` by the lists before.
    pub was: Word,
    /// `verdict.*` by the new list.
    pub is: Word,
}

/// Under which name it stands up to which list everything was judged again.
const JUDGED: &str = "office.trust_judged";
/// Images looked at between two looks at the store.
const AT_ONCE: u32 = 200;

/// Bodies whose certificates a difference can touch; none means any body.
fn touched(difference: &Difference, list: &TrustList) -> Option<BTreeSet<String>> {
    let mut bodies = BTreeSet::new();
    for change in &difference.changes {
        match change.area {
            Area::Body | Area::Anchor | Area::Key | Area::Scheme | Area::Officer => {
                bodies.insert(change.owner.clone());
            }
            Area::Revocation => {
                let key = change.id.as_str();
                let names = |name: &String| name.eq_ignore_ascii_case(key);
                let mut found = list
                    .issuers
                    .iter()
                    .filter(|issuer| {
                        issuer.anchors.iter().any(|anchor| names(&anchor.kid))
                            || issuer.officers.iter().any(|officer| names(&officer.certificate))
                    })
                    .peekable();
                // A certificate under an authority need not stand in the list by itself.
                found.peek()?;
                bodies.extend(found.map(|issuer| issuer.id.clone()));
            }
            // Pictures, roots and the keys of others decide about nothing that was judged here.
            Area::Specimen | Area::Root | Area::Gateway | Area::Node | Area::TimeStamper => {}
        }
    }
    Some(bodies)
}

impl Office {
    /// Received certificates whose verdict is another one by the new lists than by the old ones.
    pub(super) fn verdicts_that_change(
        &self,
        old: &TrustHistory,
        new: &TrustHistory,
    ) -> Result<Vec<VerdictChange>, OfficeError> {
        let mut changes = Vec::new();
        self.each_touched(old, new, |row, was, is| {
            let (was, is) = (headline(self, was), headline(self, is));
            if !row.number.is_empty() {
                changes.push(VerdictChange { number: row.number.clone(), issuer: row.issuer.clone(), was, is });
            }
            Ok(())
        })?;
        Ok(changes)
    }

    /// Judges by the lists that came since the last time: what waits in quarantine as ever, and what was judged for good
    /// where a list changed its body. Answers with what changed.
    pub(crate) fn judge_by_newer_list(&self) -> Result<Vec<VerdictChange>, OfficeError> {
        let believed = self.trust_believed();
        let counts = believed.counts.clone();
        let Some(newest) = counts.newest().map(|held| held.list.n) else { return Ok(Vec::new()) };
        let mark = match believed.waiting.last() {
            Some(waiting) => format!("{newest} {}", waiting.list.n),
            None => newest.to_string(),
        };
        let done = self.read(|reader| Ok(reader.setting(JUDGED)?))?.unwrap_or_default();
        // Nothing was judged for good before the first list of all.
        let old = believed.held.until(done.split(' ').next().and_then(|n| n.parse().ok()).unwrap_or(newest));
        let mut changes: Vec<VerdictChange> = Vec::new();
        if done != mark && old != *counts {
            self.each_touched(&old, &counts, |row, was, is| {
                let judgement = self.judgement(is)?;
                // By a list that waited it was judged so before.
                if judgement.state == row.judged && judgement.headline == row.headline {
                    return Ok(());
                }
                let was = headline(self, was);
                self.write_as_worker(|tx| {
                    let after = tx.inbound_judge(row.id, &judgement)?;
                    let said = [("was", row.headline.as_str()), ("state", after.state.as_str()), ("list", &mark)];
                    tx.journal_add("received.verdict_changed", &row.number, &said)?;
                    Ok(())
                })?;
                let (number, issuer) = (row.number.clone(), row.issuer.clone());
                changes.push(VerdictChange { number, issuer, was, is: headline(self, is) });
                Ok(())
            })?;
        }
        changes.extend(self.judge_again()?);
        if done != mark {
            self.write_as_worker(|tx| {
                tx.setting_set(JUDGED, &mark)?;
                let count = changes.len().to_string();
                tx.journal_add("trust.judged", "", &[("list", &mark), ("count", &count)])?;
                Ok(())
            })?;
        }
        Ok(changes)
    }

    /// Looks at every image for good of a touched body with old and new eyes.
    fn each_touched(
        &self,
        old: &TrustHistory,
        new: &TrustHistory,
        mut differs: impl FnMut(&InboundRow, &Examined, &Examined) -> Result<(), OfficeError>,
    ) -> Result<(), OfficeError> {
        let Some(list) = new.newest().map(|held| &held.list) else { return Ok(()) };
        let difference = Difference::between(old.newest().map(|held| &held.list), list);
        let bodies = touched(&difference, list);
        let policy = self.policy();
        let told = &self.facts().told;
        let status = self.status_lists();
        let mut after = 0;
        loop {
            let rows = self.read(|reader| Ok(reader.inbound_judged(after, AT_ONCE)?))?;
            let Some(last) = rows.last().map(|row| row.id) else { return Ok(()) };
            after = last;
            for row in rows {
                let touches = |bodies: &BTreeSet<String>| {
                    list.issuers.iter().any(|body| bodies.contains(&body.id) && answers_to(body, &row.issuer))
                };
                if bodies.as_ref().is_some_and(|bodies| !touches(bodies) && !bodies.contains(&row.issuer)) {
                    continue;
                }
                let bytes = match self.read(|reader| Ok(reader.document_bytes(&row.document_sha)?)) {
                    Ok(bytes) => bytes,
                    Err(OfficeError::Store(StoreError::FileMissing { name } | StoreError::FileChanged { name })) => {
                        tracing::error!(number = row.number, name, "the bytes of a received document are damaged");
                        continue;
                    }
                    Err(error) => return Err(error),
                };
                let (times, beside) = (self.times_of(&row)?, self.beside(&row.document_sha)?);
                let look = |trust: &TrustHistory| {
                    // As of its arrival: the calendar since then is no work of a list.
                    let eyes = Eyes {
                        trust,
                        status: &status,
                        policy: &policy,
                        profiles: &self.profiles,
                        country: told.role.receives().then_some(told.country.as_str()),
                        now: row.received_at,
                        beside: &beside,
                    };
                    eyes.look(&bytes, &times, &[])
                };
                let (was, is) = (look(old), look(new));
                let said = |examined: &Examined| {
                    let verdict = examined.verdict(row.received_at.date());
                    (verdict.kind, verdict.headline, examined.standing, examined.seal_holds)
                };
                if said(&was) != said(&is) {
                    differs(&row, &was, &is)?;
                }
            }
        }
    }
}

fn headline(office: &Office, examined: &Examined) -> Word {
    examined.verdict(office.today()).headline
}
