//! Who answers a question how a certificate stands when nobody can at once? This gateway keeps it, asks the gateway of the
//! issuing body until that one tells, and puts its signed word into the asker's own box as `co.queryAnswer`. It never gives
//! up; a question that came by PUT and one that a pull left behind are answered alike.

mod own;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use tamga_courier::Pull;
use tamga_formats::{Limits, co_xml};
use tamga_origin::{InquiryBody, Timestamp};
use tamga_protocol::{
    Attachment, BusinessKey, CertificateStanding, DocumentPart, Envelope, Kind, Links, PulledCertificate, QueuedQuery,
    StatusClaims,
};
use tamga_seal::digest::{sha256, sha256_hex};
use tokio::task::JoinSet;
use uuid::Uuid;

pub(crate) use self::own::registration;
use self::own::{Message, OWN, take};
use crate::books::questions::{self, Question};
use crate::books::{change, look, steps, uploads};
use crate::http::pull::{here, road_to};
use crate::ledger::{Client, Known, LedgerError, Onward};
use crate::room::Room;

/// How long another gateway may take to tell.
pub(crate) const PATIENCE: Duration = Duration::from_secs(10);
/// Questions asked at the same time.
const AT_ONCE: usize = 8;
/// The longest sleep: questions that another node took are seen within it.
const TICK: Duration = Duration::from_secs(30);
/// The first pause after nobody told, and the longest one, in milliseconds.
const PAUSES: (i64, i64) = (5_000, 900_000);
/// Media type of a signed statement.
const STATEMENT: &str = "application/jose";

/// The document of a question that a pull left behind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Left {
    issuer: String,
    co_number: String,
    issue_day: String,
    reason: String,
    declaration: String,
    /// Who asked.
    client: String,
}

impl Left {
    fn of(pull: &Pull, client: &str) -> Self {
        let Pull { issuer, co_number, issue_day, reason, declaration } = pull.clone();
        Self { issuer, co_number, issue_day, reason, declaration, client: client.to_owned() }
    }

    fn into_pull(self) -> (Pull, String) {
        let Self { issuer, co_number, issue_day, reason, declaration, client } = self;
        (Pull { issuer, co_number, issue_day, reason, declaration }, client)
    }
}

/// Keeps a question that could not be answered at once; the same one again is the same one.
pub(crate) fn keep(room: &Room, pull: &Pull, client: &Client) -> Result<QueuedQuery, LedgerError> {
    let left = Left::of(pull, &client.id);
    let waiting = look(room.ledger.as_ref(), |records| questions::waiting(records, u32::MAX))?;
    let same = waiting.iter().find(|known| known.client == OWN && read_left(known).is_ok_and(|known| known == left));
    let id = match same {
        Some(known) => known.id,
        None => hand_over(room, &left, room.chance.id())?,
    };
    Ok(QueuedQuery { submission_id: id, links: Links { own: format!("/v1/submissions/{id}") } })
}

fn hand_over(room: &Room, left: &Left, id: Uuid) -> Result<Uuid, LedgerError> {
    let wrong = |error: serde_json::Error| LedgerError::Row(error.to_string());
    let document = serde_json::to_vec(left).map_err(wrong)?;
    let key = |number| BusinessKey::Query {
        party: room.config.id.clone(),
        issuer: left.issuer.clone(),
        co_number: left.co_number.clone(),
        number,
    };
    let message = Message {
        id,
        kind: Kind::Query,
        agreement: "*",
        about: (&left.issuer, &left.co_number, 1),
        document: DocumentPart::inline(sha256_hex(&document), "application/json", &document),
        attachments: Vec::new(),
        answers: None,
        outcome: None,
        onward: Onward::Ask,
    };
    take(room, &message, "query", &key)?;
    room.questions.notify_one();
    Ok(id)
}

/// Did this client ask it by a pull? Then it may look where it stands.
pub(crate) fn was_asked_by(room: &Room, id: Uuid, client: &str) -> Result<bool, LedgerError> {
    let found = look(room.ledger.as_ref(), |records| questions::of_client(records, id, OWN))?;
    found.map_or(Ok(false), |question| Ok(read_left(&question)?.client == client))
}

fn read_left(question: &Question) -> Result<Left, LedgerError> {
    let envelope = Envelope::read(&question.envelope).map_err(|error| LedgerError::Row(error.to_string()))?;
    let bytes = envelope.document.bytes().map_err(|error| LedgerError::Row(error.to_string()))?;
    serde_json::from_slice(&bytes.unwrap_or_default()).map_err(|error| LedgerError::Row(error.to_string()))
}

/// What a question asks, who asked it, and for which agreement.
fn read(room: &Room, question: &Question) -> Result<(Pull, String, String), LedgerError> {
    let wrong = |error: &dyn std::fmt::Display| LedgerError::Row(error.to_string());
    let envelope = Envelope::read(&question.envelope).map_err(|error| wrong(&error))?;
    if question.client == OWN {
        let (pull, client) = read_left(question)?.into_pull();
        return Ok((pull, client, envelope.agreement));
    }
    let document = match envelope.document.bytes().map_err(|error| wrong(&error))? {
        Some(bytes) => bytes,
        None => {
            let sha256 = &envelope.document.sha256;
            let sent = look(room.ledger.as_ref(), |records| uploads::sent(records, &question.client, sha256))?;
            sent.ok_or_else(|| wrong(&"a document that was sent by itself"))?
        }
    };
    let gated = co_xml::gate(&document, &Limits::default()).map_err(|error| wrong(&error))?;
    let inquiry = co_xml::read_inquiry(&gated).map_err(|error| wrong(&error))?.value;
    let InquiryBody::Query(query) = inquiry.body else { return Err(wrong(&"no question")) };
    let pull = Pull {
        issuer: inquiry.issuer,
        co_number: crate::text::nfc(&inquiry.co_number).into_owned(),
        issue_day: query.issue_day.to_string(),
        reason: query.reason,
        declaration: query.declaration,
    };
    Ok((pull, question.client.clone(), envelope.agreement))
}

/// What is remembered between turns: when a question is asked again, and how often nobody told.
#[derive(Debug, Default)]
pub(crate) struct Asking {
    later: HashMap<Uuid, (Timestamp, u32)>,
}

impl Asking {
    /// Asks until the gateway closes.
    pub(crate) async fn run(mut self, room: Room) {
        let mut ears = room.wake.ears();
        while !ears.is_closing() {
            ears.heard();
            let rest = self.pass(&room).await;
            let asked = room.questions.notified();
            tokio::pin!(asked);
            let until = tokio::time::Instant::now() + rest;
            loop {
                tokio::select! {
                    () = &mut asked => break,
                    _ = ears.wait_until(until) => {}
                }
                ears.heard();
                if ears.is_closing() || tokio::time::Instant::now() >= until {
                    break;
                }
            }
        }
    }

    /// Asks whatever is due now; answers how long there is nothing to do.
    pub(crate) async fn pass(&mut self, room: &Room) -> Duration {
        let books = room.clone();
        let found = on_disk(move || look(books.ledger.as_ref(), |records| questions::waiting(records, u32::MAX))).await;
        let waiting = match found {
            Ok(waiting) => waiting,
            Err(error) => {
                tracing::error!(%error, "the questions that wait cannot be read");
                return TICK;
            }
        };
        let ids: HashSet<Uuid> = waiting.iter().map(|question| question.id).collect();
        self.later.retain(|id, _| ids.contains(id));
        let now = room.clock.now();
        let is_due = |question: &Question| self.later.get(&question.id).is_none_or(|(at, _)| *at <= now);
        let due: Vec<Question> = waiting.into_iter().filter(is_due).collect();
        // Where nobody tells about one certificate of a body, nobody is asked about its others in the same turn.
        let mut silent: HashSet<String> = HashSet::new();
        for some in due.chunks(AT_ONCE) {
            let mut asked = JoinSet::new();
            for question in some.iter().cloned() {
                let issuer = Envelope::read(&question.envelope).map(|envelope| envelope.issuer).unwrap_or_default();
                if silent.contains(&issuer) {
                    self.put_off(room, question.id, "nobody tells about this body now");
                    continue;
                }
                let room = room.clone();
                asked.spawn(async move { (question.id, issuer, settle(&room, question).await) });
            }
            while let Some(ended) = asked.join_next().await {
                match ended {
                    Ok((id, _, Ok(()))) => {
                        self.later.remove(&id);
                        room.wake.ring();
                    }
                    Ok((id, issuer, Err(why))) => {
                        self.put_off(room, id, &why);
                        silent.insert(issuer);
                    }
                    Err(error) => tracing::error!(%error, "asking ended in a panic"),
                }
            }
        }
        let now = room.clock.now();
        let next = self.later.values().map(|(at, _)| at.millis().saturating_sub(now.millis()).max(10)).min();
        next.and_then(|millis| u64::try_from(millis).ok())
            .map_or(TICK, |millis| Duration::from_millis(millis).min(TICK))
    }

    fn put_off(&mut self, room: &Room, id: Uuid, why: &str) {
        let failures = self.later.get(&id).map_or(0, |(_, failures)| *failures);
        tracing::warn!(question = %id, failures, why, "nobody tells yet how a certificate stands");
        let (first, longest) = PAUSES;
        let pause = first.saturating_mul(1_i64 << failures.min(16)).min(longest);
        self.later.insert(id, (room.clock.now().plus_millis(pause), failures.saturating_add(1)));
    }
}

/// Asks one question and hands over what is said.
async fn settle(room: &Room, question: Question) -> Result<(), String> {
    let (books, asked) = (room.clone(), question.clone());
    let read = on_disk(move || read(&books, &asked)).await;
    let (pull, asker, agreement) = read.map_err(|error| error.to_string())?;
    let pulled = match road_to(room, &pull.issuer) {
        Some(road) => match tokio::time::timeout(PATIENCE, road.pull(&pull)).await {
            Ok(Ok(pulled)) => pulled,
            Ok(Err(fault)) => return Err(fault.to_string()),
            Err(_) => return Err("no answer in time".to_owned()),
        },
        None => {
            let (books, pull) = (room.clone(), pull.clone());
            on_disk(move || here(&books, &pull)).await.map_err(|error| error.to_string())?
        }
    };
    let room = room.clone();
    let told = on_disk(move || answer(&room, &question, &pull, &asker, &agreement, pulled));
    told.await.map_err(|error| error.to_string())
}

/// Puts the word on a certificate into the asker's box; what another node did meanwhile is not done again.
fn answer(
    room: &Room,
    question: &Question,
    pull: &Pull,
    asker: &str,
    agreement: &str,
    pulled: PulledCertificate,
) -> Result<(), LedgerError> {
    let PulledCertificate { document, statement } = pulled;
    let claims = claims(&statement)?;
    let id = answer_id(question.id);
    if room.ledger.known(id)? != Known::New {
        return Ok(());
    }
    let found = claims.status != CertificateStanding::Unknown;
    if question.client != OWN {
        // What a pull left behind was noted when it was asked.
        let reason = match pull.declaration.as_str() {
            "" => pull.reason.clone(),
            declaration => format!("{} [{declaration}]", pull.reason),
        };
        let (about, now) = ((pull.issuer.as_str(), pull.co_number.as_str()), room.clock.now());
        change(room.ledger.as_ref(), |records| steps::log(records, asker, about, &reason, found, now))?;
    }
    let key = |number| BusinessKey::QueryAnswer {
        party: room.config.id.clone(),
        issuer: pull.issuer.clone(),
        co_number: pull.co_number.clone(),
        number,
    };
    // What is too large to come inline is read by its digest at the gateway that has it.
    let inline = document.filter(|part| part.content.is_some());
    let message = Message {
        id,
        kind: Kind::QueryAnswer,
        agreement,
        about: (&pull.issuer, &pull.co_number, claims.revision.max(1)),
        document: DocumentPart::inline(sha256_hex(statement.as_bytes()), STATEMENT, statement.as_bytes()),
        attachments: inline.map(|part| Attachment { name: "certificate.xml".to_owned(), part }).into_iter().collect(),
        answers: Some(question.id),
        outcome: Some(word(claims.status)),
        onward: Onward::Asker { query: question.id, client: asker.to_owned() },
    };
    take(room, &message, "queryAnswer", &key)
}

/// The id of the answer to a question: the same on every node, so that there is one.
fn answer_id(question: Uuid) -> Uuid {
    let digest = sha256(format!("co.queryAnswer {question}").as_bytes());
    let mut id = [0; 16];
    id.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

/// What a statement says, whose signature was checked when it came.
fn claims(statement: &str) -> Result<StatusClaims, LedgerError> {
    let payload = statement.split('.').nth(1).and_then(|part| URL_SAFE_NO_PAD.decode(part).ok());
    let claims = payload.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    claims.ok_or_else(|| LedgerError::Row("a statement that cannot be read".to_owned()))
}

fn word(status: CertificateStanding) -> String {
    match status {
        CertificateStanding::Valid => "valid",
        CertificateStanding::Suspended => "suspended",
        CertificateStanding::Replaced => "replaced",
        CertificateStanding::Cancelled => "cancelled",
        CertificateStanding::Unknown => "unknown",
    }
    .to_owned()
}

async fn on_disk<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, LedgerError> + Send + 'static,
) -> Result<T, LedgerError> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(LedgerError::Row(format!("a panic: {error}"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_has_one_answer_id_and_no_other_question_has_it() {
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert_eq!(answer_id(one), answer_id(one));
        assert_ne!(answer_id(one), answer_id(other));
        assert_ne!(answer_id(one), one);
    }
}
