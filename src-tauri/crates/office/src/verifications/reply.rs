//! What does the issuing desk say to a request? More time, or its word on every item; signed by an officer who may sign for
//! the body.

use tamga_origin::states::{ItemReply, VerificationEvent, VerificationState, step_verification};
use tamga_origin::trust::KeyUse;
use tamga_origin::{Date, Inquiry, InquiryBody, VerificationReply};
use tamga_protocol::Kind;
use tamga_seal::Signer as _;
use tamga_store::{NewReply, VerificationRow};
use uuid::Uuid;

use super::{context, state_of};
use crate::Pin;
use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inquire::{self, NEEDED, OPTIONAL, Outgoing};
use crate::office::Office;

/// Counts this body's replies.
const COUNTER: &str = "verify_answer";

/// Time or papers are needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extension {
    /// Day a reply is hoped for, after today.
    pub due: Date,
    /// What is needed, 1 to 500 characters.
    pub note: String,
}

/// The word of the issuing body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FinalReply {
    /// What is said of each item that was asked about.
    pub items: Vec<(u32, ItemReply)>,
    /// Words of the officer, at most 500 characters.
    pub note: String,
}

/// What is about to be said.
struct Said {
    event: VerificationEvent,
    reply: VerificationReply,
}

impl Office {
    /// Asks customs for time.
    ///
    /// # Errors
    /// `NotFound`, a state that does not allow it, a day that is not after today, and what concerns the key.
    pub fn ask_for_time(&self, case: &str, asked: &Extension, key: &str, pin: &Pin) -> Result<(), OfficeError> {
        if asked.due <= self.today() {
            return Err(OfficeError::Entry("verify_entry.due"));
        }
        let note = inquire::words(&asked.note, NEEDED, "verify_entry.note")?;
        let row = self.asked_here(case)?;
        step_verification(Some(state_of(&row)), VerificationEvent::AskForTime, &context(&row, self.today()))?;
        let reply =
            VerificationReply { case: case.to_owned(), interim: true, items: Vec::new(), note, due: Some(asked.due) };
        self.send_reply(&row, Said { event: VerificationEvent::AskForTime, reply }, key, pin)
    }

    /// Replies to a request, item by item.
    ///
    /// # Errors
    /// `NotFound`, a state that does not allow it, an item without a word or one that was not asked about, and what concerns
    /// the key.
    pub fn reply_to_request(&self, case: &str, said: &FinalReply, key: &str, pin: &Pin) -> Result<(), OfficeError> {
        let note = inquire::words(&said.note, OPTIONAL, "verify_entry.note")?;
        let row = self.asked_here(case)?;
        let mut items = said.items.clone();
        items.sort_unstable_by_key(|(item, _)| *item);
        if items.iter().map(|(item, _)| *item).ne(row.new.items.iter().copied()) {
            return Err(OfficeError::Entry("verify_entry.items"));
        }
        step_verification(Some(state_of(&row)), VerificationEvent::Reply, &context(&row, self.today()))?;
        let reply = VerificationReply { case: case.to_owned(), interim: false, items, note, due: None };
        self.send_reply(&row, Said { event: VerificationEvent::Reply, reply }, key, pin)
    }

    fn asked_here(&self, case: &str) -> Result<VerificationRow, OfficeError> {
        self.issuer()?;
        self.read(|reader| Ok(reader.verification(case, false)?))
    }

    fn send_reply(&self, row: &VerificationRow, said: Said, key: &str, pin: &Pin) -> Result<(), OfficeError> {
        let Said { event, reply } = said;
        let asked = &row.new;
        let held = self.held(&asked.number)?;
        let profile = self.profile(&asked.agreement)?;
        self.may_sign(&self.key_chain(key)?, KeyUse::Status, &held.image, profile)?;
        let route = self.route_for(&Kind::VerifyAnswer, &asked.country, &asked.agreement);
        let route = route.ok_or(OfficeError::Entry("verify_entry.no_way"))?;
        let item_id = Uuid::parse_str(&asked.item_id).map_err(|_| OfficeError::Senseless("a request of no item"))?;
        let mut signer = self.unlock_key(key, pin)?;
        let officer = signer.certificate().leaf.name().to_owned();
        self.write(|tx| {
            // Somebody else may have replied while the PIN was typed.
            let now = tx.verification(&asked.case_id, false)?;
            let (state, _) = step_verification(Some(state_of(&now)), event, &context(&now, self.today()))?;
            let inquiry = Inquiry {
                document_id: self.surroundings().uuid()?.simple().to_string(),
                number: tx.counter_next(COUNTER)?,
                from: asked.issuer.clone(),
                issuer: asked.issuer.clone(),
                co_number: asked.number.clone(),
                revision: asked.revision,
                body: InquiryBody::Reply(reply.clone()),
                at: tx.now().to_seconds(),
            };
            let sealed = inquire::seal(self, &inquiry, &mut signer)?;
            let kept = new_reply(&inquiry, &reply, &officer, &sealed.sha256);
            let out = Outgoing {
                kind: Kind::VerifyAnswer,
                route: &route,
                agreement: &asked.agreement,
                country: &asked.country,
                item_id: Some(item_id),
                inquiry,
                sealed,
            };
            inquire::queue(self, tx, &out)?;
            tx.verification_reply(row.id, &kept)?;
            tx.verification_move(row.id, state.as_str())?;
            let word =
                if state == VerificationState::Answered { "verification.replied" } else { "verification.interim" };
            tx.journal_add(word, &asked.number, &[("number", &asked.number), ("case", &asked.case_id)])?;
            Ok(())
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Certificates, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(())
    }
}

/// A reply as the store keeps it.
pub(super) fn new_reply(inquiry: &Inquiry, reply: &VerificationReply, officer: &str, digest: &str) -> NewReply {
    NewReply {
        number: inquiry.number,
        interim: reply.interim,
        items: reply.items.iter().map(|(item, word)| (*item, word.as_str().to_owned())).collect(),
        note: reply.note.clone(),
        due: reply.due,
        signed_by: officer.to_owned(),
        document_sha: digest.to_owned(),
    }
}
