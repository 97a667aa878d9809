//! How is the house shown? An embedded pair of national gateways, a demonstration chamber and a border post, with
//! example certificates; and the story of one certificate through all of them.
//!
//! Everything here is marked as demonstration, down to keys and trust list; nothing here is a fake: the gateways
//! listen on sockets, the offices are offices.

/// A body that is being written.
macro_rules! pending {
    () => {
        unimplemented!("being written")
    };
}

mod error;
pub mod officer;
mod places;
pub mod story;

use std::path::Path;
use std::sync::Arc;

use tamga_office::{Office, Surroundings};

pub use error::DemoError;
pub use story::{StoryReport, StoryStep};

/// The PIN of every demonstration key: public by design, and shown on screen.
pub const PIN: &str = "demonstration";

/// The demonstration, running: two gateways on loopback, a chamber and a border post with their workers.
pub struct Demonstration {
    chamber: Arc<Office>,
    post: Arc<Office>,
}

impl Demonstration {
    /// Starts the demonstration in a folder: the first time it is made (keys, trust list, offices, examples), later
    /// it is only opened. Gateways listen on free loopback ports, so offices are told the new addresses. Workers run
    /// on the current tokio runtime until this is dropped.
    ///
    /// # Errors
    /// A folder that cannot be written, an office that is open already.
    pub async fn start(dir: &Path, surroundings: Surroundings) -> Result<Self, DemoError> {
        let _ = (dir, surroundings);
        pending!()
    }

    /// The same without example certificates and without workers: for the story in a terminal and for tests.
    ///
    /// # Errors
    /// As [`Demonstration::start`].
    pub async fn prepare(dir: &Path, surroundings: Surroundings) -> Result<Self, DemoError> {
        let _ = (dir, surroundings);
        pending!()
    }

    /// The chamber: the office of the issuing workplace.
    pub fn chamber(&self) -> &Arc<Office> {
        &self.chamber
    }

    /// The border post: the office of the receiving workplace.
    pub fn post(&self) -> &Arc<Office> {
        &self.post
    }

    /// Stops workers and gateways, and waits for them.
    pub async fn stop(self) {
        pending!()
    }
}
