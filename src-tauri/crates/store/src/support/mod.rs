//! What bears a sealed document out? Time stamps, certificates, lists and answers about revocation, and receipts of
//! gateways, each kept by its digest beside the document; and the newest answers about revocation that are at hand for
//! everything an issuer sealed. Whether any of it is good is not known here.

use tamga_origin::Timestamp;

use crate::error::StoreError;
use crate::files::sha256_hex;
use crate::row::{at, at_if, millis_if};
use crate::store::{Reader, Tx};

/// Something that bears a document out, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSupport {
    /// `stamp`, `certificate`, `crl`, `ocsp`, `receipt`.
    pub kind: String,
    /// The bytes: DER, of a receipt its signed text.
    pub bytes: Vec<u8>,
    /// Address it was fetched from; empty when it came in a file.
    pub source: String,
    /// Moment it speaks about, where it names one.
    pub at: Option<Timestamp>,
}

/// Something kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SupportRow {
    /// `stamp`, `certificate`, `crl`, `ocsp`, `receipt`.
    pub kind: String,
    /// SHA-256 of its bytes, hex.
    pub bytes_sha: String,
    /// Address it was fetched from; empty when it came in a file.
    pub source: String,
    /// Moment it speaks about, where it names one.
    pub at: Option<Timestamp>,
    /// When it was kept.
    pub kept_at: Timestamp,
}

/// An answer about revocation that was fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAnswerAtHand {
    /// Body whose trust list entry names the address.
    pub issuer: String,
    /// `crl` or `ocsp`.
    pub kind: String,
    /// Address.
    pub address: String,
    /// SHA-256 of the certificate asked about (`ocsp`), or empty.
    pub certificate: String,
    /// The bytes, DER.
    pub bytes: Vec<u8>,
    /// Moment it speaks about.
    pub made_at: Timestamp,
}

/// An answer about revocation at hand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerAtHandRow {
    /// Body whose trust list entry names the address.
    pub issuer: String,
    /// `crl` or `ocsp`.
    pub kind: String,
    /// Address.
    pub address: String,
    /// SHA-256 of the certificate asked about (`ocsp`), or empty.
    pub certificate: String,
    /// SHA-256 of its bytes, hex.
    pub bytes_sha: String,
    /// Moment it speaks about.
    pub made_at: Timestamp,
    /// When it was fetched.
    pub fetched_at: Timestamp,
}

/// Media types of kept evidence, by its kind.
const MEDIA_TYPES: [(&str, &str); 5] = [
    ("stamp", "application/timestamp-token"),
    ("certificate", "application/pkix-cert"),
    ("crl", "application/pkix-crl"),
    ("ocsp", "application/ocsp-response"),
    ("receipt", "application/jose"),
];

fn media_type(kind: &str) -> &'static str {
    MEDIA_TYPES.iter().find(|(known, _)| *known == kind).map_or("application/octet-stream", |(_, media)| media)
}

fn support_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<SupportRow> {
    Ok(SupportRow {
        kind: row.get("kind")?,
        bytes_sha: row.get("bytes_sha")?,
        source: row.get("source")?,
        at: at_if(row, "at")?,
        kept_at: at(row, "kept_at")?,
    })
}

impl Reader<'_> {
    /// What bears a document out, oldest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn support(&self, document_sha: &str) -> Result<Vec<SupportRow>, StoreError> {
        self.all(
            "SELECT kind, bytes_sha, source, at, kept_at FROM support WHERE document_sha = ?1 ORDER BY id",
            [document_sha],
            support_row,
        )
    }

    /// The newest time stamp that was fetched for a document.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn stamp_newest(&self) -> Result<Option<SupportRow>, StoreError> {
        self.one(
            "SELECT kind, bytes_sha, source, at, kept_at FROM support WHERE kind = 'stamp' AND source <> ''
             ORDER BY id DESC LIMIT 1",
            [],
            support_row,
        )
    }

    /// Documents signed here since a moment (certificates and what became of them) that have no time stamp yet, the
    /// newest first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn documents_unstamped(&self, since: Timestamp, limit: u32) -> Result<Vec<String>, StoreError> {
        self.all(
            "SELECT document_sha FROM certificate_revision AS step WHERE at >= ?1 AND NOT EXISTS
               (SELECT 1 FROM support WHERE support.document_sha = step.document_sha AND support.kind = 'stamp')
             ORDER BY at DESC LIMIT ?2",
            (since.millis(), limit),
            |row| row.get(0),
        )
    }

    /// Certificates signed here that no answer about revocation made since bears out, with the moment of signing, the newest
    /// first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn documents_unanswered(&self, limit: u32) -> Result<Vec<(String, Timestamp)>, StoreError> {
        self.all(
            "SELECT document_sha, at FROM certificate_revision AS step WHERE kind IN ('issue', 'amend', 'replace')
               AND NOT EXISTS (SELECT 1 FROM support WHERE support.document_sha = step.document_sha
                 AND support.kind IN ('crl', 'ocsp') AND support.at >= step.at)
             ORDER BY at DESC LIMIT ?1",
            [limit],
            |row| Ok((row.get("document_sha")?, at(row, "at")?)),
        )
    }

    /// The newest answers about revocation at hand for what a body sealed; an empty body is every one.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn answers_at_hand(&self, issuer: &str) -> Result<Vec<AnswerAtHandRow>, StoreError> {
        self.all(
            "SELECT issuer, kind, address, certificate, bytes_sha, made_at, fetched_at FROM revocation_answer
             WHERE issuer = ?1 OR ?1 = '' ORDER BY issuer, kind, address, certificate",
            [issuer],
            |row| {
                Ok(AnswerAtHandRow {
                    issuer: row.get("issuer")?,
                    kind: row.get("kind")?,
                    address: row.get("address")?,
                    certificate: row.get("certificate")?,
                    bytes_sha: row.get("bytes_sha")?,
                    made_at: at(row, "made_at")?,
                    fetched_at: at(row, "fetched_at")?,
                })
            },
        )
    }
}

impl Tx<'_> {
    /// Keeps something that bears a document out; the same again changes nothing and answers `false`.
    ///
    /// # Errors
    /// `Rule` for an unknown kind or document; `DiskFull`, `File`.
    pub fn support_add(&self, document_sha: &str, new: &NewSupport) -> Result<bool, StoreError> {
        self.document_keep(&new.bytes, media_type(&new.kind))?;
        let added = self.run(
            "INSERT INTO support (document_sha, kind, bytes_sha, source, at, kept_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (document_sha, kind, bytes_sha) DO NOTHING",
            (document_sha, &new.kind, sha256_hex(&new.bytes), &new.source, millis_if(new.at), self.now.millis()),
        )?;
        Ok(added > 0)
    }

    /// Puts a fetched answer in the place of the one at hand, unless that one is the same or speaks about a later
    /// moment. Answers whether something new was learnt. The bytes of earlier answers stay.
    ///
    /// # Errors
    /// `Rule` for an unknown kind; `DiskFull`, `File`.
    pub fn answer_at_hand(&self, new: &NewAnswerAtHand) -> Result<bool, StoreError> {
        let sha256 = sha256_hex(&new.bytes);
        let before = self
            .answers_at_hand(&new.issuer)?
            .into_iter()
            .find(|row| row.kind == new.kind && row.address == new.address && row.certificate == new.certificate);
        if before.is_some_and(|row| row.made_at > new.made_at || row.bytes_sha == sha256) {
            return Ok(false);
        }
        self.document_keep(&new.bytes, media_type(&new.kind))?;
        self.run(
            "INSERT INTO revocation_answer (issuer, kind, address, certificate, bytes_sha, made_at, fetched_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (issuer, kind, address, certificate) DO UPDATE
               SET bytes_sha = excluded.bytes_sha, made_at = excluded.made_at, fetched_at = excluded.fetched_at",
            (&new.issuer, &new.kind, &new.address, &new.certificate, &sha256, new.made_at.millis(), self.now.millis()),
        )?;
        Ok(true)
    }
}
