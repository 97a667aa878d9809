//! Who may speak, and how does each prove it? Registrations of the configuration and those given by command, in one book;
//! and the assertions that were used.

use serde::{Deserialize, Serialize};
use tamga_origin::Timestamp;

use super::{from_json, to_json};
use crate::chance::Chance;
use crate::config::{ClientConfig, ClientKind, Rate};
use crate::http::token::secret_digest;
use crate::ledger::records::{Line, Records};
use crate::ledger::{Client, LedgerError, Registration};

/// Who wrote a registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The configuration file.
    Configuration,
    /// A command.
    Command,
}

impl Origin {
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Configuration => "configuration",
            Self::Command => "command",
        }
    }
}

/// How a client proves itself, beside a secret.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Credentials {
    pub(crate) certificates: Vec<String>,
    pub(crate) keys: Vec<String>,
    pub(crate) rate: Option<Rate>,
}

/// A registration as the book has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) client: String,
    pub(crate) origin: Origin,
    pub(crate) party: String,
    pub(crate) kind: ClientKind,
    pub(crate) credentials: Credentials,
    pub(crate) boxes: Vec<String>,
    pub(crate) suspended: bool,
    pub(crate) halted: bool,
    salt: String,
    secret_sha256: String,
}

impl Entry {
    /// From what a file or command says.
    pub(crate) fn new(client: &ClientConfig, origin: Origin, boxes: Vec<String>, chance: &Chance) -> Self {
        let salt = chance.id().simple().to_string();
        let secret_sha256 = match client.secret.as_str() {
            "" => String::new(),
            secret => secret_digest(&salt, secret),
        };
        Self {
            client: client.id.clone(),
            origin,
            party: client.party.clone(),
            kind: client.kind,
            credentials: Credentials {
                certificates: client.certificates.clone(),
                keys: client.keys.clone(),
                rate: client.rate,
            },
            boxes,
            suspended: client.suspended,
            halted: false,
            salt,
            secret_sha256,
        }
    }

    /// Whether it may not speak.
    pub(crate) fn is_silent(&self) -> bool {
        self.suspended || self.halted
    }

    /// Whether it has a secret.
    pub(crate) fn has_secret(&self) -> bool {
        !self.secret_sha256.is_empty()
    }

    /// Whether this is its secret; in a time that does not depend on where they differ.
    pub(crate) fn is_secret(&self, secret: &str) -> bool {
        let (a, b) = (secret_digest(&self.salt, secret), &self.secret_sha256);
        a.len() == b.len() && a.bytes().zip(b.bytes()).fold(0, |sum, (x, y)| sum | (x ^ y)) == 0
    }

    /// As custody knows it.
    pub(crate) fn registration(&self) -> Registration {
        Registration {
            client: Client {
                id: self.client.clone(),
                party: self.party.clone(),
                is_gateway: self.kind == ClientKind::Gateway,
                suspended: self.is_silent(),
            },
            kind: self.kind.word(),
            secret_sha256: self.secret_sha256.clone(),
            salt: self.salt.clone(),
        }
    }
}

const COLUMNS: &str =
    "client, origin, party, kind, salt, secret_sha256, credentials, boxes, suspended, halted FROM registered";

fn entry(line: &Line) -> Result<Entry, LedgerError> {
    let kind = line.text(3)?;
    Ok(Entry {
        client: line.text(0)?,
        origin: if line.text(1)? == Origin::Command.word() { Origin::Command } else { Origin::Configuration },
        party: line.text(2)?,
        kind: ClientKind::from_word(&kind).ok_or_else(|| LedgerError::Row(format!("kind {kind}")))?,
        salt: line.text(4)?,
        secret_sha256: line.text(5)?,
        credentials: from_json(&line.text(6)?)?,
        boxes: from_json(&line.text(7)?)?,
        suspended: line.whole(8)? != 0,
        halted: line.whole(9)? != 0,
    })
}

/// Every registration, by name.
pub(crate) fn all(records: &mut dyn Records) -> Result<Vec<Entry>, LedgerError> {
    records.lines(&format!("SELECT {COLUMNS} ORDER BY client"), &[])?.iter().map(entry).collect()
}

/// One registration.
pub(crate) fn one(records: &mut dyn Records, client: &str) -> Result<Option<Entry>, LedgerError> {
    records.line(&format!("SELECT {COLUMNS} WHERE client = ?1"), &[client.into()])?.as_ref().map(entry).transpose()
}

/// Writes a registration, over the one of the same name; what was halted by command stays so.
pub(crate) fn put(records: &mut dyn Records, entry: &Entry) -> Result<(), LedgerError> {
    let halted = one(records, &entry.client)?.is_some_and(|known| known.halted);
    records.run("DELETE FROM registered WHERE client = ?1", &[entry.client.as_str().into()])?;
    records.run(
        "INSERT INTO registered (client, origin, party, kind, salt, secret_sha256, credentials, boxes, suspended, halted)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        &[
            entry.client.as_str().into(),
            entry.origin.word().into(),
            entry.party.as_str().into(),
            entry.kind.word().into(),
            entry.salt.as_str().into(),
            entry.secret_sha256.as_str().into(),
            to_json(&entry.credentials)?.into(),
            to_json(&entry.boxes)?.into(),
            entry.suspended.into(),
            halted.into(),
        ],
    )?;
    Ok(())
}

/// Makes the registrations of the configuration what the file says now. A name given by command before is the file's
/// from now on.
pub(crate) fn configure(records: &mut dyn Records, entries: &[Entry]) -> Result<(), LedgerError> {
    for known in all(records)? {
        let is_named = entries.iter().any(|entry| entry.client == known.client);
        if known.origin == Origin::Configuration && !is_named {
            records.run("DELETE FROM registered WHERE client = ?1", &[known.client.into()])?;
        }
    }
    entries.iter().try_for_each(|entry| put(records, entry))
}

/// Suspends a client by command, or lets it speak again; `false` when it is not registered.
pub(crate) fn halt(records: &mut dyn Records, client: &str, halted: bool) -> Result<bool, LedgerError> {
    let changed =
        records.run("UPDATE registered SET halted = ?2 WHERE client = ?1", &[client.into(), halted.into()])?;
    Ok(changed > 0)
}

/// Notes that an assertion is used; `false` when it was used before.
pub(crate) fn use_once(
    records: &mut dyn Records,
    once: &str,
    until: Timestamp,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    records.run("DELETE FROM assertion WHERE until <= ?1", &[now.millis().into()])?;
    let known = records.line("SELECT until FROM assertion WHERE jti_sha256 = ?1", &[once.into()])?;
    if known.is_some() {
        return Ok(false);
    }
    records.run("INSERT INTO assertion (jti_sha256, until) VALUES (?1, ?2)", &[once.into(), until.millis().into()])?;
    Ok(true)
}
