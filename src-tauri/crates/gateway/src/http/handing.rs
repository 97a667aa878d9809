//! May a submission be taken, and what is its sender told? The answer table (2.7), row by row in its order: the same for
//! what comes over the line and for what comes on a stick.

use tamga_origin::Timestamp;
use tamga_protocol::{Problem, ProblemType};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::books::{change, uploads};
use crate::examine::{Stopped, examine};
use crate::forwarder::beside;
use crate::http::answer::Answer;
use crate::ledger::{Client, Closing, Custody, Incoming, Known, LedgerError, Onward, Taken};
use crate::problem::{Refused, original, plain};
use crate::room::{Room, unavailable};

/// What is handed in.
pub(crate) struct Parcel<'a> {
    /// Chosen by the sender.
    pub(crate) id: Uuid,
    /// The frozen envelope; none when it is larger than an envelope may be.
    pub(crate) bytes: Option<&'a [u8]>,
    /// Gateways it came through.
    pub(crate) hops: Vec<String>,
}

/// What is in custody.
pub(crate) struct Handed {
    /// Whether it was taken just now.
    pub(crate) is_new: bool,
    /// The submission, with its receipt.
    pub(crate) custody: Box<Custody>,
}

/// Takes a submission of a client; what is not a success is the answer its sender gets.
pub(crate) fn hand_in(room: &Room, client: &Client, parcel: Parcel<'_>) -> Result<Handed, Answer> {
    let Parcel { id, bytes, hops } = parcel;
    let _work = room.working.begin(id).ok_or_else(|| Answer::of(ProblemType::InProgress))?;
    let known = room.ledger.known(id).map_err(unavailable)?;
    let submission = Submission { room, client, id, env: bytes.map(sha256_hex), bytes };
    if let Some(handed) = submission.known(known)? {
        return Ok(handed);
    }
    let Some((bytes, env)) = bytes.zip(submission.env.clone()) else {
        let words = "larger than an envelope may be";
        return submission.refuse(Refused::at(ProblemType::TooLarge, "", "envelope.size", words).into_problem());
    };
    let now = room.clock.now();
    let sent = |sha256: &str| {
        change(room.ledger.as_ref(), |records| uploads::named(records, &client.id, sha256, now)).map_err(|error| {
            tracing::error!(%error, "a document that was sent by itself cannot be read");
            ProblemType::Unavailable
        })
    };
    let examined = match examine(bytes, client, &hops, &room.config, &room.standing(), &sent, now) {
        Ok(examined) => examined,
        Err(Stopped::Refused(refused)) => return submission.refuse(refused.into_problem()),
        Err(Stopped::NotTaken(problem, words)) => return Err(Answer::because(problem, words)),
    };
    let incoming = Incoming {
        id,
        client: client.clone(),
        bytes: bytes.to_vec(),
        env,
        envelope: examined.envelope,
        key: examined.key,
        outcome: examined.outcome,
        onward: examined.onward,
        paused: examined.paused,
        hops,
        at: now,
    };
    let sign = |place: &_| room.statements.receipt(&incoming, place);
    let handed = submission.taken(room.ledger.take(&incoming, &sign).map_err(unavailable)?)?;
    if incoming.onward == Onward::Ask {
        room.questions.notify_one();
    }
    Ok(handed)
}

/// One submission on its way through the table.
pub(crate) struct Submission<'a> {
    room: &'a Room,
    client: &'a Client,
    id: Uuid,
    /// Digest of the envelope, when it was read whole.
    env: Option<String>,
    /// The envelope, when it was read whole.
    bytes: Option<&'a [u8]>,
}

impl<'a> Submission<'a> {
    /// One whose envelope is not looked at.
    pub(crate) fn of(room: &'a Room, client: &'a Client, id: Uuid) -> Self {
        Self { room, client, id, env: None, bytes: None }
    }

    /// Rows 4 to 6; `None` for a new id.
    pub(crate) fn known(&self, known: Known) -> Result<Option<Handed>, Answer> {
        match known {
            Known::New => Ok(None),
            Known::Closed { client, mut problem, .. } => {
                if client != self.client.id {
                    problem.original = None;
                }
                Err(Answer::problem(*problem))
            }
            Known::Taken(custody) if self.is_own(&custody) && self.env.as_ref() == Some(&custody.env) => {
                self.room.ledger.repeated(self.id, self.room.clock.now()).map_err(unavailable)?;
                Ok(Some(Handed { is_new: false, custody }))
            }
            Known::Taken(custody) => {
                let problem = plain(ProblemType::SubmissionConflict);
                let original = self.is_own(&custody).then(|| original(&custody));
                let refusal = self.sign(&problem.problem_type, self.room.clock.now())?;
                Err(Answer::problem(Problem { original, refusal: Some(refusal), ..problem }))
            }
        }
    }

    /// Rows 9 to 14.
    fn taken(&self, taken: Taken) -> Result<Handed, Answer> {
        match taken {
            Taken::New(custody) => Ok(Handed { is_new: true, custody }),
            Taken::Duplicate(custody) => Ok(Handed { is_new: false, custody }),
            Taken::Known(known) => self.known(*known)?.ok_or_else(|| Answer::of(ProblemType::InProgress)),
            Taken::DeviceCloned => Err(Answer::of(ProblemType::DeviceCloned)),
            Taken::NumberInUse(first) => {
                let original = self.is_own(&first).then(|| original(&first));
                self.refuse(Problem { original, ..plain(ProblemType::CoNumberInUse) })
            }
            Taken::DependencyRejected => self.refuse(plain(ProblemType::DependencyRejected)),
            Taken::NothingToAnswer => {
                let words = "the certificate that is answered is not known here";
                let refused = Refused::at(ProblemType::InvalidEnvelope, "inReplyTo", "envelope.answer", words);
                self.refuse(refused.into_problem())
            }
        }
    }

    /// Row 8 and 11: signs the refusal, and closes the id with it.
    fn refuse(&self, problem: Problem) -> Result<Handed, Answer> {
        let at = self.room.clock.now();
        let refusal = self.sign(&problem.problem_type, at)?;
        let problem = Problem { refusal: Some(refusal), ..problem };
        let closing = Closing { id: self.id, client: &self.client.id, problem: &problem, statement: None, at };
        let closed = self.room.ledger.close(&closing, &self.room.statements.with_it(at)).map_err(unavailable)?;
        self.let_go();
        let is_open = || unavailable(LedgerError::Row("an id that was closed is not".to_owned()));
        self.known(closed)?.ok_or_else(is_open)
    }

    /// Nobody will name the documents again that came for what was refused: they would stand in the way of others for a
    /// week.
    fn let_go(&self) {
        let named = self.bytes.map(beside).and_then(Result::ok).unwrap_or_default();
        if named.is_empty() {
            return;
        }
        let gone = change(self.room.ledger.as_ref(), |records| {
            named.iter().try_for_each(|sha256| uploads::let_go(records, &self.client.id, sha256))
        });
        if let Err(error) = gone {
            tracing::warn!(%error, "documents of a refused submission stay for a while");
        }
    }

    pub(crate) fn sign(&self, problem: &ProblemType, at: Timestamp) -> Result<String, Answer> {
        self.room.statements.refusal(self.id, self.env.as_deref(), problem, at).map_err(unavailable)
    }

    pub(crate) fn is_own(&self, custody: &Custody) -> bool {
        custody.party == self.client.party
    }
}
