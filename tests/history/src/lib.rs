//! Was anything lost, doubled or invented? A judge of histories that reads logs and nothing else.
//!
//! A log is a text, one [`Event`] a line. Whoever runs desks and gateways writes down what people were shown, what the
//! books of each side say, and when faults stopped; [`check`] compares the sides with one another and names each breach
//! by its rule ([`Rule`]). It shares no code with the outbox, the inbox or the gateway, so that none of their mistakes is
//! repeated here. How faults are made, and whether a signature verifies, is for the writer of the log.

mod boxes;
mod event;
mod finding;
mod papers;
mod rows;

pub use event::{Event, Step, Unreadable};
pub use finding::{Finding, Rule};

/// Reads a log and answers with every breach, in the order of the rules.
///
/// # Errors
/// A line that is no event: a log that cannot be read proves nothing.
pub fn check_log(log: &str) -> Result<Vec<Finding>, Unreadable> {
    let lines = log.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let events = lines.map(|(at, line)| Event::read(at + 1, line)).collect::<Result<Vec<_>, _>>()?;
    Ok(check(&events))
}

/// Judges events in the order in which they happened.
pub fn check(events: &[Event]) -> Vec<Finding> {
    let mut found = papers::check(events);
    found.extend(rows::check(events));
    found.extend(boxes::check(events));
    found.sort();
    found.dedup();
    found
}
