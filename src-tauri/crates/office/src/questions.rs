//! How does a certificate of others stand? The border desk asks (`co.query`), with a line or without: the question is
//! queued, this country's gateway asks the one of the issuing body, and its signed word comes back through the inbox.

use tamga_origin::{Date, Inquiry, InquiryBody, Query, Timestamp};
use tamga_protocol::{CertificateStanding, Envelope, Kind, StatusClaims};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Evidence, Typ};
use tamga_store::{Advance, InboxRow, NewEvidence, NewQuestion, NewStatement, QuestionAnswer, QuestionRow};
use uuid::Uuid;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::inbox::ReceiveReport;
use crate::inquire::{self, DECLARATION, NEEDED, NUMBER, Outgoing};
use crate::office::Office;
use crate::page::{Rows, Window};
use crate::word::Word;

/// Counts this party's questions.
const COUNTER: &str = "query";

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AskedQuestion {
    /// Issuing body, its code in the trust list.
    pub issuer: String,
    /// Certificate number as printed.
    pub number: String,
    /// Day of issue as printed.
    pub issue_day: Date,
    /// Why it is asked, 1 to 500 characters; kept at the gateways with who asked.
    pub reason: String,
    /// Import declaration, or empty.
    pub declaration: String,
}

/// The word of a gateway on a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// `standing.valid`, `standing.suspended`, `standing.replaced`, `standing.cancelled`, `standing.unknown`.
    pub word: Word,
    /// Number that stands for it, or empty.
    pub successor: String,
    /// Gateway whose word it is.
    pub signer: String,
    /// Up to when that is known.
    pub as_of: Timestamp,
    /// Did the certificate come along? Then it stands in the register.
    pub came_along: bool,
}

/// A question and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The submission that carries it.
    pub submission_id: Uuid,
    /// What was asked.
    pub asked: AskedQuestion,
    /// When.
    pub asked_at: Timestamp,
    /// `question.queued` (not handed over yet), `question.stopped` (a person has to look at the outbox),
    /// `question.waiting`, `question.answered`, `question.refused`.
    pub state: Word,
    /// The answer.
    pub standing: Option<Standing>,
    /// When it came.
    pub answered_at: Option<Timestamp>,
}

impl Office {
    /// Asks how a certificate stands. The same question again, while it waits, is the same question.
    ///
    /// # Errors
    /// An entry that is missing or too long, an issuing body that the trust list does not name, no partner that can be
    /// asked for its country, no key to sign with.
    pub fn ask_question(&self, asked: &AskedQuestion) -> Result<Uuid, OfficeError> {
        self.must_receive()?;
        let number = inquire::words(&asked.number, NUMBER, "question_entry.number")?;
        let declaration = inquire::words(&asked.declaration, DECLARATION, "question_entry.declaration")?;
        let reason = inquire::words(&asked.reason, NEEDED, "question_entry.reason")?;
        let country = self.country_of(&asked.issuer).ok_or(OfficeError::Entry("question_entry.issuer"))?;
        let waiting = self.read(|reader| Ok(reader.questions_waiting(&asked.issuer, &number)?))?;
        let same = |row: &&QuestionRow| {
            row.issue_day == asked.issue_day && row.reason == reason && row.declaration == declaration
        };
        if let Some(row) = waiting.iter().find(same) {
            return uuid_of(row);
        }
        if self.partner().is_none() {
            return Err(OfficeError::NoPartner);
        }
        let way = self.way_to_ask(&Kind::Query, &country);
        let (route, agreement) = way.ok_or(OfficeError::Entry("question_entry.no_way"))?;
        if !self.can_answer()? {
            return Err(OfficeError::AnswerKeyMissing);
        }
        let submission = self.write(|tx| {
            let inquiry = Inquiry {
                document_id: self.surroundings().uuid()?.simple().to_string(),
                number: tx.counter_next(COUNTER)?,
                from: self.sender().to_owned(),
                issuer: asked.issuer.clone(),
                co_number: number.clone(),
                revision: 1,
                body: InquiryBody::Query(Query {
                    issue_day: asked.issue_day,
                    reason: reason.clone(),
                    declaration: declaration.clone(),
                }),
                at: tx.now().to_seconds(),
            };
            let sealed = self.with_answer_key(|key| inquire::seal(self, &inquiry, key))?;
            let out = Outgoing {
                kind: Kind::Query,
                route: &route,
                agreement: &agreement,
                country: &country,
                item_id: None,
                inquiry,
                sealed,
            };
            let submission = inquire::queue(self, tx, &out)?;
            tx.question_add(&NewQuestion {
                submission_id: submission.to_string(),
                issuer: asked.issuer.clone(),
                number: number.clone(),
                issue_day: asked.issue_day,
                reason: reason.clone(),
                declaration: declaration.clone(),
            })?;
            tx.journal_add("question.asked", &number, &[("number", &number), ("issuer", &asked.issuer)])?;
            Ok(submission)
        })?;
        self.wake.notify_one();
        self.changed(&[Tag::Received, Tag::Outbox, Tag::Journal, Tag::App]);
        Ok(submission)
    }

    /// Questions and their answers, the newest first.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn questions(&self, window: Window) -> Result<Rows<Question>, OfficeError> {
        self.read(|reader| {
            let page = reader.questions(window.store())?;
            let read = |row: QuestionRow| {
                let state = reader.outbox_row(&row.submission_id)?.state;
                question(row, &state)
            };
            let rows = page.rows.into_iter().map(read).collect::<Result<_, OfficeError>>()?;
            Ok(Rows { rows, total: page.total, offset: window.offset })
        })
    }
}

fn uuid_of(row: &QuestionRow) -> Result<Uuid, OfficeError> {
    Uuid::parse_str(&row.submission_id).map_err(|_| OfficeError::Senseless("a submission without an id"))
}

fn question(row: QuestionRow, state: &str) -> Result<Question, OfficeError> {
    let submission_id = uuid_of(&row)?;
    let QuestionRow { issuer, number, issue_day, reason, declaration, asked_at, answer, answered_at, .. } = row;
    let word = match (&answer, state) {
        (Some(_), _) => "question.answered",
        (None, "rejected" | "abandoned" | "conflict") => "question.refused",
        (None, "accepted" | "delivered" | "answered") => "question.waiting",
        (None, "blocked") => "question.stopped",
        (None, _) => "question.queued",
    };
    let standing = answer.map(|answer| {
        let QuestionAnswer { status, revision: _, successor, signer, as_of, statement_sha: _, document_sha } = answer;
        let word = Word::new(format!("standing.{status}"));
        Standing { word, successor, signer, as_of, came_along: document_sha.is_some() }
    });
    Ok(Question {
        submission_id,
        asked: AskedQuestion { issuer, number, issue_day, reason, declaration },
        asked_at,
        state: Word::new(word),
        standing,
        answered_at,
    })
}

/// An answer to a question. Only a word that a gateway of the issuing body's country signed counts; any other is kept and
/// changes nothing.
pub(crate) fn answered(
    office: &Office,
    row: &InboxRow,
    envelope: &Envelope,
    bytes: &[u8],
    report: &mut ReceiveReport,
) -> Result<(), OfficeError> {
    office.must_receive()?;
    let reply = envelope.in_reply_to.as_ref().ok_or(OfficeError::Senseless("an answer to no question"))?;
    let asked = office.read(|reader| Ok(reader.question_of(&reply.item_id.to_string())?))?;
    let (claims, statement) = match (believed(office, bytes), &asked) {
        (Ok(claims), Some(asked)) if speaks_of(&claims, asked) => (claims, bytes),
        (Ok(_), _) => return set_apart(office, row, envelope, bytes, "answer.other_certificate"),
        (Err(code), _) => return set_apart(office, row, envelope, bytes, code),
    };
    let document = document(envelope, &claims)?;
    let examined = document.as_ref().map(|bytes| {
        let arrival = [Evidence::arrival(office.now())];
        office.with_eyes(|eyes| eyes.look(bytes, &arrival, &[]))
    });
    let kept = match (&document, &examined) {
        (Some(bytes), Some(examined)) if examined.certificate().is_some() => {
            office.keep_file(bytes, examined, "pull")?;
            Some(sha256_hex(bytes))
        }
        _ => None,
    };
    let as_of = Timestamp::parse_rfc3339(&claims.as_of).ok_or(OfficeError::Senseless("a word without a time"))?;
    let statement_sha = sha256_hex(statement);
    let status = status_word(claims.status);
    let said = serde_json::json!({ "from": claims.iss, "number": envelope.number.unwrap_or(0), "outcome": status });
    office.write_as_worker(|tx| {
        tx.document_keep(statement, &envelope.document.media_type)?;
        let proof = NewEvidence {
            kind: "answer".to_owned(),
            signer: claims.iss.clone(),
            raw: statement.to_vec(),
            claims: said.to_string(),
            at: as_of,
        };
        let to = Advance::Answered { outcome: "answered".to_owned(), number: envelope.number.unwrap_or(1) };
        tx.outbox_advance(&reply.item_id.to_string(), &to, &proof)?;
        tx.question_answer(
            &reply.item_id.to_string(),
            &QuestionAnswer {
                status: status.to_owned(),
                revision: claims.revision,
                successor: claims.successor.clone().unwrap_or_default(),
                signer: claims.iss.clone(),
                as_of,
                statement_sha: statement_sha.clone(),
                document_sha: kept.clone(),
            },
        )?;
        if matches!(
            claims.status,
            CertificateStanding::Suspended | CertificateStanding::Replaced | CertificateStanding::Cancelled
        ) {
            // It speaks of the newest step, as a statement under the next revision of the number would.
            tx.statement_add(&NewStatement {
                issuer: claims.issuer.clone(),
                number: claims.co_number.clone(),
                revision: claims.revision.saturating_add(1),
                status: status.to_owned(),
                reason: String::new(),
                successor: claims.successor.clone().unwrap_or_default(),
                effective_at: as_of,
                document_sha: statement_sha.clone(),
            })?;
        }
        tx.inbox_stored(&row.item_id)?;
        let number = claims.co_number.as_str();
        tx.journal_add("question.answered", number, &[("number", number), ("status", status), ("from", &claims.iss)])?;
        Ok(())
    })?;
    report.answers += 1;
    Ok(())
}

/// What a signed word says, when a gateway of the body's country gave it; else the code of what stands against it.
fn believed(office: &Office, bytes: &[u8]) -> Result<StatusClaims, &'static str> {
    let statement = std::str::from_utf8(bytes).map_err(|_| "reply.no_statement")?;
    let issuer = crate::receipts::issuer_of(statement).ok_or("reply.no_statement")?;
    let payload = office.statement_of(&issuer, Typ::Status.word(), statement).map_err(|_| "reply.not_signed")?;
    let claims: StatusClaims = serde_json::from_slice(&payload).map_err(|_| "reply.no_statement")?;
    let country = office.country_of(&claims.issuer).ok_or("trust.issuer_unknown")?;
    let is_theirs = claims.iss == issuer && office.is_gateway_of(&issuer, &country);
    if is_theirs { Ok(claims) } else { Err("reply.other_gateway") }
}

fn speaks_of(claims: &StatusClaims, asked: &QuestionRow) -> bool {
    claims.issuer == asked.issuer && claims.co_number == asked.number
}

/// The certificate that came along, when it is the one the word speaks of.
fn document(envelope: &Envelope, claims: &StatusClaims) -> Result<Option<Vec<u8>>, OfficeError> {
    let Some(digest) = &claims.dig else { return Ok(None) };
    let part = envelope.attachments.iter().find(|paper| paper.part.sha256 == *digest);
    let bytes = part.map(|paper| paper.part.bytes()).transpose()?.flatten();
    Ok(bytes.filter(|bytes| sha256_hex(bytes) == *digest))
}

fn set_apart(office: &Office, row: &InboxRow, envelope: &Envelope, bytes: &[u8], why: &str) -> Result<(), OfficeError> {
    let number = envelope.co_number.as_str();
    office.write_as_worker(|tx| {
        tx.document_keep(bytes, &envelope.document.media_type)?;
        tx.inbox_stored(&row.item_id)?;
        tx.journal_add("answer.quarantined", number, &[("number", number), ("reasons", why)])?;
        Ok(())
    })
}

fn status_word(status: CertificateStanding) -> &'static str {
    match status {
        CertificateStanding::Valid => "valid",
        CertificateStanding::Suspended => "suspended",
        CertificateStanding::Replaced => "replaced",
        CertificateStanding::Cancelled => "cancelled",
        CertificateStanding::Unknown => "unknown",
    }
}
