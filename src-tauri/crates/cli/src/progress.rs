//! How far is it? A bar on a terminal, nothing anywhere else.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar over so many steps; it draws itself on standard error, and only when that is a terminal.
pub struct Progress(ProgressBar);

impl Progress {
    /// Starts; a single step needs no bar.
    pub fn over(steps: usize, what: &'static str) -> Self {
        let bar = if steps > 1 { ProgressBar::new(steps as u64) } else { ProgressBar::hidden() };
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len}") {
            bar.set_style(style);
        }
        bar.set_message(what);
        Self(bar)
    }

    /// One more step is done.
    pub fn step(&self) {
        self.0.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
