//! How does a gateway hand over what it says itself? Under a registration of its own that nobody can sign in to, numbered like
//! the messages of any party, in the custody and boxes of its own ledger.

use tamga_protocol::{Attachment, BusinessKey, Device, DocumentPart, Envelope, InReplyTo, Kind};
use tamga_seal::digest::sha256_hex;
use uuid::Uuid;

use crate::books::look;
use crate::books::questions;
use crate::config::Config;
use crate::ledger::{Client, Incoming, LedgerError, Onward, Registration, Taken};
use crate::room::Room;

/// Under which name; no other registration may hold a colon.
pub(super) const OWN: &str = ":own";
/// Two nodes may want the same running number at the same moment, and not many more than two.
const TRIES: u32 = 16;

/// What this gateway is to its own ledger.
pub(crate) fn registration(config: &Config) -> Registration {
    Registration { client: own(config), kind: "gateway", secret_sha256: String::new(), salt: String::new() }
}

fn own(config: &Config) -> Client {
    Client { id: OWN.to_owned(), party: config.id.clone(), is_gateway: true, suspended: false }
}

/// A message of this gateway itself.
pub(super) struct Message<'a> {
    pub(super) id: Uuid,
    pub(super) kind: Kind,
    pub(super) agreement: &'a str,
    /// Issuing body, number and revision.
    pub(super) about: (&'a str, &'a str, u32),
    pub(super) document: DocumentPart,
    pub(super) attachments: Vec<Attachment>,
    pub(super) answers: Option<Uuid>,
    pub(super) outcome: Option<String>,
    pub(super) onward: Onward,
}

/// Takes a message of our own into custody under its party's next number.
pub(super) fn take(
    room: &Room,
    message: &Message<'_>,
    key_type: &str,
    key: &dyn Fn(u64) -> BusinessKey,
) -> Result<(), LedgerError> {
    let (issuer, co_number, revision) = message.about;
    for _ in 0..TRIES {
        let party = room.config.id.as_str();
        let number = look(room.ledger.as_ref(), |records| questions::next_number(records, key_type, party))?;
        let at = room.clock.now();
        let reply =
            |item_id| InReplyTo { item_id, issuer: issuer.to_owned(), co_number: co_number.to_owned(), revision };
        let envelope = Envelope {
            kind: message.kind.clone(),
            route: String::new(),
            agreement: message.agreement.to_owned(),
            issuer: issuer.to_owned(),
            co_number: co_number.to_owned(),
            revision,
            document: message.document.clone(),
            attachments: message.attachments.clone(),
            replaces: None,
            depends_on: None,
            in_reply_to: message.answers.map(reply),
            number: Some(number),
            issued_at: at.rfc3339(),
            issued_offline: false,
            device: Device { id: Uuid::nil(), epoch: 1, seq: number },
            conversation: None,
            crit: Vec::new(),
        };
        let bytes = envelope.freeze().map_err(|error| LedgerError::Row(error.to_string()))?.into_vec();
        let incoming = Incoming {
            id: message.id,
            client: own(&room.config),
            env: sha256_hex(&bytes),
            bytes,
            envelope,
            key: key(number),
            outcome: message.outcome.clone(),
            onward: message.onward.clone(),
            paused: false,
            hops: Vec::new(),
            at,
        };
        let sign = |place: &_| room.statements.receipt(&incoming, place);
        match room.ledger.take(&incoming, &sign)? {
            Taken::NumberInUse(_) => {}
            Taken::New(_) | Taken::Known(_) | Taken::Duplicate(_) => return Ok(()),
            other => return Err(LedgerError::Row(format!("a message of our own was not taken: {other:?}"))),
        }
    }
    Err(LedgerError::Row("no running number was free".to_owned()))
}
