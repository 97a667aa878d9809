//! What is in a file that somebody wants to take in, and is it in order? And how is a pack made of a table?

use tamga_codes::pack::{self, Cover, PackFile, PackRefused};
use tamga_codes::recommendation::{self, RecommendedTable};
use tamga_codes::{ListMeta, TableRow};
use tamga_formats::sheet::{Sheet, TableLimits, TextChoice, is_workbook, read_tables};
use tamga_origin::trust::{KeyUse, Span, TrustedKey};
use tamga_origin::{Finding, Timestamp};
use tamga_seal::digest::sha256_hex;
use tamga_seal::{Typ, open_jws, sign_jws};

use super::publishers::{kid_of, manifest_digest};
use super::{List, Looked, Publisher, TableAsked, refused};
use crate::Pin;
use crate::error::OfficeError;
use crate::office::Office;
use crate::trust::root_text;

/// A pack that was made here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The pack.
    pub bytes: Vec<u8>,
    /// What receivers must believe to take it in, `kid:key`.
    pub publisher: String,
}

impl Office {
    pub(super) fn read_list(&self, bytes: &[u8], asked: &TableAsked) -> Result<(Looked, List), OfficeError> {
        if bytes.starts_with(b"PK") && !is_workbook(bytes) {
            self.read_pack(bytes)
        } else {
            self.read_table(bytes, asked)
        }
    }

    fn read_pack(&self, bytes: &[u8]) -> Result<(Looked, List), OfficeError> {
        let believed = self.believed()?;
        let keys: Vec<TrustedKey> = believed.iter().map(|(key, _)| key.clone()).collect();
        let read = pack::read(bytes, |manifest, signature| {
            let claims = open_jws(signature, Typ::CodePack, &keys).map_err(|refusal| match refusal.code() {
                "trust.signer_unknown" => {
                    Finding::block("hs_pack.signer_unknown", "").with("key", kid_of(signature).unwrap_or_default())
                }
                code => Finding::block("hs_pack.signature", "").with("found", code),
            })?;
            // The signature says which manifest it was made for; of another one it says nothing.
            if manifest_digest(&claims.payload).as_deref() != Some(sha256_hex(manifest).as_str()) {
                return Err(Finding::block("hs_pack.signature", "").with("found", "manifest"));
            }
            let publisher =
                believed.iter().find(|(key, _)| key.kid == claims.kid).map(|(_, publisher)| publisher.clone());
            publisher.ok_or_else(|| Finding::block("hs_pack.signer_unknown", "").with("key", &claims.kid))
        });
        let pack = read.map_err(|why| match why {
            PackRefused::Signature(finding) => OfficeError::CodeListRefused(vec![finding]),
            PackRefused::Faults(faults) => refused(faults, ""),
        })?;
        let change = self.own_file()?.change(&pack)?;
        let looked = Looked {
            meta: pack.meta.clone(),
            maker: pack.maker.clone(),
            publisher: Some(pack.signer.clone()),
            change,
            deleted: 0,
            findings: Vec::new(),
        };
        Ok((looked, List::Pack(Box::new(pack))))
    }

    fn read_table(&self, bytes: &[u8], asked: &TableAsked) -> Result<(Looked, List), OfficeError> {
        let sheets = sheets(bytes, &asked.name)?;
        let mut first_refusal = None;
        for sheet in &sheets {
            match recommendation::read(asked.which, sheet) {
                Ok(table) => {
                    let meta = self.meta_of(&table, sha256_hex(bytes), asked);
                    let change = self.own_file()?.change_of_table(&table)?;
                    let (deleted, findings) = (table.deleted, table.findings.clone());
                    let looked = Looked { meta, maker: String::new(), publisher: None, change, deleted, findings };
                    return Ok((looked, List::Table(table)));
                }
                Err(findings) => first_refusal = first_refusal.or(Some(findings)),
            }
        }
        let none = || vec![Finding::block("code_list.columns", "")];
        Err(OfficeError::CodeListRefused(first_refusal.unwrap_or_else(none)))
    }

    pub(super) fn meta_of(&self, table: &RecommendedTable, sha256: String, asked: &TableAsked) -> ListMeta {
        let or = |said: &str, usual: String| if said.trim().is_empty() { usual } else { said.trim().to_owned() };
        ListMeta {
            id: table.which.whole().to_owned(),
            version: or(&asked.version, or(&asked.name, self.today().to_string())),
            valid_from: None,
            valid_to: None,
            source: table.which.source().to_owned(),
            licence: or(&asked.licence, "UNECE".to_owned()),
            date: asked.date,
            sha256,
            rows: u64::try_from(table.rows.len()).unwrap_or(u64::MAX),
            languages: vec!["en".to_owned()],
            hs_year: None,
            whole: true,
        }
    }

    pub(super) fn own_file(&self) -> Result<PackFile, OfficeError> {
        Ok(PackFile::open(&self.own_lists_path())?)
    }

    /// Makes a pack of goods codes from a table (CSV or XLSX) and signs it with the plain key that is unlocked with an
    /// officer's key, so that nobody publishes without a PIN.
    ///
    /// # Errors
    /// `CodeListRefused` with the rows that are wrong, and what keeps the key from being opened.
    pub fn make_code_pack(
        &self,
        cover: &Cover,
        table: &[u8],
        name: &str,
        key: &str,
        pin: &Pin,
    ) -> Result<Made, OfficeError> {
        let sheets = sheets(table, name)?;
        let rows = sheets.into_iter().next().unwrap_or_default();
        self.key_chain(key)?;
        let signer = self.unlock_key(key, pin)?;
        let made = pack::make(cover, &rows, |manifest| {
            let statement = format!(r#"{{"sha256":"{}"}}"#, sha256_hex(manifest));
            Ok::<_, OfficeError>(sign_jws(statement.as_bytes(), Typ::CodePack, signer.qr_key()).into_bytes())
        });
        let bytes = made.map_err(|why| match why {
            PackRefused::Signature(error) => error,
            PackRefused::Faults(faults) => refused(faults, name),
        })?;
        let span = Span { from: Timestamp::from_millis(i64::MIN), to: None };
        let publisher = root_text(&signer.qr_key().trusted(&[KeyUse::List], span));
        self.write(|tx| {
            tx.journal_add("codes.made", &cover.id, &[("list", &cover.id), ("sha256", &sha256_hex(&bytes))])?;
            Ok(())
        })?;
        self.changed(&[crate::changes::Tag::Journal]);
        Ok(Made { bytes, publisher })
    }
}

impl Publisher {
    /// The same key with the name that the office gave it.
    pub(super) fn named(key: &TrustedKey, name: &str) -> (TrustedKey, Self) {
        (key.clone(), Self { kid: key.kid.clone(), key: root_text(key), name: name.to_owned() })
    }
}

/// The sheets of a table that say something, those that are shown first.
pub(super) fn sheets(bytes: &[u8], name: &str) -> Result<Vec<Vec<TableRow>>, OfficeError> {
    let mut tables = read_tables(bytes, name, &TextChoice::default(), &TableLimits::default())?.sheets;
    tables.retain(|sheet| !sheet.rows.is_empty());
    tables.sort_by_key(|sheet| sheet.hidden);
    Ok(tables.iter().map(rows).collect())
}

fn rows(sheet: &Sheet) -> Vec<TableRow> {
    let row = |row: &tamga_formats::sheet::Row| {
        let width = row.cells.last().map_or(0, |cell| cell.column + 1);
        let cell = |column: u32| row.cell(column).map(|cell| cell.value.text()).unwrap_or_default();
        TableRow { number: u64::from(row.number), cells: (0..width).map(cell).collect() }
    };
    sheet.rows.iter().map(row).collect()
}
