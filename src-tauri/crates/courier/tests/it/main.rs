//! What counts as an answer, and what is tried next?

mod answers;
mod days;
mod far;
mod plan;
