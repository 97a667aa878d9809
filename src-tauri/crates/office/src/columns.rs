//! Which columns did somebody choose for files like this one? Remembered for the set of heads, and for the exporter once
//! the file says who that is; the exporter's own choice goes before that for the same heads.
//!
//! How cells are read by them is decided in `applications`.

use std::collections::BTreeSet;

use tamga_formats::sheet::{Applications, Remembered, Tables, heads_of};
use tamga_seal::digest::sha256_hex;
use tamga_store::Tx;

use crate::error::OfficeError;
use crate::office::Office;

/// Name of a setting, before the digest of what it is kept for: names of firms and heads are as long as people like.
const FOR_EXPORTER: &str = "columns.exporter";
const FOR_HEADS: &str = "columns.heads";

/// Where the columns of a file are known from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnsFrom {
    /// Somebody says so now.
    Choice,
    /// An earlier file of this exporter.
    Exporter(String),
    /// An earlier file with the same heads.
    Heads,
    /// Nobody chose yet: what the heads seem to mean.
    Proposal,
}

/// The only exporter of all applications; none when there are several, or none is named.
pub(crate) fn exporter_of(read: &Applications) -> Option<String> {
    let name = |name: &str| name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut names: BTreeSet<String> =
        read.applications.iter().map(|application| name(&application.certificate.exporter.name)).collect();
    let only = names.pop_first().filter(|name| !name.is_empty())?;
    names.is_empty().then_some(only)
}

fn for_exporter(name: &str) -> String {
    format!("{FOR_EXPORTER}.{}", sha256_hex(name.to_lowercase().as_bytes()))
}

/// None for a file without any heads: all such files would be one.
fn for_heads(tables: &Tables) -> Option<String> {
    let heads: Vec<String> = heads_of(tables).into_iter().collect();
    (!heads.is_empty()).then(|| format!("{FOR_HEADS}.{}", sha256_hex(heads.join("\n").as_bytes())))
}

impl Office {
    /// What was chosen for a file with these heads.
    pub(crate) fn columns_for_heads(&self, tables: &Tables) -> Result<Option<Remembered>, OfficeError> {
        for_heads(tables).map_or(Ok(None), |name| self.columns(&name))
    }

    /// What was chosen for a file of this exporter.
    pub(crate) fn columns_for_exporter(&self, name: &str) -> Result<Option<Remembered>, OfficeError> {
        self.columns(&for_exporter(name))
    }

    fn columns(&self, name: &str) -> Result<Option<Remembered>, OfficeError> {
        let kept = self.read(|reader| Ok(reader.setting(name)?))?;
        // What another version of the program kept is as good as forgotten.
        Ok(kept.as_deref().and_then(Remembered::from_text))
    }

    /// Keeps a choice for the next file; the journal tells when it is another one than before.
    pub(crate) fn keep_columns(
        tx: &Tx,
        tables: &Tables,
        exporter: Option<&str>,
        chosen: &Remembered,
    ) -> Result<(), OfficeError> {
        let chosen = Remembered { mapping: chosen.mapping.clone().for_any_name(), reading: chosen.reading };
        let mut differs = false;
        for name in for_heads(tables).into_iter().chain(exporter.map(for_exporter)) {
            let before = tx.setting(&name)?;
            let earlier = before.as_deref().and_then(Remembered::from_text).unwrap_or_default();
            let text = chosen.clone().after(&earlier).to_text();
            if before.as_deref() != Some(text.as_str()) {
                tx.setting_set(&name, &text)?;
                differs = true;
            }
        }
        if differs {
            tx.journal_add("draft.columns_kept", "", &[("exporter", exporter.unwrap_or_default())])?;
        }
        Ok(())
    }
}
