//! Who sends and receives while people work? Two workers on the office's gateway, started and stopped together.

use std::sync::Arc;

use crate::error::OfficeError;
use crate::inbox::ReceiveReport;
use crate::office::Office;

/// What one pass of the outbox did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SendReport {
    /// Taken into custody, duplicates counted.
    pub accepted: u64,
    /// Refused for good.
    pub rejected: u64,
    /// Not known whether it arrived.
    pub unknown: u64,
    /// Still waits.
    pub waiting: u64,
}

/// Both workers, running on the current tokio runtime; they stop when this is dropped.
#[derive(Debug)]
pub struct Workers {
    stop: tokio::sync::watch::Sender<bool>,
}

impl Workers {
    /// Starts both workers. Without a gateway they wait until one is set up. Must be called on a tokio runtime.
    pub fn start(office: &Arc<Office>) -> Self {
        let _ = office;
        pending!()
    }

    /// Stops both and waits until what is under way has been written down.
    pub async fn stop(self) {
        let _ = self.stop.send(true);
    }
}

impl Office {
    /// One pass of the outbox: everything that is due is tried once.
    ///
    /// # Errors
    /// `NoPartner`, or a store that cannot be written. Faults of the road are in the report.
    pub async fn send_pass(self: &Arc<Self>) -> Result<SendReport, OfficeError> {
        pending!()
    }

    /// One pass of the inbox: every page that is there, every document, every acknowledgement.
    ///
    /// # Errors
    /// `NoPartner`, `Offline`, or a store that cannot be written.
    pub async fn receive_pass(self: &Arc<Self>) -> Result<ReceiveReport, OfficeError> {
        pending!()
    }
}
