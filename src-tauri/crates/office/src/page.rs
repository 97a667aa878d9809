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

    /// The window as the store reads it.
    pub(crate) fn store(self) -> tamga_store::Window {
        tamga_store::Window { offset: self.offset, limit: self.limit.min(Self::MOST) }
    }

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

impl<T> Rows<T> {
    /// The window of rows that are all at hand.
    pub(crate) fn of(all: Vec<T>, window: Window) -> Self {
        let total = all.len() as u64;
        let skip = usize::try_from(window.offset).unwrap_or(usize::MAX);
        let limit = usize::try_from(window.limit.min(Window::MOST)).unwrap_or(usize::MAX);
        Self { rows: all.into_iter().skip(skip).take(limit).collect(), total, offset: window.offset }
    }

    /// A page of the store, row by row.
    pub(crate) fn from_page<R>(page: tamga_store::Page<R>, window: Window, row: impl FnMut(R) -> T) -> Self {
        Self { rows: page.rows.into_iter().map(row).collect(), total: page.total, offset: window.offset }
    }
}
