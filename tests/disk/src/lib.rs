//! What does a disk hold after the power went, and what when a call fails? A file layer for SQLite that knows the
//! difference between what was written and what was flushed.
//!
//! [`Disk::watch`] takes a folder under watch. SQLite's own file layer goes on doing the work on real files; beside it
//! each write, truncation, flush and deletion of a database below that folder is written down. When the power goes
//! ([`Plan::CutAt`]), what was flushed is certain, and of the rest any part may have reached the platter, in any order,
//! torn at sector borders: [`Disk::left_behind`] gives one such state for each draw. A call may also fail without the
//! power going ([`Plan::FailAt`]), as on a bad or full disk.
//!
//! Flushes are never passed on to the real disk: that machine keeps its power, and thousands of runs would wait for it.
//! Files that are not databases do not pass through here; the store flushes and renames them itself before any row
//! speaks of them.

mod chance;
mod platter;
mod shim;
mod watch;

pub use chance::Chance;
pub use platter::{Image, Survival};
pub use watch::{Disk, Failure, Plan};
