//! Who stands in the list, to the last officer? Bodies with their people, specimens, schemes and keys; every list that
//! was ever taken, and what changed between two of them.

use tamga_origin::Timestamp;
use tamga_origin::trust::{
    Anchor, Difference, Span, TrustState, TrustedIssuer, TrustedKey, TrustedOfficer, TrustedScheme,
};
use tamga_seal::digest::sha256_hex;
use tamga_store::StoreError;

use crate::changes::Tag;
use crate::error::OfficeError;
use crate::office::Office;

/// A body with everything the list says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyView {
    /// Code.
    pub id: String,
    /// Names, the one to show first.
    pub names: Vec<String>,
    /// Country, two letters.
    pub country: String,
    /// Accreditation, or empty.
    pub accreditation: String,
    /// `active`, `suspended` or `withdrawn`, as it stands now.
    pub state: String,
    /// Since when, for suspension and withdrawal.
    pub state_since: Option<Timestamp>,
    /// When it may certify.
    pub span: Span,
    /// Its people.
    pub officers: Vec<OfficerRow>,
    /// What it may certify.
    pub schemes: Vec<SchemeRow>,
    /// Its keys and the certificates its seals lead to.
    pub keys: Vec<NodeRow>,
    /// How far its status lists reach; none when there is none.
    pub status: Option<StatusKnown>,
}

/// Up to when the status lists of a body speak.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusKnown {
    /// The moment.
    pub as_of: Timestamp,
    /// When the next one is due.
    pub next_update: Timestamp,
    /// Is it due and not here?
    pub is_old: bool,
    /// Number of a list that is missing before later ones.
    pub missing: Option<u64>,
}

/// A person who may sign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerRow {
    /// Id in the list.
    pub id: String,
    /// Name.
    pub name: String,
    /// Title, or empty.
    pub title: String,
    /// `active`, `suspended` or `withdrawn`.
    pub state: String,
    /// When.
    pub span: Span,
    /// Agreement codes; empty for all of the body's.
    pub schemes: Vec<String>,
    /// Pictures to compare a page with.
    pub specimens: Vec<SpecimenRow>,
}

/// A picture of a signature or stamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpecimenRow {
    /// `signature` or `stamp`.
    pub kind: String,
    /// SHA-256 of the picture.
    pub sha256: String,
    /// When it was in use.
    pub span: Span,
    /// Is the picture here?
    pub is_here: bool,
}

/// What a body may certify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemeRow {
    /// Agreement code.
    pub code: String,
    /// Form codes; empty for all.
    pub forms: Vec<String>,
    /// Destination countries; empty for all.
    pub destinations: Vec<String>,
    /// When.
    pub span: Span,
}

/// A key or certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodeRow {
    /// Its id.
    pub kid: String,
    /// `ca`, `signer` for certificates, `key` for bare keys.
    pub kind: String,
    /// What it may be used for, by their words.
    pub uses: Vec<String>,
    /// When.
    pub span: Span,
}

/// A list that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListRow {
    /// Its id.
    pub list: String,
    /// Its number.
    pub n: u64,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When the next one is due.
    pub next_update: Timestamp,
    /// When it was taken here.
    pub taken_at: Timestamp,
    /// What it changed.
    pub difference: Difference,
}

/// Pictures of specimens are small; a photograph of a page is none.
const LARGEST_PICTURE: usize = 2 * 1024 * 1024;

impl Office {
    /// A body of the list in force.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn body(&self, id: &str) -> Result<BodyView, OfficeError> {
        let trust = self.trust_history();
        let missing = || StoreError::NotFound { what: "issuer", id: id.to_owned() };
        let issuer = trust.newest().and_then(|held| held.list.issuer(id)).ok_or_else(missing)?;
        let now = self.now();
        let TrustedIssuer {
            id,
            country,
            names,
            accreditation,
            state: _,
            state_since,
            span,
            anchors,
            keys,
            schemes,
            officers,
            policy: _,
        } = issuer;
        let state = |officer: Option<&str>| trust.state_at(id, officer, now);
        let anchor = |anchor: &Anchor| NodeRow {
            kid: anchor.kid.clone(),
            kind: anchor.kind.code().to_owned(),
            uses: anchor.uses.iter().map(|usage| usage.code().to_owned()).collect(),
            span: anchor.span,
        };
        let key = |key: &TrustedKey| NodeRow {
            kid: key.kid.clone(),
            kind: "key".to_owned(),
            uses: key.uses.iter().map(|usage| usage.code().to_owned()).collect(),
            span: key.span,
        };
        let scheme = |scheme: &TrustedScheme| {
            let TrustedScheme { code, forms, destinations, span } = scheme.clone();
            SchemeRow { code, forms, destinations, span }
        };
        Ok(BodyView {
            names: names.clone(),
            country: country.clone(),
            accreditation: accreditation.clone(),
            state: state(None).code().to_owned(),
            state_since: *state_since,
            span: *span,
            officers: officers
                .iter()
                .map(|officer| self.officer_row(officer, state(Some(&officer.id))))
                .collect::<Result<_, _>>()?,
            schemes: schemes.iter().map(scheme).collect(),
            keys: anchors.iter().map(anchor).chain(keys.iter().map(key)).collect(),
            status: self.status_known(id),
            id: id.clone(),
        })
    }

    fn officer_row(&self, officer: &TrustedOfficer, state: TrustState) -> Result<OfficerRow, OfficeError> {
        let specimens = officer.specimens.iter().map(|specimen| {
            Ok(SpecimenRow {
                kind: specimen.kind.code().to_owned(),
                sha256: specimen.sha256.clone(),
                span: specimen.span,
                is_here: self.has_document(&specimen.sha256)?,
            })
        });
        Ok(OfficerRow {
            id: officer.id.clone(),
            name: officer.name.clone(),
            title: officer.title.clone(),
            state: state.code().to_owned(),
            span: officer.span,
            schemes: officer.schemes.clone(),
            specimens: specimens.collect::<Result<_, OfficeError>>()?,
        })
    }

    fn has_document(&self, sha256: &str) -> Result<bool, OfficeError> {
        match self.read(|reader| Ok(reader.document(sha256)?)) {
            Ok(_) => Ok(true),
            Err(OfficeError::Store(StoreError::NotFound { .. })) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Keeps a picture that the list names by its digest.
    ///
    /// # Errors
    /// `NotFound` when no officer in the list has a specimen of that digest, a picture that is too large.
    pub fn keep_specimen(&self, bytes: &[u8]) -> Result<String, OfficeError> {
        let sha256 = sha256_hex(bytes);
        let trust = self.trust_history();
        let named = trust.newest().and_then(|held| {
            let officers = held.list.issuers.iter().flat_map(|issuer| &issuer.officers);
            officers.flat_map(|officer| &officer.specimens).find(|specimen| specimen.sha256 == sha256)
        });
        let missing = || StoreError::NotFound { what: "specimen", id: sha256.clone() };
        let named = named.ok_or_else(missing)?;
        if bytes.len() > LARGEST_PICTURE {
            return Err(OfficeError::Senseless("a picture of more than 2 MiB"));
        }
        // What is shown as a picture is one: content is never a page of its own.
        if !["image/png", "image/jpeg"].contains(&named.media_type.as_str()) {
            return Err(OfficeError::Senseless("a specimen that is neither PNG nor JPEG"));
        }
        self.write(|tx| {
            tx.document_keep(bytes, &named.media_type)?;
            tx.journal_add("trust.specimen", &sha256, &[])?;
            Ok(())
        })?;
        self.changed(&[Tag::Issuers, Tag::Journal]);
        Ok(sha256)
    }

    /// The picture of a specimen.
    ///
    /// # Errors
    /// `NotFound` when it is not here, or no officer in the list has one of that digest.
    pub fn specimen(&self, sha256: &str) -> Result<Vec<u8>, OfficeError> {
        let trust = self.trust_history();
        let is_named = trust.newest().is_some_and(|held| {
            let officers = held.list.issuers.iter().flat_map(|issuer| &issuer.officers);
            officers.flat_map(|officer| &officer.specimens).any(|specimen| specimen.sha256 == sha256)
        });
        if !is_named {
            return Err(StoreError::NotFound { what: "specimen", id: sha256.to_owned() }.into());
        }
        self.read(|reader| Ok(reader.document_bytes(sha256)?))
    }

    /// Every list that was taken, the newest first, with what each changed.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn trust_lists(&self) -> Result<Vec<ListRow>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.trust_lists()?))?;
        let believed = self.trust_believed();
        let mut before = None;
        let mut lists = Vec::new();
        for (held, row) in believed.held.all().iter().zip(rows) {
            lists.push(ListRow {
                list: held.list.list.clone(),
                n: held.list.n,
                issued_at: held.list.issued_at,
                next_update: held.list.next_update,
                taken_at: row.added_at,
                difference: Difference::between(before, &held.list),
            });
            before = Some(&held.list);
        }
        lists.reverse();
        Ok(lists)
    }

    /// What changed from one list that was taken to another.
    ///
    /// # Errors
    /// `NotFound`.
    pub fn trust_difference(&self, from: u64, to: u64) -> Result<Difference, OfficeError> {
        let believed = self.trust_believed();
        let list = |n: u64| {
            let found = believed.held.all().iter().find(|held| held.list.n == n).map(|held| &held.list);
            found.ok_or_else(|| StoreError::NotFound { what: "trust list", id: n.to_string() })
        };
        Ok(Difference::between(Some(list(from)?), list(to)?))
    }
}
