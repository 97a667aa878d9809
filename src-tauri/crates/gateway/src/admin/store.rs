//! How is the store copied while it is used, and what has to be said after going back to a copy?

use std::path::Path;

use serde_json::json;

use super::{Admin, AdminError};
use crate::ledger::{LedgerError, sqlite};

impl Admin {
    /// Copies the embedded store to a file that is not there yet, as it is at one moment; the gateway may run. Answers the
    /// size of the copy in bytes.
    pub fn backup(&self, by: &str, file: &Path) -> Result<u64, AdminError> {
        if self.config.store.is_some() {
            let words = "this store is a PostgreSQL database: copy it with pg_dump, or by its continuous archive";
            return Err(AdminError::Refused(words.to_owned()));
        }
        if file.exists() {
            return Err(AdminError::Refused(format!("{} is there already", file.display())));
        }
        self.command(by, &json!({ "backup": file.display().to_string() }), |_| Ok(()))?;
        sqlite::copy(&self.config.data, file)?;
        Ok(std::fs::metadata(file).map_err(LedgerError::from)?.len())
    }

    /// Says that the store went back to an earlier point: cursors from before expire, so that every reader begins anew and
    /// desks compare their books. Answers the new generation; gateways read it when they start.
    pub fn restored(&self, by: &str) -> Result<u64, AdminError> {
        self.command(by, &json!({ "store": "restored" }), |records| {
            records.run(
                "UPDATE meta SET value = CAST(CAST(value AS INTEGER) + 1 AS TEXT) WHERE key = 'generation'",
                &[],
            )?;
            let line = records.line("SELECT value FROM meta WHERE key = 'generation'", &[])?;
            let text = line.ok_or_else(|| LedgerError::Row("generation".to_owned()))?.text(0)?;
            text.parse().map_err(|_| LedgerError::Row("generation".to_owned()))
        })
    }
}
