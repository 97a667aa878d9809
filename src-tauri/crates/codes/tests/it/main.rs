//! Are codes found as a clerk expects, in a small file of our own and in the real one, and are packs judged rightly?
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that fails may panic, in its helpers too")]

mod fixture;
mod made;
mod pack;
mod real;
mod search;
mod small;
