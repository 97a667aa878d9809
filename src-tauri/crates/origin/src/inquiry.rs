//! What do customs and the issuing side ask each other about one certificate? How it stands (`query`), whether it was
//! rightly issued (`verify`), and what is said to that, in the end or for the time being (`dataset.md` section 4). What a
//! case may do next is in `states::verification`; how a certificate stands is said by a gateway's statement.

use crate::states::ItemReply;
use crate::time::{Date, Timestamp};

/// A signed question or reply about a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inquiry {
    /// UUID of this document as 32 hex digits.
    pub document_id: String,
    /// Running number of this party's questions, or of its replies; each kind counts by itself.
    pub number: u64,
    /// Party that asks or replies, as the trust list names it.
    pub from: String,
    /// Issuing body of the certificate.
    pub issuer: String,
    /// Certificate number (WCO D014).
    pub co_number: String,
    /// Revision it is about; 1 where it is not known.
    pub revision: u32,
    /// What is asked or said.
    pub body: InquiryBody,
    /// When.
    pub at: Timestamp,
}

/// What is asked or said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InquiryBody {
    /// How does the certificate stand? (1225 code 13)
    Query(Query),
    /// Was it rightly issued? (1225 code 64)
    Verify(VerificationRequest),
    /// What the issuing side says to that. (1225 code 11)
    Reply(VerificationReply),
}

/// How does a certificate stand?
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// Day it was issued (WCO D011); a wrong one is answered like an unknown number.
    pub issue_day: Date,
    /// Why it is asked, 1 to 500 characters.
    pub reason: String,
    /// Import declaration, or empty.
    pub declaration: String,
}

/// A request to verify a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationRequest {
    /// The case, the same on both sides: UUID as 32 hex digits (WCO D026).
    pub case: String,
    /// Why customs doubts, 1 to 500 characters (WCO 225).
    pub grounds: String,
    /// Goods items asked about, at least one (WCO 006).
    pub items: Vec<u32>,
    /// Papers that are wanted, in words; may be empty.
    pub papers: String,
    /// The day a reply is due (WCO 264).
    pub due: Date,
    /// Import declaration, or empty.
    pub declaration: String,
}

/// What the issuing side says to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerificationReply {
    /// The case that is replied to.
    pub case: String,
    /// Is it said for the time being only, because time or papers are needed?
    pub interim: bool,
    /// What is said of each item; empty for an interim reply.
    pub items: Vec<(u32, ItemReply)>,
    /// Words of the officer, at most 500 characters.
    pub note: String,
    /// The new day a reply is hoped for, in an interim one.
    pub due: Option<Date>,
}

impl InquiryBody {
    /// The most characters of a reason, of grounds and of a note.
    pub const WORDS: usize = 500;
}
