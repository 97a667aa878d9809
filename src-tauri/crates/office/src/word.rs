//! How is a state said? As a code with parameters; the sentence belongs to the window or the command line.

/// A code with named parameters, for instance `delivery.waiting`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Word {
    /// `area.what`.
    pub code: String,
    /// Parameters for the sentence, in a fixed order.
    pub params: Vec<(String, String)>,
}

impl Word {
    /// A word without parameters.
    pub fn new(code: impl Into<String>) -> Self {
        Self { code: code.into(), params: Vec::new() }
    }

    /// The same word with one more parameter.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl ToString) -> Self {
        self.params.push((name.into(), value.to_string()));
        self
    }
}
