//! How is a list kept that was taken in? Its bytes among the documents, a row of settings beside them, and an index in a
//! file of its own that can be made anew from both.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use tamga_codes::pack::{self, PackFile, PackRefused};
use tamga_codes::recommendation::{self, Recommendation};
use tamga_codes::{CodesError, ListMeta};
use tamga_origin::{Date, Timestamp};

use super::{List, Looked, Publisher, TableAsked};
use crate::error::OfficeError;
use crate::office::Office;

/// Beginning of the names of settings that say what was taken in.
const PREFIX: &str = "codelist.";
/// The index.
const FILE: &str = "codes-own.db";

/// When and from whom a list was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// SHA-256 of the file.
    pub sha256: String,
    /// Who made it, of packs.
    pub maker: String,
    /// Who signed it, of packs; the id of the key, and what the office calls its owner.
    pub signer: Option<(String, String)>,
    /// Who took it in.
    pub person: String,
    /// When.
    pub at: Timestamp,
}

/// The row of settings.
#[derive(Serialize, Deserialize)]
struct Kept {
    sha256: String,
    /// `pack`, `units`, `packages`; empty for a list that was taken out again.
    kind: String,
    maker: String,
    signer: Option<(String, String)>,
    person: String,
    at: String,
    version: String,
    licence: String,
    date: Option<String>,
}

impl Office {
    pub(super) fn own_lists_path(&self) -> PathBuf {
        self.dir().join(FILE)
    }

    /// What was taken in, by name.
    pub(super) fn taken_lists(&self) -> Result<Vec<(String, Taken)>, OfficeError> {
        let view = |(id, kept): (String, Kept)| {
            let Kept { sha256, maker, signer, person, at, .. } = kept;
            Some((id, Taken { sha256, maker, signer, person, at: Timestamp::parse_rfc3339(&at)? }))
        };
        Ok(self.kept_lists()?.into_iter().filter_map(view).collect())
    }

    fn kept_lists(&self) -> Result<BTreeMap<String, Kept>, OfficeError> {
        let rows = self.read(|reader| Ok(reader.settings(PREFIX)?))?;
        let row = |(name, text): (String, String)| {
            let kept: Kept = serde_json::from_str(&text).ok().filter(|kept: &Kept| !kept.kind.is_empty())?;
            Some((name.strip_prefix(PREFIX)?.to_owned(), kept))
        };
        Ok(rows.into_iter().filter_map(row).collect())
    }

    /// The bytes first, then the row that makes them count, together.
    pub(super) fn keep_list_in_store(&self, bytes: &[u8], looked: &Looked) -> Result<(), OfficeError> {
        let Looked { meta, maker, publisher, .. } = looked;
        let table = Recommendation::ALL.into_iter().find(|one| one.whole() == meta.id);
        let kept = Kept {
            sha256: meta.sha256.clone(),
            kind: table.map_or("pack", Recommendation::word).to_owned(),
            maker: maker.clone(),
            signer: publisher.as_ref().map(|one| (one.kid.clone(), one.name.clone())),
            person: self.person().to_owned(),
            at: self.now().rfc3339(),
            version: meta.version.clone(),
            licence: meta.licence.clone(),
            date: meta.date.map(|day| day.to_string()),
        };
        let text = serde_json::to_string(&kept).map_err(|_| OfficeError::Senseless("a list that cannot be noted"))?;
        let media = if bytes.starts_with(b"PK") { "application/zip" } else { "text/csv" };
        let signer = publisher.as_ref().map_or("", |one| one.kid.as_str());
        let rows = meta.rows.to_string();
        self.write(|tx| {
            tx.document_keep(bytes, media)?;
            tx.setting_set(&format!("{PREFIX}{}", meta.id), &text)?;
            let about = [("list", meta.id.as_str()), ("version", &meta.version), ("rows", &rows), ("key", signer)];
            tx.journal_add("codes.imported", &meta.id, &about)?;
            Ok(())
        })
    }

    pub(super) fn forget_list_in_store(&self, id: &str) -> Result<(), OfficeError> {
        if !self.kept_lists()?.contains_key(id) {
            return Err(tamga_store::StoreError::NotFound { what: "code list", id: id.to_owned() }.into());
        }
        self.write(|tx| {
            tx.setting_set(&format!("{PREFIX}{id}"), "")?;
            tx.journal_add("codes.removed", id, &[("list", id)])?;
            Ok(())
        })
    }

    pub(super) fn index_list(&self, meta: &ListMeta, list: &List) -> Result<(), OfficeError> {
        index(&self.own_file()?, meta, list)
    }

    /// The index, made to agree with the rows of the store; none where nothing was taken in.
    pub(super) fn own_lists(&self) -> Result<Option<PathBuf>, OfficeError> {
        let kept = self.kept_lists()?;
        let path = self.own_lists_path();
        if kept.is_empty() && !path.exists() {
            return Ok(None);
        }
        let file = match PackFile::open(&path) {
            Err(CodesError::Foreign { .. }) => {
                tracing::warn!("the index of imported code lists is damaged and is made anew");
                std::fs::rename(&path, path.with_extension("damaged"))?;
                PackFile::open(&path)?
            }
            opened => opened?,
        };
        let indexed = file.lists()?;
        for meta in indexed.iter().filter(|meta| !kept.contains_key(&meta.id)) {
            file.remove(&meta.id)?;
        }
        for (id, kept) in &kept {
            if indexed.iter().any(|meta| meta.id == *id && meta.sha256 == kept.sha256) {
                continue;
            }
            let bytes = self.read(|reader| Ok(reader.document_bytes(&kept.sha256)?))?;
            match self.read_again(&bytes, kept) {
                Some((meta, list)) => index(&file, &meta, &list)?,
                None => tracing::warn!(list = id, "an imported code list cannot be read any more"),
            }
        }
        Ok(Some(path))
    }

    /// The signature was checked when the list was taken in, and the bytes are known by their digest.
    fn read_again(&self, bytes: &[u8], kept: &Kept) -> Option<(ListMeta, List)> {
        match Recommendation::parse(&kept.kind) {
            None => {
                let (kid, name) = kept.signer.clone()?;
                let publisher = Publisher { kid, key: String::new(), name };
                let read: Result<_, PackRefused<()>> = pack::read(bytes, |_, _| Ok(publisher));
                let pack = read.ok()?;
                Some((pack.meta.clone(), List::Pack(Box::new(pack))))
            }
            Some(which) => {
                let date = kept.date.as_deref().and_then(Date::parse);
                let (version, licence) = (kept.version.clone(), kept.licence.clone());
                let asked = TableAsked { name: String::new(), which: Some(which), version, date, licence };
                self.table_again(bytes, &asked)
            }
        }
    }

    fn table_again(&self, bytes: &[u8], asked: &TableAsked) -> Option<(ListMeta, List)> {
        let sheets = super::look::sheets(bytes, &asked.name).ok()?;
        let table = sheets.iter().find_map(|sheet| recommendation::read(asked.which, sheet).ok())?;
        let meta = self.meta_of(&table, tamga_seal::digest::sha256_hex(bytes), asked);
        Some((meta, List::Table(table)))
    }
}

fn index(file: &PackFile, meta: &ListMeta, list: &List) -> Result<(), OfficeError> {
    match list {
        List::Pack(pack) => file.import(pack.as_ref())?,
        List::Table(table) => file.import_table(meta, table)?,
    };
    Ok(())
}
