//! Which devices wish to take the place of others, and what is answered?

use serde_json::json;
use uuid::Uuid;

use super::{Admin, AdminError};
use crate::books::devices::{self, Decided};
use crate::books::look;

pub use crate::books::devices::TakeOver;

impl Admin {
    /// Wishes that wait for an answer, oldest first.
    pub fn take_overs(&self) -> Result<Vec<TakeOver>, AdminError> {
        Ok(look(self.ledger.as_ref(), devices::waiting)?)
    }

    /// Lets a device take the place of another one, or refuses it; its client is told in its box. What the other device
    /// still has under way is taken when it was named, and nothing else of it.
    pub fn decide_take_over(&self, by: &str, device: Uuid, epoch: u32, granted: bool) -> Result<(), AdminError> {
        let what = json!({ "device": device, "epoch": epoch, "takeOver": if granted { "granted" } else { "refused" } });
        let at = self.clock.now();
        let decided = self.command(by, &what, |records| devices::decide(records, device, epoch, granted, at))?;
        match decided {
            Decided::Done => Ok(()),
            Decided::Unknown => Err(AdminError::Unknown(format!("wish of device {device} for epoch {epoch}"))),
            Decided::Late => {
                let words = format!("device {device} is in epoch {epoch} or beyond by now: it is a device of its own");
                Err(AdminError::Refused(words))
            }
        }
    }
}
