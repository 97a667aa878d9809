//! How does customs ask? Grounds, items, papers and a day; opened and sent in one transaction.

use tamga_origin::states::{VerificationContext, VerificationEvent, step_verification};
use tamga_origin::{Date, Inquiry, InquiryBody, VerificationRequest};
use tamga_protocol::Kind;
use tamga_store::NewVerification;
use uuid::Uuid;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inquire::{self, DECLARATION, NEEDED, OPTIONAL, Outgoing};
use crate::office::Office;

/// Counts this party's requests.
const COUNTER: &str = "verify";

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewRequest {
    /// Number of a received certificate.
    pub number: String,
    /// Why it is doubted, 1 to 500 characters.
    pub grounds: String,
    /// Goods items asked about, at least one.
    pub items: Vec<u32>,
    /// Papers that are wanted, in words; may be empty.
    pub papers: String,
    /// Import declaration, or empty.
    pub declaration: String,
    /// Day a reply is due, after today.
    pub due: Date,
}

impl Office {
    /// Asks the issuing body to verify a received certificate; answers with the case's id.
    ///
    /// # Errors
    /// `NotFound`, an entry that is missing or too long, items that the certificate does not have, no partner that can be
    /// asked, no key to sign with.
    pub fn ask_to_verify(&self, asked: &NewRequest) -> Result<String, OfficeError> {
        self.must_receive()?;
        let grounds = inquire::words(&asked.grounds, NEEDED, "verify_entry.grounds")?;
        let papers = inquire::words(&asked.papers, OPTIONAL, "verify_entry.papers")?;
        let declaration = inquire::words(&asked.declaration, DECLARATION, "verify_entry.declaration")?;
        if asked.due <= self.today() {
            return Err(OfficeError::Entry("verify_entry.due"));
        }
        let received = self.open_received(&asked.number)?;
        let id = received.record_id.ok_or(OfficeError::Senseless("a file that was only looked at"))?;
        let row = self.read(|reader| Ok(reader.inbound(id)?))?;
        let mut items = asked.items.clone();
        items.sort_unstable();
        items.dedup();
        let is_there = |item: &u32| received.balance.iter().any(|one| one.sequence == *item);
        if items.is_empty() || !items.iter().all(is_there) {
            return Err(OfficeError::Entry("verify_entry.items"));
        }
        let country = self.country_of(&row.issuer).ok_or(OfficeError::Entry("question_entry.issuer"))?;
        if self.partner().is_none() {
            return Err(OfficeError::NoPartner);
        }
        let route = self.route_for(&Kind::Verify, &country, &row.agreement);
        let facts = VerificationContext {
            grounds: &grounds,
            items: items.len(),
            within_window: true,
            can_travel: route.is_some(),
            ..VerificationContext::default()
        };
        let (opened, _) = step_verification(None, VerificationEvent::Open, &facts)?;
        let route = route.ok_or(OfficeError::Entry("verify_entry.no_way"))?;
        let (sent, _) = step_verification(Some(opened), VerificationEvent::Send, &facts)?;
        if !self.can_answer()? {
            return Err(OfficeError::AnswerKeyMissing);
        }
        let case = self.surroundings().uuid()?.simple().to_string();
        self.write(|tx| {
            let inquiry = Inquiry {
                document_id: self.surroundings().uuid()?.simple().to_string(),
                number: tx.counter_next(COUNTER)?,
                from: self.sender().to_owned(),
                issuer: row.issuer.clone(),
                co_number: row.number.clone(),
                revision: row.revision,
                body: InquiryBody::Verify(VerificationRequest {
                    case: case.clone(),
                    grounds: grounds.clone(),
                    items: items.clone(),
                    papers: papers.clone(),
                    due: asked.due,
                    declaration: declaration.clone(),
                }),
                at: tx.now().to_seconds(),
            };
            let sealed = self.with_answer_key(|key| inquire::seal(self, &inquiry, key))?;
            let document_sha = sealed.sha256.clone();
            let out = Outgoing {
                kind: Kind::Verify,
                route: &route,
                agreement: &row.agreement,
                country: &country,
                item_id: Uuid::parse_str(&row.item_id).ok(),
                inquiry,
                sealed,
            };
            let submission = inquire::queue(self, tx, &out)?;
            tx.verification_add(&NewVerification {
                case_id: case.clone(),
                is_ours: true,
                party: self.sender().to_owned(),
                issuer: row.issuer.clone(),
                number: row.number.clone(),
                revision: row.revision,
                agreement: row.agreement.clone(),
                country: country.clone(),
                grounds: grounds.clone(),
                papers: papers.clone(),
                declaration: declaration.clone(),
                items: items.clone(),
                due: asked.due,
                state: sent.as_str().to_owned(),
                submission_id: submission.to_string(),
                item_id: String::new(),
                document_sha,
            })?;
            tx.journal_add("verification.asked", &row.number, &[("number", &row.number), ("case", &case)])?;
            Ok(())
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Received, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(case)
    }
}
