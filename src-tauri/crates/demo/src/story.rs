//! How does one certificate travel from a chamber to a border post and back? The thread of the house, step by step.

use crate::{DemoError, Demonstration};

/// A step of the story.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StoryStep {
    /// Its name: `import`, `complete`, `check`, `issue`, `send`, `forward`, `receive`, `verify`, `decide`, `feed_back`,
    /// `cancel`, `cancel_arrives`.
    pub name: String,
    /// Did it do what it should?
    pub ok: bool,
    /// Time it took, milliseconds.
    pub ms: f64,
}

/// What the story left.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct StoryReport {
    /// The steps, in order.
    pub steps: Vec<StoryStep>,
    /// Number of the certificate.
    pub certificate: String,
    /// Receipts and other proofs, as signed.
    pub receipts: Vec<String>,
    /// Where the printed certificate lies, relative to the folder.
    pub pdf: String,
}

impl Demonstration {
    /// Plays the story with these bytes as the application (UN/CEFACT JSON or Tamga XML), or with the project's own
    /// example. `told` hears of each step as it ends.
    ///
    /// # Errors
    /// The first step that cannot be taken.
    pub async fn play(
        &self,
        application: Option<&[u8]>,
        told: &mut (dyn FnMut(&StoryStep) + Send),
    ) -> Result<StoryReport, DemoError> {
        let _ = (application, told);
        pending!()
    }
}
