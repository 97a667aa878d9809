//! From where does a command work? The office's folder, opened when a command needs it.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tamga_office::keys::SystemRing;
use tamga_office::{Office, Surroundings};

use crate::arguments::Arguments;
use crate::failure::Failure;
use crate::machine;

/// What every command is given.
pub struct Desk {
    dir: Option<PathBuf>,
    /// Time, chance and the name of this run.
    pub surroundings: Surroundings,
}

impl Desk {
    /// As the common options say.
    pub fn new(arguments: &Arguments) -> Self {
        let dir = arguments.dir.clone().or_else(machine::usual_folder);
        Self { dir, surroundings: machine::surroundings() }
    }

    /// The office's folder, whether there is an office or not.
    pub fn dir(&self) -> Result<&Path, Failure> {
        self.dir.as_deref().ok_or(Failure::NoFolder)
    }

    /// Is there an office?
    pub fn has_office(&self) -> bool {
        self.dir.as_ref().is_some_and(|dir| Office::is_in(dir))
    }

    /// Opens the office; says on standard error when it is one for demonstration.
    pub fn office(&self) -> Result<Arc<Office>, Failure> {
        let dir = self.dir()?;
        if !self.has_office() {
            return Err(Failure::NoOffice { dir: dir.to_owned() });
        }
        let office =
            Office::open(dir, self.surroundings.clone()).map_err(Failure::office(dir.display().to_string()))?;
        office.use_key_ring(Arc::new(SystemRing));
        if office.facts().told.demonstration {
            eprintln!("Demonstration office: nothing here has legal effect.");
        }
        Ok(office)
    }

    /// Runs something that speaks with a gateway.
    pub fn wait<T>(&self, work: impl Future<Output = T>) -> Result<T, Failure> {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()
            .map_err(|source| Failure::Runtime { source })?;
        Ok(runtime.block_on(work))
    }
}
