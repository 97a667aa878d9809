//! Twenty things that can be wrong with one submission while all others are well: the bytes here, the gateway's own work
//! on it, its signed word, and whatever stands in between.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use rusqlite::Connection;
use tamga_courier::{Answering, Class, Fault, Line, LineAnswer, LineRequest, Scope};
use tamga_protocol::{Problem, ProblemType, Retry, headers, limits};
use tamga_seal::digest::{sha256, sha256_hex};

use crate::lanes::Lanes;
use crate::net::Net;

/// What an exchange takes there and back, in milliseconds.
const WAY: i64 = 50;
/// How long an answer is waited for.
const TIMEOUT: i64 = 30_000;

/// What is wrong with a submission.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ill {
    /// A bit of the frozen envelope turned.
    Damaged,
    /// The frozen bytes are no envelope.
    NoEnvelope,
    /// A member of it is missing.
    Incomplete,
    /// It is larger than any envelope may be.
    TooLarge,
    /// The gateway fails at it with this status, and says this about trying again.
    Fails(u16, &'static str),
    /// The same without a trace.
    FailsSilently,
    /// The gateway's receipt has a signature that does not hold.
    BadSignature,
    /// The receipt is another submission's.
    OtherReceipt,
    /// The receipt is no signed statement.
    NoReceipt,
    /// A refusal without a signature.
    UnsignedRefusal,
    /// A page of somebody in between.
    Page(u16),
    /// The answer's digest is wrong.
    WrongDigest,
    /// The connection ends in the middle.
    Cut,
    /// No answer ever comes.
    Hangs,
    /// No connection.
    Refused,
}

pub const ILLS: [Ill; 20] = [
    Ill::Damaged,
    Ill::NoEnvelope,
    Ill::Incomplete,
    Ill::TooLarge,
    Ill::Fails(500, "after"),
    Ill::Fails(500, "same"),
    Ill::Fails(501, "after"),
    Ill::Fails(502, "after"),
    Ill::Fails(504, "after"),
    Ill::Fails(507, "after"),
    Ill::FailsSilently,
    Ill::BadSignature,
    Ill::OtherReceipt,
    Ill::NoReceipt,
    Ill::UnsignedRefusal,
    Ill::Page(403),
    Ill::WrongDigest,
    Ill::Cut,
    Ill::Hangs,
    Ill::Refused,
];

impl Ill {
    /// Is it the bytes here, so that nothing of it ever leaves?
    pub fn is_local(self) -> bool {
        matches!(self, Self::Damaged | Self::NoEnvelope | Self::Incomplete | Self::TooLarge)
    }

    /// The words that people see in the end: state, and what to do.
    pub fn shown(self) -> [&'static str; 2] {
        match self {
            Self::Damaged | Self::NoEnvelope | Self::Incomplete | Self::TooLarge => {
                ["delivery.needs_you", "now.poison"]
            }
            Self::Fails(..) => ["delivery.suspect", "now.suspect"],
            Self::FailsSilently | Self::BadSignature | Self::OtherReceipt | Self::NoReceipt | Self::UnsignedRefusal => {
                ["delivery.suspect", "now.suspect_untraced"]
            }
            // Whatever stands in between may do the same to others: the road is asked for.
            Self::Page(_) | Self::WrongDigest | Self::Cut | Self::Hangs => ["delivery.unknown", "now.ask_again"],
            Self::Refused => ["delivery.waiting", "now.wait"],
        }
    }
}

/// Does to the frozen bytes of a closed office what a disk or another program did.
pub fn damage(database: &Path, submission: &str, ill: Ill) {
    let conn = Connection::open(database).unwrap();
    let ask = |sql: &str| conn.query_row(sql, [], |row| row.get::<_, String>(0)).unwrap();
    let trigger = ask("SELECT sql FROM sqlite_schema WHERE name = 'outbox_is_frozen'");
    let frozen: Vec<u8> =
        conn.query_row("SELECT env FROM outbox WHERE submission_id = ?1", [submission], |row| row.get(0)).unwrap();
    let (bytes, sha256) = match ill {
        Ill::Damaged => {
            let sha256 = sha256_hex(&frozen);
            let mut bytes = frozen;
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            (bytes, sha256)
        }
        Ill::NoEnvelope => (b"no envelope".to_vec(), sha256_hex(b"no envelope")),
        Ill::Incomplete => {
            let mut envelope: serde_json::Value = serde_json::from_slice(&frozen).unwrap();
            envelope.as_object_mut().unwrap().remove("issuer").unwrap();
            let bytes = serde_json::to_vec(&envelope).unwrap();
            let sha256 = sha256_hex(&bytes);
            (bytes, sha256)
        }
        Ill::TooLarge => {
            let mut bytes = frozen;
            bytes.resize(limits::ENVELOPE + 1, b' ');
            let sha256 = sha256_hex(&bytes);
            (bytes, sha256)
        }
        _ => return,
    };
    conn.execute_batch("DROP TRIGGER outbox_is_frozen").unwrap();
    let changed = conn
        .execute("UPDATE outbox SET env = ?2, env_sha = ?3 WHERE submission_id = ?1", (submission, bytes, sha256))
        .unwrap();
    assert_eq!(changed, 1);
    conn.execute_batch(&trigger).unwrap();
}

/// A line on which exchanges take their time, several beside each other, and some submissions fare ill.
pub struct IllLine {
    pub net: Arc<Net>,
    pub to: String,
    pub lanes: Arc<Lanes>,
    pub ills: Mutex<BTreeMap<String, Ill>>,
    /// The last receipt that the gateway gave.
    pub receipt: Mutex<String>,
}

impl Line for IllLine {
    fn exchange(&self, request: LineRequest) -> Answering<'_, Result<LineAnswer, Fault>> {
        Box::pin(self.answer(request))
    }
}

impl IllLine {
    async fn answer(&self, request: LineRequest) -> Result<LineAnswer, Fault> {
        let ill =
            request.path.strip_prefix("/v1/submissions/").and_then(|id| self.ills.lock().unwrap().get(id).copied());
        self.lanes.pass(WAY).await;
        let ill = match ill {
            None => None,
            Some(Ill::Refused) => return Err(Fault::seen(Scope::Route, Class::Network, false, "no connection")),
            Some(Ill::Hangs) => {
                self.lanes.pass(TIMEOUT).await;
                return Err(Fault::seen(Scope::Route, Class::Timeout, true, "no answer in time"));
            }
            Some(Ill::Fails(status, retry)) => {
                self.lanes.pass(WAY).await;
                return Ok(self.fails(status, retry, "4bf92f3577b34da6"));
            }
            Some(Ill::FailsSilently) => {
                self.lanes.pass(WAY).await;
                return Ok(self.fails(500, "after", ""));
            }
            Some(Ill::UnsignedRefusal) => {
                self.lanes.pass(WAY).await;
                return Ok(self.fails(422, "never", ""));
            }
            Some(Ill::Page(status)) => {
                self.lanes.pass(WAY).await;
                return Ok(crate::net::page(status));
            }
            other => other,
        };
        let answer = self.lanes.work(self.net.deliver(&self.to, request)).await;
        let answer = answer.ok_or_else(|| Fault::seen(Scope::Route, Class::Timeout, true, "no answer in time"))?;
        self.lanes.pass(WAY).await;
        self.spoilt(answer, ill)
    }

    fn spoilt(&self, mut answer: LineAnswer, ill: Option<Ill>) -> Result<LineAnswer, Fault> {
        let Some(ill) = ill else {
            if let Some(receipt) = receipt(&answer) {
                *self.receipt.lock().unwrap() = receipt;
            }
            return Ok(answer);
        };
        let changed = match ill {
            Ill::Cut => return Err(Fault::seen(Scope::Route, Class::CutShort, true, "the answer ended early")),
            Ill::WrongDigest => {
                answer.body.push(b' ');
                return Ok(answer);
            }
            Ill::NoReceipt => "no receipt".to_owned(),
            Ill::OtherReceipt => self.receipt.lock().unwrap().clone(),
            Ill::BadSignature => {
                let mut receipt = receipt(&answer).expect("it was taken");
                let last = receipt.pop().unwrap();
                let before = receipt.pop().unwrap();
                receipt.extend([if before == 'A' { 'B' } else { 'A' }, last]);
                receipt
            }
            other => unreachable!("{other:?} was answered before"),
        };
        let mut said: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
        said["receipt"] = changed.into();
        answer.body = serde_json::to_vec(&said).unwrap();
        Ok(self.marked(answer.status, headers::JSON, answer.body))
    }

    /// The gateway's own answer that it failed, as it would be proven.
    fn fails(&self, status: u16, retry: &str, trace: &str) -> LineAnswer {
        let retry: Retry = serde_json::from_value(retry.into()).unwrap();
        let problem = Problem {
            problem_type: match retry {
                Retry::Never => ProblemType::InvalidDocument,
                _ => ProblemType::Other("internal".to_owned()),
            },
            title: "It failed".to_owned(),
            status,
            detail: None,
            retry,
            retry_after: None,
            original: None,
            violations: Vec::new(),
            refusal: None,
            oldest_available: None,
            server_time: "2026-05-12T08:00:00Z".to_owned(),
            trace: trace.to_owned(),
        };
        self.marked(status, headers::PROBLEM_JSON, serde_json::to_vec(&problem).unwrap())
    }

    fn marked(&self, status: u16, media_type: &str, body: Vec<u8>) -> LineAnswer {
        let fields = vec![
            (headers::GATEWAY_ID.to_owned(), self.to.clone()),
            ("content-type".to_owned(), media_type.to_owned()),
            (headers::CONTENT_DIGEST.to_owned(), headers::content_digest(&sha256(&body))),
        ];
        LineAnswer { status, fields, body }
    }
}

fn receipt(answer: &LineAnswer) -> Option<String> {
    let said: serde_json::Value = serde_json::from_slice(&answer.body).ok()?;
    said["receipt"].as_str().map(str::to_owned)
}
