//! How is the house shown? An embedded pair of national gateways, a demonstration chamber and a border post, with
//! example certificates; and the story of one certificate through all of them.
//!
//! Everything here is marked as demonstration, down to keys and trust list; nothing here is a fake: the gateways
//! listen on sockets, the offices are offices.

pub mod complete;
mod error;
mod examples;
mod files;
pub mod gateways;
mod keys;
pub mod officer;
mod places;
pub mod story;
pub mod world;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tamga_office::{Office, Surroundings, Workers};

pub use error::DemoError;
pub use story::{StoryReport, StoryStep};

use crate::gateways::Gateways;

/// The PIN of every demonstration key: public by design, and shown on screen.
pub const PIN: &str = "demonstration";

/// The demonstration, running: two gateways on loopback, a chamber and a border post.
pub struct Demonstration {
    dir: PathBuf,
    chamber: Arc<Office>,
    post: Arc<Office>,
    workers: Vec<Workers>,
    gateways: Gateways,
}

impl Demonstration {
    /// Starts the demonstration in a folder: the first time it is made (keys, trust list, offices, examples), later
    /// it is only opened. Gateways listen on free loopback ports, so offices are told the new addresses. Workers run
    /// on the current tokio runtime until this is dropped.
    ///
    /// # Errors
    /// A folder that cannot be written or holds something else, an office that is open already.
    pub async fn start(dir: &Path, surroundings: Surroundings) -> Result<Self, DemoError> {
        let is_new = !world::is_made(dir)?;
        let mut demonstration = Self::prepare(dir, surroundings).await?;
        if is_new {
            let chamber = demonstration.chamber.clone();
            blocking(move || examples::bring(&chamber)).await?;
        }
        demonstration.workers = vec![Workers::start(&demonstration.chamber), Workers::start(&demonstration.post)];
        Ok(demonstration)
    }

    /// The same without example certificates and without workers: for the story in a terminal and for tests.
    ///
    /// # Errors
    /// As [`Demonstration::start`].
    pub async fn prepare(dir: &Path, surroundings: Surroundings) -> Result<Self, DemoError> {
        let (folder, around) = (dir.to_owned(), surroundings.clone());
        blocking(move || if world::is_made(&folder)? { Ok(()) } else { world::make(&folder, &around) }).await?;
        let chamber = Office::open(&world::chamber(dir), surroundings.clone())?;
        let post = Office::open(&world::post(dir), surroundings.clone())?;
        world::renew(dir, [&chamber, &post], surroundings.now())?;
        let gateways = Gateways::start(dir, &surroundings).await?;
        world::tell(&chamber, gateways.chamber())?;
        world::tell(&post, gateways.post())?;
        Ok(Self { dir: dir.to_owned(), chamber, post, workers: Vec::new(), gateways })
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
        for workers in self.workers {
            workers.stop().await;
        }
        self.gateways.stop().await;
    }
}

impl std::fmt::Debug for Demonstration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Demonstration").field("dir", &self.dir).finish_non_exhaustive()
    }
}

/// Runs what blocks beside the runtime.
pub(crate) async fn blocking<T: Send + 'static>(
    act: impl FnOnce() -> Result<T, DemoError> + Send + 'static,
) -> Result<T, DemoError> {
    match tokio::task::spawn_blocking(act).await {
        Ok(done) => done,
        // A panic there was its own; it goes on here.
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(_) => Err(DemoError::Step { step: "blocking", found: "cancelled".to_owned() }),
        },
    }
}
