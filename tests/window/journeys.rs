//! Which journeys does a person make through the whole program?

mod bus;
mod thread;
mod tongues;
mod trouble;

use tokio::sync::{Semaphore, SemaphorePermit};

/// More windows at once than this, and two cores no longer keep up.
static WINDOWS: Semaphore = Semaphore::const_new(2);

/// Waits for its turn.
async fn turn() -> SemaphorePermit<'static> {
    WINDOWS.acquire().await.expect("it is never closed")
}

/// Takes the turn of everybody: for a journey with two windows.
async fn both_turns() -> SemaphorePermit<'static> {
    WINDOWS.acquire_many(2).await.expect("it is never closed")
}

/// What every screen of a demonstration says.
const DEMONSTRATION: &str = "nothing here has legal effect";
/// The public PIN of every demonstration key.
const PIN: &str = tamga_demo::PIN;
/// The file a person brings.
const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/examples/chafta-example.json");
