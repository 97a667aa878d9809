//! How is an agreement profile written in a file? Reads `assets/agreements/*.toml` and refuses every slip with its
//! line and column (`agreements.md` section 1). What a rule means is `tamga-origin`'s question.

use tamga_origin::{AgreementProfile, Profiles};
use thiserror::Error;

/// Where and why a profile file was refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("line {line}, column {column}: {at}: {fault}")]
pub struct ProfileError {
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1.
    pub column: usize,
    /// Which table or key, for instance `box[3].required`.
    pub at: String,
    /// What is wrong.
    pub fault: ProfileFault,
}

/// What is wrong with a profile file.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProfileFault {
    /// The text is not TOML.
    #[error("not TOML: {0}")]
    NotToml(String),
}

/// Reads one profile file.
///
/// # Errors
/// The first slip, with line and column.
pub fn read(text: &str) -> Result<AgreementProfile, ProfileError> {
    let _ = text;
    Err(ProfileError { line: 1, column: 1, at: String::new(), fault: ProfileFault::NotToml(String::new()) })
}

/// The profiles that come with the program.
///
/// # Errors
/// The first slip in the first file that has one; a test reads them all, so a released program has none.
pub fn builtin() -> Result<Profiles, ProfileError> {
    Ok(Profiles::default())
}
