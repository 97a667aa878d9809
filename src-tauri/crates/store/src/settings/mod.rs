//! What is set here, and how does the gateway know this installation? Settings are texts under a name; their
//! meaning belongs to whoever set them. Secrets are never settings.

use crate::error::StoreError;
use crate::row::{int, whole};
use crate::store::{Reader, Tx};

/// This installation's place in the sequence of its submissions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceSeq {
    /// Id of the installation, a UUID; empty until the office is set up.
    pub id: String,
    /// Rises when a profile was restored or taken over.
    pub epoch: u32,
    /// Last sequence given to a submission of this epoch.
    pub seq: u64,
}

impl Reader<'_> {
    /// The value of a setting.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.one("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
    }

    /// All settings whose name begins with the prefix, by name.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn settings(&self, prefix: &str) -> Result<Vec<(String, String)>, StoreError> {
        self.all(
            "SELECT name, value FROM setting WHERE substr(name, 1, length(?1)) = ?1 ORDER BY name",
            [prefix],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
    }

    /// This installation, with the last sequence it gave out.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn device(&self) -> Result<DeviceSeq, StoreError> {
        let device = self.one("SELECT id, epoch, seq FROM device", [], |row| {
            Ok(DeviceSeq { id: row.get("id")?, epoch: row.get("epoch")?, seq: whole(row, "seq")? })
        })?;
        device.ok_or_else(|| StoreError::not_found("device", "1"))
    }

    /// Last running number given out under that name; 0 before the first.
    ///
    /// # Errors
    /// `Busy`, `Corrupt`.
    pub fn counter(&self, name: &str) -> Result<u64, StoreError> {
        Ok(self.one("SELECT value FROM counter WHERE name = ?1", [name], |row| whole(row, "value"))?.unwrap_or(0))
    }
}

impl Tx<'_> {
    /// Sets a setting.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn setting_set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.run(
            "INSERT INTO setting (name, value, changed_at) VALUES (?1, ?2, ?3)
             ON CONFLICT (name) DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at",
            (name, value, self.now.millis()),
        )?;
        Ok(())
    }

    /// Names this installation, once.
    ///
    /// # Errors
    /// `AlreadyThere` when it has another id.
    pub fn device_name(&self, id: &str) -> Result<(), StoreError> {
        let device = self.device()?;
        if device.id == id {
            return Ok(());
        }
        if !device.id.is_empty() {
            return Err(StoreError::AlreadyThere { what: "device", id: device.id });
        }
        self.run("UPDATE device SET id = ?1", [id])?;
        Ok(())
    }

    /// The next sequence for a submission, which has to be enqueued in this same write.
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn device_seq_next(&self) -> Result<DeviceSeq, StoreError> {
        self.run("UPDATE device SET seq = seq + 1", [])?;
        self.device()
    }

    /// The next running number under that name, from 1 without gaps (an undone write gives it back).
    ///
    /// # Errors
    /// `DiskFull`, `Busy`.
    pub fn counter_next(&self, name: &str) -> Result<u64, StoreError> {
        let next = self.counter(name)?.saturating_add(1);
        self.run(
            "INSERT INTO counter (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (name, int(next)),
        )?;
        Ok(next)
    }
}
