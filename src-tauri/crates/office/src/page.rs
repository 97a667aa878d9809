//! Which rows of a list are wanted? Lists are read by windows; nobody asks for all of a register.

/// A window into a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows to pass over.
    pub offset: u64,
    /// Most rows to answer, at most [`Window::MOST`].
    pub limit: u32,
}

impl Window {
    /// Most rows of one answer.
    pub const MOST: u32 = 500;

    /// The first rows.
    pub fn first(limit: u32) -> Self {
        Self { offset: 0, limit }
    }
}

/// The rows of a window, with the number of all rows there are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows<T> {
    /// The rows.
    pub rows: Vec<T>,
    /// All rows that fit.
    pub total: u64,
    /// Rows passed over.
    pub offset: u64,
}
