//! What does customs decide? Per item: granted and written off, or refused with a reason; and it is fed back, signed.

use tamga_origin::convert;
use tamga_origin::states::{InboundState, UseContext, UseEvent, UseState, step_use};
use tamga_origin::{AnswerKind, Balance, Date, Decimal, ItemUse, Measure, Outcome};
use tamga_store::{InboundRow, NewUse, StoreError, Tx, UseRow};
use uuid::Uuid;

use crate::answers::{About, NewAnswer};
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;
use crate::received::{self, BalanceRow};

/// What is decided on one goods item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemDecision {
    /// Goods item.
    pub sequence: u32,
    /// Quantity the declaration takes; ignored when refused.
    pub quantity: Decimal,
    /// Rec 20 unit.
    pub unit: String,
    /// Preference granted?
    pub granted: bool,
    /// Reason code when refused (ORI, SIG, MIS …).
    pub reason: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Number of the certificate.
    pub number: String,
    /// Stamp that was read last.
    pub stamp: i64,
    /// Import declaration.
    pub declaration: String,
    /// Its day.
    pub declared_on: Date,
    /// The items decided on, at least one.
    pub items: Vec<ItemDecision>,
    /// Words of the officer, at most 200 characters.
    pub note: String,
}

/// A decision was written down and its answer queued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The new stamp.
    pub stamp: i64,
    /// The submission that feeds it back; none when no route leads back.
    pub submission_id: Option<Uuid>,
    /// What is left per item.
    pub balance: Vec<BalanceRow>,
}

/// Reason codes of `dataset.md` section 6 under which customs refuses.
pub const REASONS: [&str; 9] = ["ORI", "SIG", "MIS", "EXP", "QTY", "TRA", "LAT", "VER", "OTH"];
/// Most letters of an officer's note.
const NOTE: usize = 200;

impl Office {
    /// Decides on items of a received certificate; write-offs, journal and the signed answer are one transaction.
    ///
    /// # Errors
    /// `NotFound`, `Stale`, `AlreadyDecided` for a declaration item that counts already, `QuantityExceeded`, a record
    /// that is not usable.
    pub fn decide(&self, decision: &Decision) -> Result<Decided, OfficeError> {
        self.must_receive()?;
        must_make_sense(decision)?;
        let view = self.open_received(&decision.number)?;
        let id = view.record_id.ok_or(OfficeError::Senseless("a file that was only looked at"))?;
        let certificate = view.certificate.ok_or(OfficeError::Senseless("a record that cannot be read"))?;
        // Opened before the write, so that nobody waits for it there.
        self.can_answer()?;
        let (stamp, submission_id) = self.write(|tx| {
            let row = tx.inbound(id)?;
            if row.stamp != decision.stamp {
                return Err(StoreError::Stale { what: "certificate", id: row.number }.into());
            }
            let party = self.facts().told.party.clone();
            let mut uses = Vec::new();
            for item in &decision.items {
                uses.push(self.post(tx, &row, &party, decision, item)?);
            }
            let answer = NewAnswer {
                kind: AnswerKind::Utilisation,
                outcome: outcome(&decision.items),
                reason: refusal_of_all(&decision.items),
                note: decision.note.clone(),
                items: uses.iter().map(|posted| posted.said.clone()).collect(),
            };
            let submission = self.queue_answer(tx, &About::record(&row, &certificate), &answer)?;
            if let Some(submission) = submission {
                for posted in &uses {
                    tx.use_answered(posted.id, &submission.to_string())?;
                }
            }
            let word = whole(&tx.uses(&row.issuer, &row.number)?);
            let stamp = tx.inbound_decide(id, row.stamp, word)?;
            let said = [("number", row.number.as_str()), ("declaration", &decision.declaration), ("decision", word)];
            tx.journal_add("decision.saved", &row.number, &said)?;
            Ok((stamp, submission))
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Received, Tag::Balances, Tag::Outbox, Tag::Journal, Tag::App]);
        let balance = self.read(|reader| Ok(reader.balances(id)?))?.into_iter().map(received::balance).collect();
        Ok(Decided { stamp, submission_id, balance })
    }

    /// Claims and grants, or claims nothing and refuses: one goods item by itself.
    fn post(
        &self,
        tx: &Tx<'_>,
        row: &InboundRow,
        party: &str,
        decision: &Decision,
        item: &ItemDecision,
    ) -> Result<Posted, OfficeError> {
        let balances = tx.balances(row.id)?;
        let missing = || StoreError::NotFound { what: "goods item", id: item.sequence.to_string() };
        let balance = balances.iter().find(|one| one.sequence == item.sequence).ok_or_else(missing)?;
        let certified = Measure { amount: balance.certified, unit: balance.unit.clone() };
        let asked = Measure { amount: item.quantity, unit: item.unit.clone() };
        let uses: Vec<(Measure, UseState)> = balance
            .uses
            .iter()
            .filter_map(|one| {
                Some((Measure { amount: one.quantity, unit: one.unit.clone() }, UseState::parse(&one.state)?))
            })
            .collect();
        let standing = Balance::of(&certified, &uses).map_err(|_| OfficeError::Senseless("a balance without a sum"))?;
        let is_recorded = |one: &UseRow| {
            one.party == party
                && one.declaration == decision.declaration
                && matches!(one.state.as_str(), "claimed" | "granted")
        };
        let context = UseContext {
            record: InboundState::parse(&row.state).unwrap_or(InboundState::Quarantined),
            expired: row.valid_to.is_some_and(|last| last < decision.declared_on),
            quantity: &asked,
            balance: &standing,
            tolerance: Decimal::ZERO,
            recorded: balance.uses.iter().any(is_recorded),
            // No form in use here is good for one use only, and no case is settled on this road.
            single_use: false,
            outcome_covers: false,
            reason: &item.reason,
            second_person: false,
        };
        let amount = match item.granted {
            true => {
                step_use(None, UseEvent::Claim, &context)?;
                step_use(Some(UseState::Claimed), UseEvent::Grant, &context)?;
                convert(&asked, &certified.unit).unwrap_or(item.quantity)
            }
            false => {
                step_use(Some(UseState::Claimed), UseEvent::Refuse, &context)?;
                Decimal::ZERO
            }
        };
        let id = tx.use_claim(
            &NewUse {
                issuer: row.issuer.clone(),
                number: row.number.clone(),
                sequence: item.sequence,
                party: party.to_owned(),
                declaration: decision.declaration.clone(),
                declared_on: Some(decision.declared_on),
                quantity: amount,
                unit: certified.unit.clone(),
                reason: item.reason.clone(),
                answer: String::new(),
            },
            Decimal::ZERO,
        )?;
        match item.granted {
            true => tx.use_grant(id)?,
            false => tx.use_refuse(id, &item.reason)?,
        }
        let said = ItemUse {
            sequence: item.sequence,
            quantity: amount,
            unit: certified.unit,
            granted: item.granted,
            reason: if item.granted { String::new() } else { item.reason.clone() },
            declaration: decision.declaration.clone(),
            declared_on: Some(decision.declared_on),
        };
        Ok(Posted { id, said })
    }
}

/// A use that was posted, and how the answer says it.
struct Posted {
    id: i64,
    said: ItemUse,
}

fn must_make_sense(decision: &Decision) -> Result<(), OfficeError> {
    let senseless = |what| Err(OfficeError::Senseless(what));
    if decision.items.is_empty() {
        return senseless("a decision on nothing");
    }
    if decision.declaration.trim().is_empty() {
        return senseless("a decision without a declaration");
    }
    if decision.note.chars().count() > NOTE {
        return senseless("a note of more than 200 letters");
    }
    let mut sequences: Vec<u32> = decision.items.iter().map(|item| item.sequence).collect();
    sequences.sort_unstable();
    sequences.dedup();
    if sequences.len() != decision.items.len() {
        return senseless("two decisions on one goods item");
    }
    let known = |item: &ItemDecision| item.granted || REASONS.contains(&item.reason.as_str());
    if decision.items.iter().all(known) { Ok(()) } else { senseless("a reason code that is not on the list") }
}

fn outcome(items: &[ItemDecision]) -> Outcome {
    match (items.iter().any(|item| item.granted), items.iter().any(|item| !item.granted)) {
        (true, false) => Outcome::Accepted,
        (true, true) => Outcome::AcceptedWithWarnings,
        (false, _) => Outcome::Refused,
    }
}

/// The reason of the whole answer: that of the first item, when every item is refused.
fn refusal_of_all(items: &[ItemDecision]) -> String {
    let all = items.iter().all(|item| !item.granted);
    items.first().filter(|_| all).map_or_else(String::new, |item| item.reason.clone())
}

/// The decision on the whole, from every use that was decided on so far.
fn whole(uses: &[UseRow]) -> &'static str {
    let any = |state: &str| uses.iter().any(|one| one.state == state);
    match (any("granted"), any("refused")) {
        (true, false) => "accepted",
        (true, true) => "in_part",
        (false, _) => "refused",
    }
}
