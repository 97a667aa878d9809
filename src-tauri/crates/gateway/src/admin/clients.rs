//! Who may speak to this gateway, by command?

use serde_json::json;
use tamga_seal::digest::sha256_hex;

use super::{Admin, AdminError};
use crate::books::look;
use crate::books::registry::{self, Entry, Origin};
use crate::chance::Chance;
use crate::config::ClientConfig;

/// A registration, without anything secret.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientLine {
    /// Client id.
    pub id: String,
    /// Its party.
    pub party: String,
    /// What it is: desktop, office, post, gateway.
    pub kind: &'static str,
    /// Who wrote it: the configuration, or a command.
    pub origin: &'static str,
    /// Whether it may not speak.
    pub is_suspended: bool,
    /// How it proves itself: secret, certificate, key.
    pub proofs: Vec<&'static str>,
    /// Its transport certificates: SHA-256, hex.
    pub certificates: Vec<String>,
    /// Shared boxes given to it by command.
    pub boxes: Vec<String>,
}

impl From<Entry> for ClientLine {
    fn from(entry: Entry) -> Self {
        let (is_suspended, has_secret) = (entry.is_silent(), entry.has_secret());
        let credentials = entry.credentials;
        let proofs = [
            (has_secret, "secret"),
            (!credentials.certificates.is_empty(), "certificate"),
            (!credentials.keys.is_empty(), "key"),
        ];
        Self {
            id: entry.client,
            party: entry.party,
            kind: entry.kind.word(),
            origin: entry.origin.word(),
            is_suspended,
            proofs: proofs.into_iter().filter(|(is, _)| *is).map(|(_, word)| word).collect(),
            certificates: credentials.certificates,
            boxes: entry.boxes,
        }
    }
}

impl Admin {
    /// Every registration, by name.
    pub fn clients(&self) -> Result<Vec<ClientLine>, AdminError> {
        let entries = look(self.ledger.as_ref(), registry::all)?;
        Ok(entries.into_iter().map(ClientLine::from).collect())
    }

    /// Registers a client, with the shared boxes it reads. The configuration's own cannot be written over.
    pub fn add_client(&self, by: &str, client: &ClientConfig, boxes: &[String]) -> Result<(), AdminError> {
        self.config.check_client(client)?;
        if let Some(unknown) = boxes.iter().find(|name| !self.config.boxes.iter().any(|known| known.id == **name)) {
            return Err(AdminError::Unknown(format!("box {unknown}")));
        }
        if self.clients()?.iter().any(|known| known.id == client.id) {
            return Err(AdminError::Refused(format!("client {} is registered already", client.id)));
        }
        let what = json!({ "client": client.id, "party": client.party, "kind": client.kind.word(), "added": true,
            "certificates": client.certificates, "boxes": boxes });
        let entry = Entry::new(client, Origin::Command, boxes.to_vec(), &Chance::system());
        self.command(by, &what, |records| registry::put(records, &entry))?;
        Ok(crate::start::enrol(&self.config, self.ledger.as_ref())?)
    }

    /// Stops a client from speaking, or lets it speak again.
    pub fn halt_client(&self, by: &str, client: &str, halted: bool) -> Result<(), AdminError> {
        self.known(client)?;
        let what = json!({ "client": client, "suspended": halted });
        self.command(by, &what, |records| registry::halt(records, client, halted))?;
        Ok(crate::start::enrol(&self.config, self.ledger.as_ref())?)
    }

    /// Gives a client one more transport certificate (DER), or takes one away; answers its SHA-256. So a certificate is
    /// renewed: the new one is given while the old one still counts.
    pub fn give_certificate(&self, by: &str, client: &str, der: &[u8]) -> Result<String, AdminError> {
        let sha256 = sha256_hex(der);
        self.certificates(by, client, |known| {
            if !known.contains(&sha256) {
                known.push(sha256.clone());
            }
        })?;
        Ok(sha256)
    }

    /// Takes a transport certificate away from a client, by its SHA-256.
    pub fn take_certificate(&self, by: &str, client: &str, sha256: &str) -> Result<(), AdminError> {
        if !self.known(client)?.credentials.certificates.iter().any(|known| known == sha256) {
            return Err(AdminError::Unknown(format!("certificate {sha256} of client {client}")));
        }
        self.certificates(by, client, |known| known.retain(|one| one != sha256))
    }

    fn certificates(&self, by: &str, client: &str, change: impl Fn(&mut Vec<String>)) -> Result<(), AdminError> {
        let mut entry = self.known(client)?;
        if entry.origin == Origin::Configuration {
            let words = format!("client {client} stands in the configuration: its certificates are changed there");
            return Err(AdminError::Refused(words));
        }
        change(&mut entry.credentials.certificates);
        let has_proof = entry.has_secret() || !entry.credentials.keys.is_empty();
        if entry.credentials.certificates.is_empty() && !has_proof {
            return Err(AdminError::Refused(format!("client {client} would have no way left to prove itself")));
        }
        let what = json!({ "client": client, "certificates": entry.credentials.certificates });
        self.command(by, &what, |records| registry::put(records, &entry))
    }

    fn known(&self, client: &str) -> Result<Entry, AdminError> {
        let entry = look(self.ledger.as_ref(), |records| registry::one(records, client))?;
        entry.ok_or_else(|| AdminError::Unknown(format!("client {client}")))
    }
}
