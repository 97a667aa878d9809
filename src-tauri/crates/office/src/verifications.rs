//! Was a certificate rightly issued? Customs asks the issuing body (`co.verify`), the body replies item by item, for the time
//! being or in the end (`co.verifyAnswer`). Both desks keep the same case; what it may do next is decided in
//! `tamga_origin::states`. Asking is in `ask`, replying in `reply`, what arrives in `arrive`.

mod arrive;
mod ask;
mod reply;

use tamga_origin::states::{
    ItemReply, VerificationContext, VerificationEvent, VerificationState, is_overdue, step_verification,
};
use tamga_origin::{Date, Timestamp};
use tamga_store::{NewReply, NewVerification, ReplyRow, VerificationRow};

pub(crate) use arrive::{replied, requested};
pub use ask::NewRequest;
pub use reply::{Extension, FinalReply};

use crate::error::OfficeError;
use crate::office::Office;
use crate::word::Word;

/// How often the issuing desk may ask for time or papers; a scheme that says less is the officers' to know.
const EXTENSIONS: u32 = 3;

/// One side's view of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verification {
    /// Its id, the same on both sides: 32 hex digits.
    pub case: String,
    /// Did this desk ask? Else it is asked.
    pub is_ours: bool,
    /// Customs that asks.
    pub party: String,
    /// Issuing body.
    pub issuer: String,
    /// Certificate number.
    pub number: String,
    /// `verification.*` of the state machine.
    pub state: Word,
    /// Is a reply late?
    pub overdue: bool,
    /// Why customs doubts.
    pub grounds: String,
    /// Papers that are wanted, or empty.
    pub papers: String,
    /// Import declaration, or empty.
    pub declaration: String,
    /// Goods items asked about.
    pub items: Vec<u32>,
    /// Day a reply is due.
    pub due: Date,
    /// When it was opened, or came.
    pub opened_at: Timestamp,
    /// What was said, in its order.
    pub replies: Vec<Reply>,
    /// What may be done with it at this desk now: `reply`, `ask_for_time`.
    pub acts: Vec<&'static str>,
}

/// What was said to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// For the time being only?
    pub interim: bool,
    /// What is said of each item.
    pub items: Vec<(u32, ItemReply)>,
    /// Words of the officer.
    pub note: String,
    /// Day hoped for, in an interim reply.
    pub due: Option<Date>,
    /// Officer that signed.
    pub signed_by: String,
    /// When it was said, or came.
    pub at: Timestamp,
}

impl Office {
    /// Cases of this desk, those that changed last first; with a number only those about it.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn verifications(&self, number: Option<&str>) -> Result<Vec<Verification>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.verifications(number)?))?;
        Ok(rows.into_iter().map(|row| view(row, self.today())).collect())
    }

    /// One case, by its id and by which side this desk stands on.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn verification(&self, case: &str, is_ours: bool) -> Result<Verification, OfficeError> {
        let row = self.read(|reader| Ok(reader.verification(case, is_ours)?))?;
        Ok(view(row, self.today()))
    }
}

fn state_of(row: &VerificationRow) -> VerificationState {
    // The table takes no other words.
    VerificationState::parse(&row.new.state).unwrap_or(VerificationState::Withdrawn)
}

/// The facts of a case that do not hang on what is about to be said.
fn context<'a>(row: &'a VerificationRow, today: Date) -> VerificationContext<'a> {
    VerificationContext {
        grounds: &row.new.grounds,
        items: row.new.items.len(),
        within_window: true,
        can_travel: true,
        letter_possible: false,
        verified: true,
        entitled: true,
        extensions_left: EXTENSIONS.saturating_sub(row.extensions),
        answered: row.new.items.len(),
        decided: row.new.items.len(),
        overdue: is_overdue(state_of(row), Some(row.new.due), today),
        reason: "",
    }
}

fn view(row: VerificationRow, today: Date) -> Verification {
    use VerificationEvent as E;
    let state = state_of(&row);
    let facts = context(&row, today);
    // Customs decides on its uses of the certificate, and waits here.
    let own: &[(E, &'static str)] =
        if row.new.is_ours { &[] } else { &[(E::Reply, "reply"), (E::AskForTime, "ask_for_time")] };
    let can =
        |(event, word): &(E, &'static str)| step_verification(Some(state), *event, &facts).is_ok().then_some(*word);
    let acts = own.iter().filter_map(can).collect();
    let overdue = facts.overdue;
    let VerificationRow { id: _, new, extensions: _, opened_at, changed_at: _, replies } = row;
    let NewVerification {
        case_id,
        is_ours,
        party,
        issuer,
        number,
        revision: _,
        agreement: _,
        country: _,
        grounds,
        papers,
        declaration,
        items,
        due,
        state: _,
        submission_id: _,
        item_id: _,
        document_sha: _,
    } = new;
    Verification {
        case: case_id,
        is_ours,
        party,
        issuer,
        number,
        state: Word::new(format!("verification.{}", state.as_str())),
        overdue,
        grounds,
        papers,
        declaration,
        items,
        due,
        opened_at,
        replies: replies.into_iter().map(said).collect(),
        acts,
    }
}

fn said(row: ReplyRow) -> Reply {
    let ReplyRow { new: NewReply { number: _, interim, items, note, due, signed_by, document_sha: _ }, at } = row;
    let items = items.into_iter().filter_map(|(item, word)| Some((item, ItemReply::parse(&word)?))).collect();
    Reply { interim, items, note, due, signed_by, at }
}
